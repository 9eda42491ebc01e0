import type { SqlType } from '../../data/types.js';
import type { NullableValue, Value } from '../../functions/code.js';
import { equalsNullSafe } from '../wasm/compare.js';
import type { Emitter } from '../wasm/emitter.js';
import { loadField, type TupleField } from '../wasm/tuple.js';

/** The directory of groups (kernels/assembly/groups.ts) as generated code uses it. */
export const GROUP_TABLE_BYTES = 32;
const TABLE_MASK = 4;
const TABLE_GROUPS = 8;
const TABLE_LIMIT = 12;
export const TABLE_ROWS = 20;
export const TABLE_GAVE_UP = 24;
export const TABLE_PATIENCE = 28;

/** Header of a group's tuple: the upper half of its keys' hash. */
export const GROUP_HEADER_BYTES = 8;
export const GROUP_HASH = 0;

export interface GroupKey {
  readonly type: SqlType;
  readonly key: NullableValue;
}

/**
 * Emits the search for the group of `keys`, whose hash's upper half is `hash32`. When there is none, `insert` makes its tuple.
 * `table` is the address of the directory's head; `grown` emits what follows its growth.
 */
export function emitFindOrInsert(
  table: Value,
  hash32: Value,
  keys: readonly GroupKey[],
  fields: readonly TupleField[],
  grown: () => void,
  insert: () => Value,
  found: (tuple: Value) => void,
  code: Emitter,
): Value {
  const directory = code.inPrologue(() => code.variable('i32', code.load('i32.load', table)));
  const mask = code.inPrologue(() => code.variable('i32', code.load('i32.load', table, TABLE_MASK)));
  const group = code.variable('i32', code.i32(0));
  const slot = code.variable('i32', code.op('i32.and', hash32, code.get(mask)));
  code.while(
    () => code.op('i32.eqz', code.get(group)),
    () => {
      const at = code.op('i32.add', code.get(directory), code.op('i32.shl', code.get(slot), code.i32(3)));
      const candidate = code.load('i32.load', at);
      code.if(
        candidate,
        () => {
          code.if(code.op('i32.eq', code.load('i32.load', at, 4), hash32), () =>
            code.if(sameKeys(keys, fields, candidate, code), () => {
              code.set(group, candidate);
              found(candidate);
            }),
          );
          code.set(slot, code.op('i32.and', code.op('i32.add', code.get(slot), code.i32(1)), code.get(mask)));
        },
        () => {
          const tuple = insert();
          code.set(group, tuple);
          code.store('i32.store', at, tuple);
          code.store('i32.store', at, hash32, 4);
          const groups = code.op('i32.add', code.load('i32.load', table, TABLE_GROUPS), code.i32(1));
          code.store('i32.store', table, groups, TABLE_GROUPS);
          code.if(code.op('i32.ge_u', groups, code.load('i32.load', table, TABLE_LIMIT)), () => {
            code.callVoid('groups_grow', table);
            code.set(directory, code.load('i32.load', table));
            code.set(mask, code.load('i32.load', table, TABLE_MASK));
            grown();
          });
        },
      );
    },
  );
  return code.get(group);
}

/** 1 when the tuple's keys are `keys`, NULLs equal. */
export function sameKeys(keys: readonly GroupKey[], fields: readonly TupleField[], tuple: Value, code: Emitter): Value {
  const same = (index: number): Value => {
    const { type, key } = keys[index];
    const equal = equalsNullSafe(type, key, loadField(fields[index], tuple, code), code);
    if (index === keys.length - 1) return equal;
    const result = code.variable('i32', equal);
    code.if(equal, () => code.set(result, same(index + 1)));
    return code.get(result);
  };
  return same(0);
}
