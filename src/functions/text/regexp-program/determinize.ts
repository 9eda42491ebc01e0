import { TAKEN, UNKNOWN, type Machine } from './machine.js';
import { BeyondPrograms } from './parse.js';

/** Where a tag's position comes from: a register, the current position, or nowhere. */
export type Source = number | 'here' | 'nowhere';

export interface Move {
  readonly to: number;
  readonly from: Source;
}

/** What a step notes before it goes on: the tags of a match that ends here, and what the registers hold then. */
export interface Step {
  /** Row of the next state; DEAD when nothing can come, UNKNOWN_CHARACTER when the host must answer. */
  readonly next: number;
  /** By tag; undefined when no match ends here. */
  readonly match?: readonly Source[];
  /** All at once. */
  readonly moves: readonly Move[];
}

export const DEAD = -1;
export const UNKNOWN_CHARACTER = -2;

export interface Automaton {
  /** By byte, its class. */
  readonly classes: Uint8Array;
  readonly classCount: number;
  /** By state: a step for each class of bytes, and last the step at the end of the text. */
  readonly states: readonly (readonly Step[])[];
  /** The steps into the first state at the start of the text, and anywhere else. */
  readonly atStart: Step;
  readonly elsewhere: Step;
  readonly registers: number;
}

const MOST_STATES = 400;

/** A way through the machine that waits for a byte or the end of the text, with the positions that it has noted. */
interface Thread {
  readonly node: number;
  readonly tags: readonly Source[];
}

/**
 * The deterministic form of a machine: a state is the list of the machine's threads, the preferred first, with the registers that hold their tags
 * (Laurikari, "NFAs with Tagged Transitions", 2000). With `tags` 0 it only tells whether there is a match, and stops at the first.
 */
export function determinize({ nodes, search }: Machine, tags: number): Automaton {
  const states: Step[][] = [];
  const threadsOf: { readonly threads: readonly Thread[]; readonly isStart: boolean }[] = [];
  const known = new Map<string, number>();
  const { classes, representatives } = classesOf(nodes);
  let registers = 0;

  const none: readonly Source[] = Array.from({ length: tags }, () => 'nowhere');
  const begin = (isStart: boolean): Step => stepInto([{ node: search, tags: none }], isStart, isStart);
  const atStart = begin(true);
  const elsewhere = begin(false);
  for (let state = 0; state < threadsOf.length; state++) {
    const { threads, isStart } = threadsOf[state];
    states.push([...representatives.map((byte) => afterByte(threads, byte)), atEnd(threads, isStart)]);
  }
  return { classes, classCount: representatives.length, states, atStart, elsewhere, registers };

  function afterByte(threads: readonly Thread[], byte: number): Step {
    const moved: Thread[] = [];
    for (const { node: index, tags: noted } of threads) {
      const node = nodes[index];
      if (node.kind !== 'read') continue;
      if (node.accepts[byte] === UNKNOWN) return { next: UNKNOWN_CHARACTER, moves: [] };
      if (node.accepts[byte] === TAKEN) moved.push({ node: node.next, tags: noted });
    }
    return stepInto(moved, false, false);
  }

  function atEnd(threads: readonly Thread[], isStart: boolean): Step {
    const ends = threads.flatMap(({ node, tags: noted }) => (nodes[node].kind === 'end' ? [{ node, tags: noted }] : []));
    const { match } = close(ends, isStart, true);
    return { next: DEAD, moves: [], ...(match && { match }) };
  }

  /** The step to the state of the threads that wait once these have gone as far as they can without a byte. */
  function stepInto(from: readonly Thread[], isStart: boolean, keepsStart: boolean): Step {
    const { threads, match } = close(from, isStart, false);
    const matched = match && { match };
    if (threads.length === 0 || (tags === 0 && match !== undefined)) return { next: DEAD, moves: [], ...matched };
    const registerOf = new Map<Source, number>();
    const renamed = threads.map(({ node, tags: noted }): Thread => ({
      node,
      tags: noted.map((source) => {
        if (source === 'nowhere') return source;
        if (!registerOf.has(source)) registerOf.set(source, registerOf.size);
        return registerOf.get(source)!;
      }),
    }));
    registers = Math.max(registers, registerOf.size);
    const key = JSON.stringify([keepsStart, renamed.map(({ node, tags: noted }) => [node, ...noted])]);
    let next = known.get(key);
    if (next === undefined) {
      if (threadsOf.length >= MOST_STATES) throw new BeyondPrograms();
      known.set(key, (next = threadsOf.push({ threads: renamed, isStart: keepsStart }) - 1));
    }
    const moves = [...registerOf].flatMap(([source, to]): Move[] => (source === to ? [] : [{ to, from: source }]));
    return { next, moves, ...matched };
  }

  /** Follows everything that takes no byte, the preferred way first, up to a match: what comes after it is never chosen. */
  function close(from: readonly Thread[], isStart: boolean, isEnd: boolean): { threads: Thread[]; match?: readonly Source[] } {
    const threads: Thread[] = [];
    const seen = new Set<number>();
    let match: readonly Source[] | undefined;
    const follow = (index: number, noted: readonly Source[]): void => {
      if (match !== undefined || seen.has(index)) return;
      seen.add(index);
      const node = nodes[index];
      switch (node.kind) {
        case 'match':
          match = noted;
          break;
        case 'split':
          for (const way of node.ways) follow(way, noted);
          break;
        case 'mark':
          follow(
            node.next,
            noted.map((source, tag) => (tag === node.tag ? 'here' : source)),
          );
          break;
        case 'clear':
          follow(
            node.next,
            noted.map((source, tag) => (node.tags.includes(tag) ? 'nowhere' : source)),
          );
          break;
        case 'start':
          if (isStart) follow(node.next, noted);
          break;
        case 'end':
          if (isEnd) follow(node.next, noted);
          else threads.push({ node: index, tags: noted });
          break;
        case 'read':
          if (!isEnd) threads.push({ node: index, tags: noted });
      }
    };
    for (const { node, tags: noted } of from) follow(node, noted);
    return match === undefined ? { threads } : { threads, match };
  }
}

/** Bytes that no node tells apart, and one of each class. */
function classesOf(nodes: Machine['nodes']): { classes: Uint8Array; representatives: readonly number[] } {
  const sets = nodes.flatMap((node) => (node.kind === 'read' ? [node.accepts] : []));
  const classes = new Uint8Array(256);
  const classBySignature = new Map<string, number>();
  const representatives: number[] = [];
  for (let byte = 0; byte < 256; byte++) {
    const signature = sets.map((set) => set[byte]).join('');
    let index = classBySignature.get(signature);
    if (index === undefined) {
      index = representatives.push(byte) - 1;
      classBySignature.set(signature, index);
    }
    classes[byte] = index;
  }
  return { classes, representatives };
}
