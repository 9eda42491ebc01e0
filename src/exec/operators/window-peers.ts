import type { Value } from '../../functions/code.js';
import { equalsNullSafe } from '../wasm/compare.js';
import type { Emitter } from '../wasm/emitter.js';
import { loadField } from '../wasm/tuple.js';
import { ENTRY_BYTES, ENTRY_TUPLE } from './sort-functions.js';
import type { SortedRows } from './sort-tuple.js';
import {
  forRows,
  GROUP_COUNT,
  GROUP_OF,
  GROUP_STARTS,
  PARTITION_END,
  PARTITION_ROWS,
  slot,
  storeElement,
  tupleAt,
  type WindowContext,
} from './window-rows.js';

/** 1 when two tuples are equal in a range of the sort's keys, NULLs equal. */
function sameKeys({ keys }: SortedRows, from: number, to: number, a: Value, b: Value, code: Emitter): Value {
  if (from === to) return code.i32(1);
  const { type, field } = keys[from];
  const same = equalsNullSafe(type, loadField(field, a, code), loadField(field, b, code), code);
  if (from + 1 === to) return same;
  const result = code.variable('i32', same);
  code.if(same, () => code.set(result, sameKeys({ keys } as SortedRows, from + 1, to, a, b, code)));
  return code.get(result);
}

/** Adds `bounds(frame, first, end)`: writes the end of the partition that begins at entry `first`. */
export function boundsFunction(context: WindowContext): void {
  const { code, rows, partitionKeys, slots } = context;
  const [first, end] = [code.param(0), code.param(1)];
  if (partitionKeys === 0) return code.store('i32.store', code.frame, end, slots + PARTITION_END);
  const tuple = code.load('i32.load', first, ENTRY_TUPLE);
  const at = code.variable('i32', code.op('i32.add', first, code.i32(ENTRY_BYTES)));
  const inside = code.variable('i32', code.i32(1));
  code.while(
    () => code.op('i32.and', code.get(inside), code.op('i32.lt_u', code.get(at), end)),
    () =>
      code.if(
        sameKeys(rows, 0, partitionKeys, tuple, code.load('i32.load', code.get(at), ENTRY_TUPLE), code),
        () => code.set(at, code.op('i32.add', code.get(at), code.i32(ENTRY_BYTES))),
        () => code.set(inside, code.i32(0)),
      ),
  );
  code.store('i32.store', code.frame, code.get(at), slots + PARTITION_END);
}

/** Emits the search for the partition's peer groups. Without ORDER BY all rows are peers, and nothing is stored. */
export function emitPeerGroups(context: WindowContext): void {
  const { code, rows, partitionKeys, slots } = context;
  if (rows.keys.length === partitionKeys) return code.store('i32.store', code.frame, code.i32(1), slots + GROUP_COUNT);
  const [starts, groupOf, count] = [slot(context, GROUP_STARTS), slot(context, GROUP_OF), slot(context, PARTITION_ROWS)];
  const groups = code.variable('i32', code.i32(0));
  const previous = code.variable('i32', code.i32(0));
  forRows(code.i32(0), count, code, (row) => {
    const tuple = tupleAt(context, row);
    const isNew = code.variable('i32', code.op('i32.eqz', row));
    code.if(row, () =>
      code.set(isNew, code.op('i32.eqz', sameKeys(rows, partitionKeys, rows.keys.length, code.get(previous), tuple, code))),
    );
    code.if(code.get(isNew), () => {
      storeElement(starts, code.get(groups), row, code);
      code.set(groups, code.op('i32.add', code.get(groups), code.i32(1)));
    });
    storeElement(groupOf, row, code.op('i32.sub', code.get(groups), code.i32(1)), code);
    code.set(previous, tuple);
  });
  storeElement(starts, code.get(groups), count, code);
  code.store('i32.store', code.frame, code.get(groups), slots + GROUP_COUNT);
}
