import type { ColumnExpr, ColumnId } from '../../logical/expr.js';
import type { ColumnEstimate } from '../../statistics/column-estimate.js';
import { distinctAgainst } from '../../statistics/column-estimate.js';
import { estimate, joinSelectivity, matchedShare } from '../../statistics/index.js';
import { equivalenceClasses } from '../push-filters/infer.js';
import { outputColumns } from '../../logical/columns.js';
import type { LogicalPlan } from '../../logical/plan.js';
import type { Predicate, Region, RelationSet } from './region.js';

/** Columns held equal by the region's conditions, with the relation of each. */
export interface EqualityClass {
  readonly members: readonly { readonly column: ColumnExpr; readonly relation: number; readonly distinct: number }[];
  readonly relations: RelationSet;
}

/** What is known of a region before an order is chosen. */
export interface RegionEstimates {
  readonly classes: readonly EqualityClass[];
  /** Conditions that no class stands for. */
  readonly others: readonly Predicate[];
  /** Expected rows when the relations of a set are joined, in whatever order. */
  readonly rowsOf: (set: RelationSet) => number;
  /** Expected rows of one relation by itself, special or not. */
  readonly rowsOfRelation: (index: number) => number;
}

export function estimateRegion(region: Region): RegionEstimates {
  const estimates = region.relations.map((relation) => estimate(relation.plan));
  const columns = new Map<ColumnId, ColumnEstimate>(estimates.flatMap((relation) => [...relation.columns]));
  const owner = new Map<ColumnId, number>();
  region.relations.forEach((relation, index) => {
    for (const { id } of outputColumns(relation.plan)) owner.set(id, index);
  });
  const isOrdinary = (index: number | undefined): boolean => index !== undefined && region.relations[index].special === undefined;

  // Only equalities between relations that are joined plainly: a left join's NULLs are equal to nothing.
  const joining = region.predicates.filter(
    ({ expr }) =>
      expr.kind === 'Call' && expr.fn.name === '=' && expr.args.every((arg) => arg.kind === 'Column' && isOrdinary(owner.get(arg.id))),
  );
  const classes = equivalenceClasses(joining.map(({ expr }) => expr)).map((members): EqualityClass => {
    const placed = members.map((column) => {
      const relation = owner.get(column.id)!;
      const own = columns.get(column.id);
      const others = members.flatMap(({ id }) => (id === column.id ? [] : (columns.get(id) ?? [])));
      const distinct = own && Math.max(own.distinct, Math.min(...others.map((other) => distinctAgainst(own, other))));
      return { column, relation, distinct: distinct ?? estimates[relation].rows };
    });
    return { members: placed, relations: placed.reduce((set, { relation }) => set | (1 << relation), 0) };
  });
  const covered = new Set(classes.flatMap(({ members }) => members.map(({ column }) => column.id)));
  const isCovered = ({ expr }: Predicate): boolean =>
    expr.kind === 'Call' &&
    joining.some((predicate) => predicate.expr === expr) &&
    expr.args.every((arg) => arg.kind === 'Column' && covered.has(arg.id)) &&
    sameClass(classes, expr.args as readonly ColumnExpr[]);
  const others = region.predicates.filter((predicate) => !isCovered(predicate));
  const shares = others.map(({ expr }) => Math.max(1e-6, joinSelectivity([expr], columns)));
  const growth = region.relations.map((_, index) => growthOf(region, index, columns, estimates[index].rows));

  const factors = region.relations.map(({ special }, i) => (special === undefined ? Math.max(1, estimates[i].rows) : growth[i]));
  const counts = classes.map(distinctCounts);
  const correlations = correlatedPairs(
    classes,
    region.relations.map(({ plan }, i) => unfilteredRows(plan) ?? estimates[i].rows),
  );

  const known = new Map<RelationSet, number>();
  // Asked of every set of relations: all that is the same for many sets is computed before.
  const compute = (set: RelationSet): number => {
    let rows = 1;
    for (let i = 0; i < factors.length; i++) if ((set & (1 << i)) !== 0) rows *= factors[i];
    for (const each of counts) rows *= classShare(each, set);
    let correlation = 1;
    for (const { relations, factor } of correlations) if ((relations & set) === relations) correlation *= factor;
    rows *= correlation;
    for (let i = 0; i < others.length; i++) {
      const { relations } = others[i];
      if (relations !== 0 && (relations & set) === relations) rows *= shares[i];
    }
    return Math.max(1, rows);
  };
  return {
    classes,
    others,
    rowsOfRelation: (index) => estimates[index].rows,
    rowsOf: (set) => {
      let rows = known.get(set);
      if (rows === undefined) known.set(set, (rows = compute(set)));
      return rows;
    },
  };
}

const sameClass = (classes: readonly EqualityClass[], [left, right]: readonly ColumnExpr[]): boolean =>
  classes.some(
    ({ members }) => members.some(({ column }) => column.id === left.id) && members.some(({ column }) => column.id === right.id),
  );

interface DistinctCount {
  readonly relation: RelationSet;
  readonly distinct: number;
}

/** Rows of a relation's table before conditions dropped some. */
function unfilteredRows(plan: LogicalPlan): number | undefined {
  if (plan.kind === 'Scan') return plan.table.rowCount;
  return plan.kind === 'Filter' || plan.kind === 'Project' ? unfilteredRows(plan.input) : undefined;
}

/** The distinct values that each relation of a class has, the fewest first. */
function distinctCounts({ members }: EqualityClass): readonly DistinctCount[] {
  const byRelation = new Map<number, number>();
  for (const { relation, distinct } of members) byRelation.set(relation, Math.max(byRelation.get(relation) ?? 1, distinct));
  return [...byRelation].map(([index, distinct]) => ({ relation: 1 << index, distinct })).sort((a, b) => a.distinct - b.distinct);
}

/** Equal columns of the set's relations meet by chance: one over every distinct count but the smallest. */
function classShare(counts: readonly DistinctCount[], set: RelationSet): number {
  let share = 1;
  let isFirst = true;
  for (const { relation, distinct } of counts) {
    if ((relation & set) === 0) continue;
    if (!isFirst) share /= distinct;
    isFirst = false;
  }
  return share;
}

/**
 * Two relations that meet on several columns meet on a composite key: it has no more values than the smaller one's table has rows. The
 * pairs that more rows come of than by chance, and how many times as many.
 */
function correlatedPairs(
  classes: readonly EqualityClass[],
  rows: readonly number[],
): readonly { readonly relations: RelationSet; readonly factor: number }[] {
  const pairs: { relations: RelationSet; factor: number }[] = [];
  for (let i = 0; i < rows.length; i++) {
    for (let j = i + 1; j < rows.length; j++) {
      const pair = (1 << i) | (1 << j);
      const shared = classes.filter(({ relations }) => (relations & pair) === pair);
      if (shared.length < 2) continue;
      const distinctOf = (relation: number): number[] =>
        shared.map(({ members }) => members.find((member) => member.relation === relation)!.distinct);
      const [left, right] = [distinctOf(i), distinctOf(j)];
      const independent = left.reduce((product, distinct, k) => product * Math.max(distinct, right[k]), 1);
      const product = (counts: readonly number[]): number => counts.reduce((total, distinct) => total * distinct, 1);
      const factor = independent / Math.max(1, Math.min(product(left), product(right), rows[i], rows[j]));
      if (factor > 1) pairs.push({ relations: pair, factor });
    }
  }
  return pairs;
}

/** By how much a special join multiplies the rows on its left. */
function growthOf(region: Region, index: number, columns: ReadonlyMap<ColumnId, ColumnEstimate>, rows: number): number {
  const { special } = region.relations[index];
  if (special === undefined) return 1;
  const { join } = special;
  switch (join.type) {
    case 'left':
      return Math.max(1, rows * joinSelectivity(join.on, columns));
    case 'semi':
      return matchedShare(join, { rows: 1, columns }, estimate(join.right));
    case 'anti':
      return Math.max(0.1, 1 - matchedShare(join, { rows: 1, columns }, estimate(join.right)));
    default:
      return 1;
  }
}
