import type { RegionEstimates } from './estimate-sets.js';
import type { Region, RelationSet } from './region.js';

/** A join tree over a region; a leaf is a relation. */
export type JoinTree =
  | { readonly set: RelationSet; readonly relation: number }
  | { readonly set: RelationSet; readonly left: JoinTree; readonly right: JoinTree };

interface Costed {
  readonly tree: JoinTree;
  readonly cost: number;
  /** The tree's relations and those that may be joined to it directly. */
  readonly reach: RelationSet;
  /** Relations that a class of equal columns shares with the tree. */
  readonly equal: RelationSet;
}

/** Exact search visits 3^n pairs of sets: beyond this many relations the greedy order has to do. */
const MAX_EXACT = 11;
/** Inserting a row into a hash table costs about as much as probing it with two. */
const BUILD_COST = 2;
/** A pair that a nested loop tries costs this much of a row. */
const PAIR_COST = 0.2;

/** The cheapest tree found: rows of all intermediate results (C_out), with building and nested loops paid for. */
export function chooseTree(region: Region, estimates: RegionEstimates): JoinTree | undefined {
  const joiner = new Joiner(region, estimates);
  return (region.relations.length <= MAX_EXACT ? joiner.exact() : joiner.greedy())?.tree;
}

class Joiner {
  readonly #n: number;
  readonly #all: RelationSet;
  /** Relations that may be joined directly: they share a condition, or nothing connects the parts that they are in. */
  readonly #neighbours: RelationSet[];
  /** Relations that a class of equal columns shares with each. */
  readonly #equal: RelationSet[];
  /** Equalities of other than columns. */
  readonly #equations: readonly RelationSet[];
  readonly #requires: readonly RelationSet[];
  readonly #special: RelationSet;

  constructor(
    region: Region,
    private readonly estimates: RegionEstimates,
  ) {
    this.#n = region.relations.length;
    this.#all = 2 ** this.#n - 1;
    this.#requires = region.relations.map(({ special }) => special?.requires ?? 0);
    this.#special = region.relations.reduce((set, { special }, i) => (special === undefined ? set : set | (1 << i)), 0);
    this.#neighbours = Array.from({ length: this.#n }, () => 0);
    for (const { relations } of estimates.classes) this.#connect(relations);
    for (const { relations } of estimates.others) this.#connect(relations);
    this.#requires.forEach((requires, i) => {
      if (requires !== 0) this.#connect(requires | (1 << i));
    });
    this.#connectParts();
    this.#equal = Array.from({ length: this.#n }, (_, i) =>
      estimates.classes.reduce((set, { relations }) => ((relations & (1 << i)) === 0 ? set : set | relations), 0),
    );
    this.#equations = estimates.others.flatMap(({ expr, relations }) => (expr.kind === 'Call' && expr.fn.name === '=' ? [relations] : []));
  }

  #connect(set: RelationSet): void {
    for (let i = 0; i < this.#n; i++) if ((set & (1 << i)) !== 0) this.#neighbours[i] |= set & ~(1 << i);
  }

  /** Cross products only between parts that no condition connects. */
  #connectParts(): void {
    const parts: RelationSet[] = [];
    let rest = this.#all;
    while (rest !== 0) {
      let part = rest & -rest;
      for (let grown = this.#reach(part); grown !== part; grown = this.#reach(part)) part = grown;
      parts.push(part);
      rest &= ~part;
    }
    if (parts.length < 2) return;
    for (let i = 0; i < this.#n; i++) this.#neighbours[i] |= this.#all & ~parts.find((part) => (part & (1 << i)) !== 0)!;
  }

  #reach(set: RelationSet): RelationSet {
    let reached = set;
    for (let i = 0; i < this.#n; i++) if ((set & (1 << i)) !== 0) reached |= this.#neighbours[i];
    return reached;
  }

  /** Every special relation has what it requires with it. */
  #isValid(set: RelationSet): boolean {
    if ((set & this.#special) === 0) return true;
    for (let i = 0; i < this.#n; i++)
      if ((set & this.#special & (1 << i)) !== 0 && (this.#requires[i] & set) !== this.#requires[i]) return false;
    return true;
  }

  #leaf(relation: number): Costed {
    const set = 1 << relation;
    return { tree: { set, relation }, cost: 0, reach: set | this.#neighbours[relation], equal: this.#equal[relation] };
  }

  /** The cost of joining two disjoint sets either way round; undefined when that is not allowed, or not below `limit`. */
  #join(left: Costed, right: Costed, limit = Infinity): Costed | undefined {
    const [a, b] = [left.tree.set, right.tree.set];
    const specialLeft = this.#isSpecialLeaf(left.tree);
    const specialRight = this.#isSpecialLeaf(right.tree);
    if (specialLeft && specialRight) return undefined;
    if (specialLeft) return this.#join(right, left, limit);
    if (specialRight) {
      if (
        (this.#requires[(right.tree as { relation: number }).relation] & a) !==
        this.#requires[(right.tree as { relation: number }).relation]
      )
        return undefined;
    } else if ((left.reach & b) === 0) return undefined;
    const rows = this.estimates.rowsOf(a | b);
    const [leftRows, rightRows] = [this.estimates.rowsOf(a), this.#rowsOf(right.tree)];
    const build = specialRight ? rightRows : Math.min(leftRows, rightRows);
    const loops = specialRight || this.#hasEquality(left, b) ? 0 : leftRows * rightRows * PAIR_COST;
    const cost = left.cost + right.cost + rows + build * BUILD_COST + loops;
    if (cost >= limit) return undefined;
    const tree =
      specialRight || leftRows >= rightRows
        ? { set: a | b, left: left.tree, right: right.tree }
        : { set: a | b, left: right.tree, right: left.tree };
    return { tree, cost, reach: left.reach | right.reach, equal: left.equal | right.equal };
  }

  #isSpecialLeaf(tree: JoinTree): boolean {
    return 'relation' in tree && (this.#special & tree.set) !== 0;
  }

  #rowsOf(tree: JoinTree): number {
    return this.#isSpecialLeaf(tree)
      ? this.estimates.rowsOfRelation((tree as { relation: number }).relation)
      : this.estimates.rowsOf(tree.set);
  }

  #hasEquality({ tree: { set: a }, equal }: Costed, b: RelationSet): boolean {
    if ((equal & b) !== 0) return true;
    return this.#equations.some((relations) => (relations & a) !== 0 && (relations & b) !== 0 && (relations & ~(a | b)) === 0);
  }

  /** Dynamic programming over all sets, smallest first. */
  exact(): Costed | undefined {
    const best: (Costed | undefined)[] = new Array(this.#all + 1);
    for (let i = 0; i < this.#n; i++) best[1 << i] = this.#leaf(i);
    for (let set = 1; set <= this.#all; set++) {
      if ((set & (set - 1)) === 0 || !this.#isValid(set)) continue;
      // Of two parts one has the lowest relation: with some of the others, but not all.
      const lowest = set & -set;
      const others = set ^ lowest;
      for (let more = others; more !== 0;) {
        more = (more - 1) & others;
        const part = lowest | more;
        const left = best[part];
        const right = best[set & ~part];
        if (left === undefined || right === undefined) continue;
        const known = best[set];
        if (known !== undefined && left.cost + right.cost >= known.cost) continue;
        best[set] = this.#join(left, right, known?.cost) ?? known;
      }
    }
    return best[this.#all];
  }

  /** Joins the pair with the smallest result until one tree is left (greedy operator ordering). */
  greedy(): Costed | undefined {
    let parts = Array.from({ length: this.#n }, (_, i) => this.#leaf(i));
    while (parts.length > 1) {
      let best: { joined: Costed; rows: number; left: Costed; right: Costed } | undefined;
      for (let i = 0; i < parts.length; i++) {
        for (let j = i + 1; j < parts.length; j++) {
          const joined = this.#join(parts[i], parts[j]);
          if (joined === undefined || !this.#isValid(joined.tree.set)) continue;
          const rows = this.estimates.rowsOf(joined.tree.set);
          if (best === undefined || rows < best.rows) best = { joined, rows, left: parts[i], right: parts[j] };
        }
      }
      if (best === undefined) return undefined;
      const { joined, left, right } = best;
      parts = [...parts.filter((part) => part !== left && part !== right), joined];
    }
    return parts[0];
  }
}
