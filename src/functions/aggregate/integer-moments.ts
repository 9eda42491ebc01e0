import type { SqlType } from '../../data/types.js';
import type { Code, Value } from '../code.js';
import { addWords, mergeWideSums } from '../decimal/wide-sum-code.js';

/*
 * Exact moments of SMALLINT and INTEGER arguments: the count, the sum of each argument in one word, and sums of products, in one word where
 * both factors are SMALLINT and in two otherwise, two's complement. Fewer than 2^32 rows overflow none of them, nor n·Σxy − Σx·Σy in 128 bits.
 */

/** Two arguments whose product is summed. */
export type Factors = readonly [a: number, b: number];

interface Product {
  readonly factors: Factors;
  readonly at: number;
  readonly words: 1 | 2;
}

export interface IntegerMoments {
  readonly arguments: number;
  readonly products: readonly Product[];
  readonly bytes: number;
}

const COUNT = 0;
const sumAt = (argument: number): number => 8 + 8 * argument;

export function integerMoments(types: readonly SqlType[], factors: readonly Factors[]): IntegerMoments {
  let bytes = sumAt(types.length);
  const products = factors.map((pair): Product => {
    const words = pair.every((argument) => types[argument].kind === 'smallint') ? 1 : 2;
    bytes += 8 * words;
    return { factors: pair, at: bytes - 8 * words, words };
  });
  return { arguments: types.length, products, bytes };
}

const place = (code: Code, state: Value, at: number): Value => code.op('i32.add', state, code.i32(at));
const load = (code: Code, state: Value, at: number): Value => code.load('i64.load', state, at);

function increase(code: Code, state: Value, at: number, by: Value): void {
  code.store('i64.store', state, code.op('i64.add', load(code, state, at), by), at);
}

/** Adds one row of non-NULL arguments. */
export function addIntegers({ products }: IntegerMoments, code: Code, state: Value, args: readonly Value[]): void {
  const values = args.map((arg) => code.op('i64.extend_i32_s', arg));
  increase(code, state, COUNT, code.i64(1n));
  values.forEach((value, i) => increase(code, state, sumAt(i), value));
  for (const { factors, at, words } of products) {
    const [a, b] = factors;
    const product = code.op('i64.mul', values[a], values[b]);
    const sign = a === b ? code.i64(0n) : code.op('i64.shr_s', product, code.i64(63n));
    addWords(code, place(code, state, at), words === 1 ? [product] : [product, sign]);
  }
}

/** Adds another state to one. */
export function mergeIntegers(moments: IntegerMoments, code: Code, state: Value, other: Value): void {
  for (let at = COUNT; at < sumAt(moments.arguments); at += 8) increase(code, state, at, load(code, other, at));
  for (const { at, words } of moments.products) mergeWideSums(code, place(code, state, at), place(code, other, at), words);
}

export const countOfIntegers = (code: Code, state: Value): Value => load(code, state, COUNT);

/** Σ of an argument, rounded once to DOUBLE. */
export const sumOfIntegers = (code: Code, state: Value, argument: number): Value =>
  code.op('f64.convert_i64_s', load(code, state, sumAt(argument)));

/** (n·Σab − Σa·Σb) ÷ divisor: exact, rounded to DOUBLE, then divided. */
export function centeredIntegers({ products }: IntegerMoments, code: Code, state: Value, [a, b]: Factors, divisor: Value): Value {
  const { at, words } = products.find(({ factors }) => factors[0] === a && factors[1] === b)!;
  const low = load(code, state, at);
  const high = words === 1 ? code.op('i64.shr_s', low, code.i64(63n)) : load(code, state, at + 8);
  const [sumA, sumB] = [a, b].map((argument) => load(code, state, sumAt(argument)));
  return code.call('integers_centered', countOfIntegers(code, state), low, high, sumA, sumB, divisor);
}
