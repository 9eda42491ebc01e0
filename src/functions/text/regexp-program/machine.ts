import { BeyondPrograms, type CharacterSet, type RegexpTree } from './parse.js';

/**
 * A node of the nondeterministic machine. `read` consumes a byte; the others do not, and of a `split` the first way is preferred. `mark` notes
 * the position in a tag, `clear` forgets tags.
 */
export type MachineNode =
  | { readonly kind: 'read'; readonly accepts: Uint8Array; readonly next: number }
  | { readonly kind: 'split'; readonly ways: readonly number[] }
  | { readonly kind: 'mark'; readonly tag: number; readonly next: number }
  | { readonly kind: 'clear'; readonly tags: readonly number[]; readonly next: number }
  | { readonly kind: 'start' | 'end'; readonly next: number }
  | { readonly kind: 'match' };

/** `nodes[first]` is where a match begins, `nodes[search]` where the search for one does. */
export interface Machine {
  readonly nodes: readonly MachineNode[];
  readonly first: number;
  readonly search: number;
}

/** In `accepts`: the byte is refused, taken, or begins a character of which only the host knows. */
export const TAKEN = 1;
export const UNKNOWN = 2;

/** Tags of the whole match's start and of group i of `groups`; the end of a match is where the machine stops. */
export const START_TAG = 0;
const MOST_NODES = 1500;

/**
 * The machine of a tree that marks where the match and the `groups` asked for are. Repetition of what can be empty is refused: JavaScript has
 * rules of its own for it.
 */
export function buildMachine(tree: RegexpTree, groups: readonly number[]): Machine {
  const nodes: MachineNode[] = [];
  const add = (node: MachineNode): number => {
    if (nodes.length >= MOST_NODES) throw new BeyondPrograms();
    return nodes.push(node) - 1;
  };
  const match = add({ kind: 'match' });
  const first = add({ kind: 'mark', tag: START_TAG, next: build(tree, match) });
  // Bytes of a longer character may be passed one by one: nothing begins inside one.
  const search = add({ kind: 'split', ways: [first, nodes.length + 1] });
  add({ kind: 'read', accepts: new Uint8Array(256).fill(TAKEN), next: search });
  return { nodes, first, search };

  function build(part: RegexpTree, next: number): number {
    switch (part.kind) {
      case 'characters':
        return characters(part.set, next);
      case 'bytes':
        return [...part.bytes].reduceRight((after, byte) => add({ kind: 'read', accepts: range(byte, byte), next: after }), next);
      case 'start':
      case 'end':
        return add({ kind: part.kind, next });
      case 'sequence':
        return part.parts.reduceRight((after, inner) => build(inner, after), next);
      case 'choice':
        return add({ kind: 'split', ways: part.options.map((option) => build(option, next)) });
      case 'group': {
        const index = groups.indexOf(part.number);
        if (index < 0) return build(part.body, next);
        const end = add({ kind: 'mark', tag: 2 * index + 2, next });
        return add({ kind: 'mark', tag: 2 * index + 1, next: build(part.body, end) });
      }
      case 'repeat':
        return repeat(part, next);
    }
  }

  function characters({ ascii, others }: CharacterSet, next: number): number {
    const accepts = new Uint8Array(256);
    ascii.forEach((fits, code) => (accepts[code] = fits ? TAKEN : 0));
    if (others === 'some') accepts.fill(UNKNOWN, 0x80);
    const short = add({ kind: 'read', accepts, next });
    if (others !== 'all') return short;
    const follow = (count: number): number =>
      count === 0 ? next : add({ kind: 'read', accepts: range(0x80, 0xbf), next: follow(count - 1) });
    const lead = (from: number, to: number, count: number): number => add({ kind: 'read', accepts: range(from, to), next: follow(count) });
    return add({ kind: 'split', ways: [short, lead(0xc2, 0xdf, 1), lead(0xe0, 0xef, 2), lead(0xf0, 0xf4, 3)] });
  }

  function repeat({ body, least, most, lazy }: RegexpTree & { kind: 'repeat' }, next: number): number {
    if (canBeEmpty(body)) throw new BeyondPrograms();
    const either = (again: number): number => add({ kind: 'split', ways: lazy ? [next, again] : [again, next] });
    const inside = tagsIn(body);
    // Each round forgets the groups of the one before it.
    const round = (after: number): number => {
      const start = build(body, after);
      return most === 1 || inside.length === 0 ? start : add({ kind: 'clear', tags: inside, next: start });
    };
    let from = next;
    if (most === Infinity) {
      const loop = add({ kind: 'split', ways: [] });
      const again = loopBody(body, loop) ?? round(loop);
      nodes[loop] = { kind: 'split', ways: lazy ? [next, again] : [again, next] };
      from = loop;
    } else {
      for (let i = least; i < most; i++) from = either(round(from));
    }
    for (let i = 0; i < least; i++) from = round(from);
    return from;
  }

  /** A loop over characters that takes all beyond ASCII takes their bytes: what comes after it cannot begin inside one. */
  function loopBody(body: RegexpTree, loop: number): number | undefined {
    if (body.kind !== 'characters' || body.set.others !== 'all') return undefined;
    const accepts = new Uint8Array(256).fill(TAKEN);
    body.set.ascii.forEach((fits, code) => (accepts[code] = fits ? TAKEN : 0));
    return add({ kind: 'read', accepts, next: loop });
  }

  function tagsIn(part: RegexpTree): readonly number[] {
    const index = part.kind === 'group' ? groups.indexOf(part.number) : -1;
    const inner = childrenOf(part).flatMap(tagsIn);
    return index < 0 ? inner : [2 * index + 1, 2 * index + 2, ...inner];
  }
}

const range = (from: number, to: number): Uint8Array => new Uint8Array(256).fill(TAKEN, from, to + 1);

function childrenOf(part: RegexpTree): readonly RegexpTree[] {
  switch (part.kind) {
    case 'sequence':
      return part.parts;
    case 'choice':
      return part.options;
    case 'group':
    case 'repeat':
      return [part.body];
    default:
      return [];
  }
}

function canBeEmpty(part: RegexpTree): boolean {
  switch (part.kind) {
    case 'characters':
    case 'bytes':
      return false;
    case 'start':
    case 'end':
      return true;
    case 'sequence':
      return part.parts.every(canBeEmpty);
    case 'choice':
      return part.options.some(canBeEmpty);
    case 'group':
      return canBeEmpty(part.body);
    case 'repeat':
      return part.least === 0 || canBeEmpty(part.body);
  }
}
