import { BYTEA, TEXT } from '../../../data/types.js';
import { scalar, type ScalarFunction } from '../../define.js';

const SIDES = { ltrim: 1, rtrim: 2, btrim: 3 } as const;

/** What is left between the first and the last item that is not in the set. */
function trimmed<T>(items: readonly T[], set: ReadonlySet<T>, sides: number): [from: number, to: number] {
  let from = 0;
  let to = items.length;
  if (sides & 1) while (from < to && set.has(items[from])) from++;
  if (sides & 2) while (to > from && set.has(items[to - 1])) to--;
  return [from, to];
}

function trim(name: keyof typeof SIDES, where: string, examples: readonly (readonly [string, string])[]): readonly ScalarFunction[] {
  return [
    scalar({
      name,
      args: ['text', 'text'],
      optionalArgs: 1,
      returns: TEXT,
      nulls: 'propagate',
      volatility: 'immutable',
      doc: `Without the characters of the second argument, spaces when left out, at ${where}.`,
      examples,
      compile: ([text, set = undefined], code) => code.callView('text_trim', text, set ?? code.text(' '), code.i32(SIDES[name])),
      evaluate: ([text, set = ' ']) => {
        const characters = [...text];
        return characters.slice(...trimmed(characters, new Set<string>(set), SIDES[name])).join('');
      },
    }),
    scalar({
      name,
      args: ['bytea', 'bytea'],
      returns: BYTEA,
      nulls: 'propagate',
      volatility: 'immutable',
      doc: `Without the bytes of the second argument at ${where}.`,
      examples: name === 'btrim' ? [["btrim('\\x1234567890'::bytea, '\\x9012'::bytea)", '\\x345678']] : [],
      evaluate: ([bytes, set]) => bytes.slice(...trimmed([...bytes], new Set<number>(set), SIDES[name])),
    }),
  ];
}

/** ltrim. NULL when any argument is. */
export const ltrim = trim('ltrim', 'the start', [
  ["ltrim('zzzytest', 'xyz')", 'test'],
  ["ltrim('  a ') || '|'", 'a |'],
]);
/** rtrim. NULL when any argument is. */
export const rtrim = trim('rtrim', 'the end', [
  ["rtrim('testxxzx', 'xyz')", 'test'],
  ["rtrim('é€€', '€')", 'é'],
]);
/** btrim, which is also TRIM(BOTH … FROM …). NULL when any argument is. */
export const btrim = trim('btrim', 'both ends', [
  ["btrim('xyxtrimyyx', 'xyz')", 'trim'],
  ["trim(both 'x' from 'xTomxx')", 'Tom'],
  ["btrim('   ')", ''],
]);
