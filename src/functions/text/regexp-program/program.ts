import { determinize, DEAD, UNKNOWN_CHARACTER, type Automaton, type Source, type Step } from './determinize.js';
import { buildMachine } from './machine.js';
import { BeyondPrograms, parseRegexp } from './parse.js';

/*
 * Programs for the kernels regexp_matches and regexp_replace, in words of 32 bits:
 *
 * 0 offset of the step into the first state at the start of the text · 1 of that elsewhere · 2 offset of the states · 3 of the lists of moves ·
 * 4 of the registers, which the kernel writes · 5 how many words they are · 6 offset of the replacement · 7 1 to replace every match ·
 * 8 offset in a row of the step at the end of the text · 9 the class of each byte.
 *
 * A state is a row of steps. A step: bits 0 to 19 the offset of the next row from the first, or DEAD or UNKNOWN; bit 0 says that the next
 * state goes on like this to the end of the text; bits 20 to 31 the number of a list of moves.
 * A list of moves: their count, then a word each, target below 16 bits of source. The first `tags + 1` registers tell where the match
 * ends and then its tags; -1 where a group took no part.
 * The replacement: its number of pieces; of each the group (-1: a text), and of a text the offset and length.
 */
const HEADER_WORDS = 9 + 64;
const DEAD_STEP = 4;
const UNKNOWN_STEP = 8;
const FIRST_ROW = 16;
const GOES_ON = 1;
const FROM_HERE = 0xffff;
const FROM_NOWHERE = 0xfffe;
const MOST_BYTES = 1 << 18;
const MOST_LISTS = 1 << 12;

/** What stands for a match: texts, and groups by number, 0 for all of it. */
export type Replacement = readonly (string | number)[];

/** The program that tells whether a regular expression matches; undefined where only the host can. */
export const matchProgram = (regexp: RegExp): Uint8Array | undefined => program(regexp, 0, [], false);

/** The program that replaces the first match, or all. */
export function replaceProgram(regexp: RegExp, replacement: Replacement, all: boolean): Uint8Array | undefined {
  const groups = [...new Set(replacement.filter((piece) => typeof piece === 'number' && piece > 0))] as number[];
  const pieces = replacement.map((piece) => (typeof piece === 'number' && piece > 0 ? groups.indexOf(piece) + 1 : piece));
  return program(regexp, 1 + 2 * groups.length, pieces, all, groups);
}

function program(regexp: RegExp, tags: number, pieces: Replacement, all: boolean, groups: readonly number[] = []): Uint8Array | undefined {
  try {
    return assemble(determinize(buildMachine(parseRegexp(regexp), groups), tags), tags, pieces, all);
  } catch (error) {
    if (error instanceof BeyondPrograms) return undefined;
    throw error;
  }
}

function assemble(automaton: Automaton, tags: number, pieces: Replacement, all: boolean): Uint8Array | undefined {
  const { states, classes, classCount, atStart, elsewhere } = automaton;
  const results = tags + 1;
  const spare = results + automaton.registers;
  const lists: (readonly number[])[] = [[]];
  const listNumbers = new Map<string, number>([['', 0]]);
  const numberOf = (moves: readonly number[]): number => {
    const key = moves.join();
    let number = listNumbers.get(key);
    if (number === undefined) listNumbers.set(key, (number = lists.push(moves) - 1));
    return number;
  };
  const rowBytes = 4 * (classCount + 1);
  const runsOn = states.map((steps, state) =>
    steps.slice(0, -1).every(({ next, moves, match }) => next === state && moves.length === 0 && match === undefined),
  );
  const encode = (step: Step): number => {
    const { next, match } = step;
    const list = numberOf([...matchMoves(match, results), ...inOrder(step, results, spare)]);
    const target =
      next === UNKNOWN_CHARACTER ? UNKNOWN_STEP : next !== DEAD ? (FIRST_ROW + next * rowBytes) | (runsOn[next] ? GOES_ON : 0) : DEAD_STEP;
    return (target | (list << 20)) >>> 0;
  };

  const starts = [atStart, elsewhere].map(encode);
  const rows = states.flatMap((steps) => steps.map(encode));
  if (rows.length * 4 >= MOST_BYTES || lists.length >= MOST_LISTS) return undefined;
  const directory: number[] = [];
  const moves: number[] = [];
  for (const list of lists) {
    directory.push(4 * (lists.length + moves.length));
    moves.push(list.length, ...list);
  }
  const words = [...starts, 0, 0, 0, 0, 0, all ? 1 : 0, 4 * classCount, ...new Uint32Array(classes.buffer)];
  words[2] = 4 * HEADER_WORDS;
  words[3] = words[2] + 4 * rows.length;
  words[4] = words[3] + 4 * (directory.length + moves.length);
  words[5] = spare + 1;
  words[6] = words[4] + 4 * words[5];
  const replacement = encodePieces(pieces, words[6]);
  const registers = new Array<number>(words[5]).fill(0);
  const fixed = new Uint32Array([...words, ...rows, ...directory, ...moves, ...registers]);
  return Buffer.concat([new Uint8Array(fixed.buffer), replacement]);
}

/** Registers of results: the end, then the tags. */
const matchMoves = (match: readonly Source[] | undefined, results: number): readonly number[] =>
  match === undefined ? [] : [move(0, FROM_HERE), ...match.map((source, tag) => move(tag + 1, encodeSource(source, results)))];

const encodeSource = (source: Source, results: number): number =>
  source === 'here' ? FROM_HERE : source === 'nowhere' ? FROM_NOWHERE : results + source;

const move = (to: number, from: number): number => ((to << 16) | from) >>> 0;

/** Moves that happen at once as moves one after the other: what is still read is not overwritten; a cycle goes through the spare register. */
function inOrder({ moves }: Step, results: number, spare: number): readonly number[] {
  const ordered: number[] = [];
  let copies = moves
    .filter(({ from }) => typeof from === 'number')
    .map(({ to, from }) => ({ to: to + results, from: (from as number) + results }));
  while (copies.length > 0) {
    const free = copies.find(({ to }) => !copies.some(({ from }) => from === to));
    if (free !== undefined) {
      ordered.push(move(free.to, free.from));
      copies = copies.filter((copy) => copy !== free);
    } else {
      const { from } = copies[0];
      ordered.push(move(spare, from));
      copies = copies.map((copy) => (copy.from === from ? { ...copy, from: spare } : copy));
    }
  }
  for (const { to, from } of moves) if (from === 'here') ordered.push(move(to + results, FROM_HERE));
  return ordered;
}

function encodePieces(pieces: Replacement, start: number): Uint8Array {
  const encoder = new TextEncoder();
  const texts = pieces.map((piece) => (typeof piece === 'string' ? encoder.encode(piece) : new Uint8Array(0)));
  const words = new Uint32Array(1 + 3 * pieces.length);
  words[0] = pieces.length;
  let offset = start + words.byteLength;
  pieces.forEach((piece, i) => {
    words.set(typeof piece === 'number' ? [piece, 0, 0] : [0xffffffff, offset, texts[i].length], 1 + 3 * i);
    offset += texts[i].length;
  });
  return Buffer.concat([new Uint8Array(words.buffer), ...texts]);
}
