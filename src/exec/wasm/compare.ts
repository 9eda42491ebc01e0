import type { SqlType } from '../../data/types.js';
import { classOf, type NullableValue, type Value } from '../../functions/code.js';
import type { Emitter } from './emitter.js';

/**
 * Equality, order and hashing of values as keys: what GROUP BY, DISTINCT, joins and sorting use. NaN equals NaN and is greater than every
 * number, −0 equals 0, strings compare by their bytes, intervals by their length with 30-day months, arrays element by element.
 */

/** 1 when two non-NULL values of `type` are equal. */
export function equals(type: SqlType, a: Value, b: Value, code: Emitter): Value {
  switch (classOf(type)) {
    case 'i32': return code.op('i32.eq', a, b);
    case 'i64': return code.op('i64.eq', a, b);
    case 'f32': return floatEquals('f32', a, b, code);
    case 'f64': return floatEquals('f64', a, b, code);
    case 'i128':
      if (type.kind === 'interval') return code.op('i32.eqz', code.call('interval_compare', a, b));
      return code.op('i32.and', code.op('i64.eq', code.low(a), code.low(b)), code.op('i64.eq', code.high(a), code.high(b)));
    case 'view':
      if (isNestedView(type)) return code.op('i32.eqz', compareNested(type, a, b, code));
      return viewEquals(a, b, code);
  }
}

function floatEquals(lane: 'f32' | 'f64', a: Value, b: Value, code: Emitter): Value {
  const bothNaN = code.op('i32.and', code.op(`${lane}.ne`, a, a), code.op(`${lane}.ne`, b, b));
  return code.op('i32.or', code.op(`${lane}.eq`, a, b), bothNaN);
}

/** Length and prefix decide most comparisons without a call. */
function viewEquals(a: Value, b: Value, code: Emitter): Value {
  const [left, right] = [code.addressOf(a), code.addressOf(b)];
  const result = code.variable('i32', code.op('i64.eq', code.load('i64.load', left), code.load('i64.load', right)));
  code.if(code.get(result), () => {
    code.set(result, code.op('i64.eq', code.load('i64.load', left, 8), code.load('i64.load', right, 8)));
    const needsBytes = code.op('i32.and', code.op('i32.eqz', code.get(result)), code.op('i32.gt_u', code.load('i32.load', left), code.i32(12)));
    code.if(needsBytes, () => code.set(result, code.call('view_equal', left, right)));
  });
  return code.get(result);
}

const isNestedView = (type: SqlType): boolean => type.kind === 'array' || type.kind === 'struct' || type.kind === 'map';

/** −1, 0 or 1 as `a` is less than, equal to or greater than `b`; both non-NULL. */
export function compare(type: SqlType, a: Value, b: Value, code: Emitter): Value {
  switch (classOf(type)) {
    case 'i32': return code.op('i32.sub', code.op('i32.gt_s', a, b), code.op('i32.lt_s', a, b));
    case 'i64': return code.op('i32.sub', code.op('i64.gt_s', a, b), code.op('i64.lt_s', a, b));
    case 'f32': return floatCompare('f32', a, b, code);
    case 'f64': return floatCompare('f64', a, b, code);
    case 'i128': {
      if (type.kind === 'interval') return code.call('interval_compare', a, b);
      const high = code.op('i32.sub', code.op('i64.gt_s', code.high(a), code.high(b)), code.op('i64.lt_s', code.high(a), code.high(b)));
      const low = code.op('i32.sub', code.op('i64.gt_u', code.low(a), code.low(b)), code.op('i64.lt_u', code.low(a), code.low(b)));
      return code.select(code.op('i64.eq', code.high(a), code.high(b)), low, high);
    }
    case 'view':
      if (isNestedView(type)) return compareNested(type, a, b, code);
      return code.call('view_compare', code.addressOf(a), code.addressOf(b));
  }
}

function floatCompare(lane: 'f32' | 'f64', a: Value, b: Value, code: Emitter): Value {
  const aNaN = code.op(`${lane}.ne`, a, a);
  const bNaN = code.op(`${lane}.ne`, b, b);
  const greater = code.op('i32.or', code.op(`${lane}.gt`, a, b), code.op('i32.and', aNaN, code.op('i32.eqz', bNaN)));
  const less = code.op('i32.or', code.op(`${lane}.lt`, a, b), code.op('i32.and', bNaN, code.op('i32.eqz', aNaN)));
  return code.op('i32.sub', greater, less);
}

/** Nested values compare in JavaScript: `host.compare_nested(type index, a, b)`. */
function compareNested(type: SqlType, a: Value, b: Value, code: Emitter): Value {
  const index = code.i32(code.nestedType(type));
  return code.callHost('compare_nested', ['i32', 'i32', 'i32'], ['i32'], index, code.addressOf(a), code.addressOf(b)) as Value;
}

const GOLDEN = 0x9e3779b97f4a7c15n;

/** Spreads every input bit over the word (the finaliser of SplitMix64, Steele et al. 2014). */
function mix(word: Value, code: Emitter): Value {
  const first = code.op('i64.mul', code.op('i64.xor', word, code.op('i64.shr_u', word, code.i64(30n))), code.i64(BigInt.asIntN(64, 0xbf58476d1ce4e5b9n)));
  const second = code.op('i64.mul', code.op('i64.xor', first, code.op('i64.shr_u', first, code.i64(27n))), code.i64(BigInt.asIntN(64, 0x94d049bb133111ebn)));
  return code.op('i64.xor', second, code.op('i64.shr_u', second, code.i64(31n)));
}

/** A 64-bit hash that is equal for values that `equals` calls equal. */
export function hash(type: SqlType, value: Value, code: Emitter): Value {
  switch (classOf(type)) {
    case 'i32': return mix(code.op('i64.extend_i32_s', value), code);
    case 'i64': return mix(value, code);
    case 'f32': return mix(canonicalBits(code.op('f64.promote_f32', value), code), code);
    case 'f64': return mix(canonicalBits(value, code), code);
    case 'i128': {
      if (type.kind === 'interval') return mix(code.call('interval_hash_key', value), code);
      return mix(code.op('i64.xor', code.low(value), code.op('i64.rotl', code.op('i64.mul', code.high(value), code.i64(BigInt.asIntN(64, GOLDEN))), code.i64(31n))), code);
    }
    case 'view':
      if (isNestedView(type)) {
        const index = code.i32(code.nestedType(type));
        return code.callHost('hash_nested', ['i32', 'i32'], ['i64'], index, code.addressOf(value)) as Value;
      }
      return code.call('view_hash', code.addressOf(value));
  }
}

/** One bit pattern for all NaNs, and 0 for −0. */
function canonicalBits(value: Value, code: Emitter): Value {
  const positiveZero = code.op('f64.add', value, code.f64(0));
  const bits = code.op('i64.reinterpret_f64', positiveZero);
  return code.select(code.op('f64.ne', value, value), code.i64(0x7ff8000000000000n), bits);
}

/** The hash of a row of keys; NULLs hash alike. */
export function hashKeys(keys: readonly { readonly type: SqlType; readonly key: NullableValue }[], code: Emitter): Value {
  return keys.reduce<Value>((seed, { type, key }, i) => {
    const plain = hash(type, key.value, code);
    const own = key.isNull === undefined ? plain : code.select(key.isNull, code.i64(BigInt.asIntN(64, GOLDEN)), plain);
    return i === 0 ? own : code.op('i64.xor', code.op('i64.mul', code.op('i64.rotl', seed, code.i64(23n)), code.i64(BigInt.asIntN(64, GOLDEN))), own);
  }, code.i64(BigInt.asIntN(64, GOLDEN)));
}

/** 1 when two keys are equal or both NULL. */
export function equalsNullSafe(type: SqlType, a: NullableValue, b: NullableValue, code: Emitter): Value {
  if (a.isNull === undefined && b.isNull === undefined) return equals(type, a.value, b.value, code);
  const [aNull, bNull] = [a.isNull ?? code.i32(0), b.isNull ?? code.i32(0)];
  const result = code.variable('i32', code.op('i32.and', aNull, bNull));
  code.if(code.op('i32.eqz', code.op('i32.or', aNull, bNull)), () => code.set(result, equals(type, a.value, b.value, code)));
  return code.get(result);
}
