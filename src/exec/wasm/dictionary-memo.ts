import type { Value } from '../../functions/code.js';
import type { ColumnId } from '../../planner/logical/expr.js';
import type { CodedColumn } from './columns.js';
import type { Emitter } from './emitter.js';
import type { FrameLayout } from './frame.js';
import type { Row } from './row.js';

/**
 * Remembers, for every combination of dictionary codes, what was computed from the values behind them: work that depends on dictionary-encoded
 * columns alone is done once per combination and not once per row. The table is the task's; it is cleared when a dictionary changes, and out
 * of use for batches in which a column comes without codes or the combinations are too many.
 */
export interface DictionaryMemo {
  /** 1 when this batch uses the table. */
  readonly isUsable: Value;
  /** The address of the current row's entry; only where `isUsable`. Entries are 0 until they are written. */
  entry(): Value;
}

const MEMO_ENTRIES = 16384;
/** Frame slots: the table's address, then the dictionaries that it is for. */
const MEMO_DICTIONARIES = 4;
const MEMO_COLUMNS = 3;
const MEMO_SLOT_BYTES = MEMO_DICTIONARIES + 4 * MEMO_COLUMNS;

/** A memo for code that reads only `ids` of the row; undefined when one of them cannot have codes. */
export function dictionaryMemo(
  ids: readonly ColumnId[],
  entryBytes: 1 | 4,
  row: Row,
  layout: FrameLayout,
  code: Emitter,
): DictionaryMemo | undefined {
  const columns = ids.flatMap((id) => row.coded(id) ?? []);
  if (ids.length === 0 || ids.length > MEMO_COLUMNS || columns.length < ids.length) return undefined;
  const slot = layout.reserve(MEMO_SLOT_BYTES, { kind: 'scratch', bytes: MEMO_ENTRIES * entryBytes });
  const table = code.inPrologue(() => code.load('i32.load', code.frame, slot));
  const isUsable = code.inPrologue(() => prepare(columns, entryBytes, table, slot, code));
  return {
    isUsable,
    entry() {
      const index = columns
        .map((column) => codeOf(column, code))
        .reduce((outer, inner, i) => {
          const size = code.op('i32.add', columns[i].count, code.i32(1));
          return code.op('i32.add', code.op('i32.mul', outer, size), inner);
        });
      return code.op('i32.add', table, entryBytes === 1 ? index : code.op('i32.shl', index, code.i32(2)));
    },
  };
}

/** Emits the check of whether the batch can use the table, and its clearing. */
function prepare(columns: readonly CodedColumn[], entryBytes: 1 | 4, table: Value, slot: number, code: Emitter): Value {
  const usable = code.variable('i32', code.i32(1));
  const size = code.variable('i64', code.i64(1n));
  const changed = code.variable('i32', code.i32(0));
  columns.forEach(({ codes, count, dictionary }, i) => {
    const has = code.op('i32.and', code.op('i32.ne', codes, code.i32(0)), code.op('i32.ne', count, code.i32(0)));
    code.set(usable, code.op('i32.and', code.get(usable), has));
    const entries = code.op('i64.add', code.op('i64.extend_i32_u', count), code.i64(1n));
    // Clamped, so that the product of three cannot overflow.
    const bounded = code.select(code.op('i64.gt_u', entries, code.i64(BigInt(MEMO_ENTRIES))), code.i64(BigInt(MEMO_ENTRIES + 1)), entries);
    code.set(size, code.op('i64.mul', code.get(size), bounded));
    const known = code.load('i32.load', code.frame, slot + MEMO_DICTIONARIES + 4 * i);
    code.set(changed, code.op('i32.or', code.get(changed), code.op('i32.ne', known, dictionary)));
  });
  code.set(usable, code.op('i32.and', code.get(usable), code.op('i64.le_u', code.get(size), code.i64(BigInt(MEMO_ENTRIES)))));
  code.if(code.op('i32.and', code.get(usable), code.get(changed)), () => {
    const bytes = code.op('i32.mul', code.op('i32.wrap_i64', code.get(size)), code.i32(entryBytes));
    code.callVoid('state_clear', table, bytes);
    columns.forEach(({ dictionary }, i) => code.store('i32.store', code.frame, dictionary, slot + MEMO_DICTIONARIES + 4 * i));
  });
  return code.get(usable);
}

/** The row's code; one more than the greatest for NULL. */
function codeOf({ codes, count, index, isNull }: CodedColumn, code: Emitter): Value {
  const plain = code.load('i32.load', code.op('i32.add', codes, code.op('i32.shl', index, code.i32(2))));
  const missing = isNull();
  return missing === undefined ? plain : code.select(missing, count, plain);
}
