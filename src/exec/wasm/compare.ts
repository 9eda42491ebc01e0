import { isNested, type SqlType } from '../../data/types.js';
import { classOf, type NullableValue, type Value } from '../../functions/code.js';
import { emitCompare, emitEqual } from '../../functions/compare/code.js';
import type { Emitter } from './emitter.js';

/**
 * Equality, order and hashing of values as keys: what GROUP BY, DISTINCT, joins and sorting use. NaN equals NaN and is greater than every
 * number, −0 equals 0, strings compare by their bytes, intervals by their length with 30-day months, arrays element by element.
 */

/** 1 when two non-NULL values of `type` are equal. */
export const equals = (type: SqlType, a: Value, b: Value, code: Emitter): Value => emitEqual(code, type, a, b);

/** Negative, 0 or positive as `a` is less than, equal to or greater than `b`; both non-NULL. */
export const compare = (type: SqlType, a: Value, b: Value, code: Emitter): Value => emitCompare(code, type, a, b);

const GOLDEN = 0x9e3779b97f4a7c15n;

/** Spreads every input bit over the word (the finaliser of SplitMix64, Steele et al. 2014). */
function mix(word: Value, code: Emitter): Value {
  const first = code.op(
    'i64.mul',
    code.op('i64.xor', word, code.op('i64.shr_u', word, code.i64(30n))),
    code.i64(BigInt.asIntN(64, 0xbf58476d1ce4e5b9n)),
  );
  const second = code.op(
    'i64.mul',
    code.op('i64.xor', first, code.op('i64.shr_u', first, code.i64(27n))),
    code.i64(BigInt.asIntN(64, 0x94d049bb133111ebn)),
  );
  return code.op('i64.xor', second, code.op('i64.shr_u', second, code.i64(31n)));
}

/** A 64-bit hash that is equal for values that `equals` calls equal. */
export function hash(type: SqlType, value: Value, code: Emitter): Value {
  switch (classOf(type)) {
    case 'i32':
      return mix(code.op('i64.extend_i32_s', value), code);
    case 'i64':
      return mix(value, code);
    case 'f32':
      return mix(canonicalBits(code.op('f64.promote_f32', value), code), code);
    case 'f64':
      return mix(canonicalBits(value, code), code);
    case 'i128': {
      if (type.kind === 'interval') return mix(code.call('interval_hash_key', value), code);
      return mix(
        code.op(
          'i64.xor',
          code.low(value),
          code.op('i64.rotl', code.op('i64.mul', code.high(value), code.i64(BigInt.asIntN(64, GOLDEN))), code.i64(31n)),
        ),
        code,
      );
    }
    case 'view':
      if (isNested(type)) {
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
export function hashKeys(keys: readonly HashedKey[], code: Emitter): Value {
  if (keys.length === 0) return code.i64(BigInt.asIntN(64, GOLDEN));
  return extendHash(hashKey(keys[0], code), keys.slice(1), code);
}

/** The hash of the keys that `seed` is the hash of, and some more. */
export const extendHash = (seed: Value, keys: readonly HashedKey[], code: Emitter): Value =>
  keys.reduce<Value>((hashed, key) => {
    const mixed = code.op('i64.mul', code.op('i64.rotl', hashed, code.i64(23n)), code.i64(BigInt.asIntN(64, GOLDEN)));
    return code.op('i64.xor', mixed, hashKey(key, code));
  }, seed);

interface HashedKey {
  readonly type: SqlType;
  readonly key: NullableValue;
}

function hashKey({ type, key: { value, isNull } }: HashedKey, code: Emitter): Value {
  const plain = hash(type, value, code);
  return isNull === undefined ? plain : code.select(isNull, code.i64(BigInt.asIntN(64, GOLDEN)), plain);
}

/** 1 when two keys are equal or both NULL. */
export function equalsNullSafe(type: SqlType, a: NullableValue, b: NullableValue, code: Emitter): Value {
  if (a.isNull === undefined && b.isNull === undefined) return equals(type, a.value, b.value, code);
  const [aNull, bNull] = [a.isNull ?? code.i32(0), b.isNull ?? code.i32(0)];
  const result = code.variable('i32', code.op('i32.and', aNull, bNull));
  code.if(code.op('i32.eqz', code.op('i32.or', aNull, bNull)), () => code.set(result, equals(type, a.value, b.value, code)));
  return code.get(result);
}
