import { storageOf, type SqlType } from '../../data/types.js';
import type { NullableValue, Value } from '../../functions/code.js';
import type { Emitter } from './emitter.js';

/** One key of a sort: its value in a row, and how it orders. */
export interface OrderedKey {
  readonly type: SqlType;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** What a prefix says: all of the order (`undecided` = number of keys), or that rows of equal prefix are ordered by the keys from `undecided` on. */
export interface SortPrefix {
  readonly word: Value;
  readonly undecided: number;
}

const WORD_BITS = 64;
const SIGN = -0x8000000000000000n;

/** How many bits of a prefix a type's values take, and whether they decide everything. */
function prefixBits(type: SqlType): { readonly bits: number; readonly exact: boolean } {
  switch (type.kind) {
    case 'boolean':
      return { bits: 1, exact: true };
    case 'smallint':
      return { bits: 16, exact: true };
    case 'integer':
    case 'date':
    case 'real':
      return { bits: 32, exact: true };
    case 'bigint':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
    case 'double':
      return { bits: 64, exact: true };
    case 'decimal': {
      const storage = storageOf(type);
      return storage === 'i32' ? { bits: 32, exact: true } : { bits: 64, exact: storage === 'i64' };
    }
    case 'uuid':
    case 'text':
    case 'bytea':
      return { bits: 64, exact: false };
    default:
      return { bits: 0, exact: false };
  }
}

/** The bits that the first key has in a prefix: those of rows with equal first keys are the same. */
export function leadingBits(type: SqlType, nullable: boolean): bigint {
  const bits = Math.min(WORD_BITS, prefixBits(type).bits + (nullable ? 1 : 0));
  return ((1n << BigInt(bits)) - 1n) << BigInt(WORD_BITS - bits);
}

/** A word of `bits` low bits whose unsigned order is the type's. */
function orderedBits(type: SqlType, value: Value, code: Emitter): Value {
  switch (type.kind) {
    case 'boolean':
      return code.op('i64.extend_i32_u', value);
    case 'smallint':
      return code.op('i64.extend_i32_u', code.op('i32.add', value, code.i32(0x8000)));
    case 'integer':
    case 'date':
      return code.op('i64.extend_i32_u', code.op('i32.xor', value, code.i32(0x80000000)));
    case 'real': {
      const bits = code.op('i32.reinterpret_f32', code.op('f32.add', value, code.f32(0)));
      const canonical = code.select(code.op('f32.ne', value, value), code.i32(0x7fc00000), bits);
      // Negative numbers order the other way round.
      const flip = code.op('i32.or', code.op('i32.shr_s', canonical, code.i32(31)), code.i32(0x80000000));
      return code.op('i64.extend_i32_u', code.op('i32.xor', canonical, flip));
    }
    case 'double': {
      const bits = code.op('i64.reinterpret_f64', code.op('f64.add', value, code.f64(0)));
      const canonical = code.select(code.op('f64.ne', value, value), code.i64(0x7ff8000000000000n), bits);
      const flip = code.op('i64.or', code.op('i64.shr_s', canonical, code.i64(63n)), code.i64(SIGN));
      return code.op('i64.xor', canonical, flip);
    }
    case 'text':
    case 'bytea':
      return code.call('view_prefix', code.addressOf(value));
    default:
      if (value.class === 'i128') return code.op('i64.xor', code.high(value), code.i64(SIGN));
      if (prefixBits(type).bits === 32) return code.op('i64.add', value, code.i64(0x80000000n));
      return code.op('i64.xor', value, code.i64(SIGN));
  }
}

/** Packs as many keys as fit into a word whose unsigned order is the sort's: per key a bit for NULL when it may be NULL, then its value. */
export function emitPrefix(keys: readonly (OrderedKey & { readonly value: NullableValue })[], code: Emitter): SortPrefix {
  let word: Value = code.i64(0n);
  let room = WORD_BITS;
  const add = (bits: Value, width: number): void => {
    const placed =
      width <= room ? code.op('i64.shl', bits, code.i64(BigInt(room - width))) : code.op('i64.shr_u', bits, code.i64(BigInt(width - room)));
    word = code.op('i64.or', word, placed);
    room = Math.max(0, room - width);
  };
  for (const [
    i,
    {
      type,
      descending,
      nullsFirst,
      value: { value, isNull },
    },
  ] of keys.entries()) {
    const { bits: width, exact } = prefixBits(type);
    if (room === 0) return { word, undecided: i };
    if (isNull !== undefined) add(code.op('i64.extend_i32_u', nullsFirst ? code.op('i32.eqz', isNull) : isNull), 1);
    if (width === 0 || room === 0) return { word, undecided: i };
    const fits = width <= room;
    const emit = (): Value => {
      const ascending = orderedBits(type, value, code);
      return descending ? code.op('i64.xor', ascending, code.i64(BigInt.asIntN(64, (1n << BigInt(width)) - 1n))) : ascending;
    };
    if (isNull === undefined) add(emit(), width);
    else {
      const bits = code.variable('i64');
      code.if(code.op('i32.eqz', isNull), () => code.set(bits, emit()));
      add(code.get(bits), width);
    }
    if (!fits || !exact) return { word, undecided: i };
  }
  return { word, undecided: keys.length };
}
