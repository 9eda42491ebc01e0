import type { SqlType } from '../../data/types.js';
import type { IntervalValue } from '../../data/value.js';
import { classOf } from '../code.js';
import { intervalMicros } from '../compare/values.js';
import { roundHalfEven } from '../rounding/round-half-even.js';

/*
 * The reference form of kernels/assembly/distinct-sketch.ts: the same hashes and the same estimate.
 */
const word = (x: bigint): bigint => BigInt.asUintN(64, x);
const MULTIPLIER = 0xd6e8feb86659fd93n;

function mix(x: bigint): bigint {
  let hash = x ^ (x >> 32n);
  hash = word(hash * MULTIPLIER);
  hash ^= hash >> 32n;
  hash = word(hash * MULTIPLIER);
  return hash ^ (hash >> 32n);
}

const hashWord = (x: bigint): bigint => mix(word(word(x) + 0x9e3779b97f4a7c15n));
const hashPair = (low: bigint, high: bigint): bigint => mix(hashWord(low) ^ word(word(high) * 0x9fb21c651e98df25n));

function hashDouble(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x === 0 ? 0 : x);
  return hashWord(Number.isNaN(x) ? 0x7ff8000000000000n : view.getBigUint64(0));
}

function hashBytes(bytes: Uint8Array): bigint {
  const view = Buffer.concat([bytes, Buffer.alloc(8)]);
  let hash = BigInt(bytes.length);
  let at = 0;
  for (; at + 8 <= bytes.length; at += 8) {
    hash = word((hash ^ view.readBigUInt64LE(at)) * MULTIPLIER);
    hash ^= hash >> 32n;
  }
  return mix(hash ^ view.readBigUInt64LE(at));
}

const floorDiv = (a: bigint, b: bigint): bigint => a / b - (a % b < 0n ? 1n : 0n);
const DAY_MICROS = 86_400_000_000n;

/** The hash of a value; equal values of a type have equal hashes. */
function hashValue(type: SqlType, value: any): bigint {
  if (type.kind === 'interval') {
    const micros = intervalMicros(value as IntervalValue);
    const days = floorDiv(micros, DAY_MICROS);
    return hashPair(micros - days * DAY_MICROS, days);
  }
  if (type.kind === 'uuid') {
    const bits = BigInt(`0x${(value as string).replaceAll('-', '')}`);
    return hashPair(word(bits), (bits >> 64n) ^ (1n << 63n));
  }
  switch (classOf(type)) {
    case 'i32':
    case 'i64':
      return hashWord(BigInt(value));
    case 'f32':
    case 'f64':
      return hashDouble(value);
    case 'i128':
      return hashPair(word(value), word((value as bigint) >> 64n));
    case 'view':
      return hashBytes(Buffer.from(value));
  }
}

const EXACT_UP_TO = 96;
const INDEX_BITS = 11n;
const REGISTERS = 2048;
const LARGEST = 54;

function sigma(x: number): number {
  if (x === 1) return Infinity;
  let [power, y, z, before] = [x, 1, x, NaN];
  do {
    power *= power;
    before = z;
    z += power * y;
    y += y;
  } while (z !== before);
  return z;
}

function tau(x: number): number {
  if (x === 0 || x === 1) return 0;
  let [root, y, z, before] = [x, 1, 1 - x, NaN];
  do {
    root = Math.sqrt(root);
    before = z;
    y *= 0.5;
    z -= (1 - root) * (1 - root) * y;
  } while (z !== before);
  return z / 3;
}

/** The estimated number of distinct values; exact up to 96. */
export function estimateDistinct(type: SqlType, values: readonly unknown[]): bigint {
  const hashes = new Set(values.map((value) => hashValue(type, value) || 1n));
  if (hashes.size <= EXACT_UP_TO) return BigInt(hashes.size);
  const registers = new Uint8Array(REGISTERS);
  for (const hash of hashes) {
    const index = Number(hash >> (64n - INDEX_BITS));
    const rest = word(hash << INDEX_BITS);
    registers[index] = Math.max(registers[index], Math.min(LARGEST, 65 - (rest === 0n ? 0 : rest.toString(2).length)));
  }
  const histogram = new Array<number>(LARGEST + 1).fill(0);
  for (const rank of registers) histogram[rank]++;
  let z = REGISTERS * tau(1 - histogram[LARGEST] / REGISTERS);
  for (let k = LARGEST - 1; k >= 1; k--) z = 0.5 * (z + histogram[k]);
  z += REGISTERS * sigma(histogram[0] / REGISTERS);
  return BigInt(roundHalfEven((0.7213475204444817 * REGISTERS * REGISTERS) / z));
}
