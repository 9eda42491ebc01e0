import type { Value } from '../../functions/code.js';
import { freeColumns } from '../../planner/logical/columns.js';
import { isVolatile } from '../../planner/logical/effects.js';
import type { Expr } from '../../planner/logical/expr.js';
import type { CodedColumn } from './columns.js';
import type { Emitter } from './emitter.js';
import type { ExpressionContext } from './expression.js';
import { FRAME_GENERATION } from './frame.js';

/**
 * Remembers, for every combination of dictionary codes, what was computed from the values behind them: work that depends on dictionary-encoded
 * columns alone is done once per combination and not once per row. The table is the task's; it is cleared when a dictionary changes, and out
 * of use for batches in which a column comes without codes or the combinations are too many.
 */
export interface DictionaryMemo {
  /** What is known for the current row's codes, or else what `compute` emits, which is not 0 and then known. */
  recall(compute: () => Value): Value;
}

const MEMO_ENTRIES = 16384;
/** Frame slots: the table's address, then the generation and the dictionaries that it is for. */
const MEMO_GENERATION = 4;
const MEMO_DICTIONARIES = 8;
const MEMO_COLUMNS = 3;
const MEMO_SLOT_BYTES = MEMO_DICTIONARIES + 4 * MEMO_COLUMNS;

/** A memo for what is computed from `exprs` alone, in entries of some bytes; undefined when it may differ from row to row or a column cannot have codes. */
export function dictionaryMemo(
  exprs: readonly Expr[],
  entryBytes: 1 | 4,
  { code, row, stage }: ExpressionContext,
): DictionaryMemo | undefined {
  if (exprs.some(isVolatile)) return undefined;
  const ids = new Set(exprs.flatMap((expr) => [...freeColumns(expr).keys()]));
  const columns = [...ids].flatMap((id) => row.coded(id) ?? []);
  if (ids.size === 0 || ids.size > MEMO_COLUMNS || columns.length < ids.size) return undefined;
  const slot = stage.layout.reserve(MEMO_SLOT_BYTES, { kind: 'scratch', bytes: MEMO_ENTRIES * entryBytes });
  const table = code.inPrologue(() => code.load('i32.load', code.frame, slot));
  const isUsable = code.inPrologue(() => prepare(columns, entryBytes, table, slot, code));
  const [load, store] = entryBytes === 1 ? (['i32.load8_u', 'i32.store8'] as const) : (['i32.load', 'i32.store'] as const);
  const entryAddress = (): Value => {
    const index = columns
      .map((column) => codeOf(column, code))
      .reduce((outer, inner, i) => {
        const size = code.op('i32.add', columns[i].count, code.i32(1));
        return code.op('i32.add', code.op('i32.mul', outer, size), inner);
      });
    return code.op('i32.add', table, entryBytes === 1 ? index : code.op('i32.shl', index, code.i32(2)));
  };
  return {
    recall(compute) {
      const known = code.variable('i32', code.i32(0));
      const entry = code.variable('i32', code.i32(0));
      code.if(isUsable, () => {
        code.set(entry, entryAddress());
        code.set(known, code.load(load, code.get(entry)));
      });
      code.if(code.op('i32.eqz', code.get(known)), () => {
        code.set(known, compute());
        code.if(isUsable, () => code.store(store, code.get(entry), code.get(known)));
      });
      return code.get(known);
    },
  };
}

/** Emits the check of whether the batch can use the table, and its clearing. */
function prepare(columns: readonly CodedColumn[], entryBytes: 1 | 4, table: Value, slot: number, code: Emitter): Value {
  const usable = code.variable('i32', code.i32(1));
  const size = code.variable('i64', code.i64(1n));
  const generation = code.load('i32.load', code.frame, FRAME_GENERATION);
  const changed = code.variable('i32', code.op('i32.ne', code.load('i32.load', code.frame, slot + MEMO_GENERATION), generation));
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
    code.store('i32.store', code.frame, generation, slot + MEMO_GENERATION);
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
