import { classOf } from '../../functions/code.js';
import type { SortKey } from '../../planner/logical/expr.js';
import type { PhysicalWindow } from '../../planner/physical/plan.js';
import type { Step } from '../compile/draft.js';
import { compileExpr } from '../wasm/expression.js';
import { FRAME_OUTPUT_REGION, FRAME_SHARED } from '../wasm/frame.js';
import { emitPrefix } from '../wasm/sort-prefix.js';

const LEAST_ENTRIES = 256;

/**
 * Leaves out rows that come after `firstRows.rows` others of their partition for sure, by what the stage's tasks have seen until now
 * (kernels/assembly/partition-bounds.ts). Rows of the same prefix stay, and rows whose partition is NULL, so what is computed from the rows that
 * stay does not depend on when a task comes to which. Undefined when the key of the partitions is no whole number.
 */
export function windowBounds(
  { rows, partitions }: NonNullable<PhysicalWindow['firstRows']>,
  key: SortKey['expr'],
  orderBy: readonly SortKey[],
): Step | undefined {
  const keyClass = classOf(key.type);
  if (keyClass !== 'i32' && keyClass !== 'i64') return undefined;
  return (context, next) => {
    const { code, row } = context;
    const entries = Math.max(LEAST_ENTRIES, partitions);
    const table = code.inPrologue(() =>
      code.call(
        'partition_bounds',
        code.load('i32.load', code.frame, FRAME_SHARED),
        code.load('i32.load', code.frame, FRAME_OUTPUT_REGION),
        code.i32(entries),
        code.i32(rows),
      ),
    );
    const { value, isNull } = compileExpr(key, context);
    const { word } = emitPrefix(
      orderBy.map(({ expr, descending, nullsFirst }) => ({ type: expr.type, descending, nullsFirst, value: compileExpr(expr, context) })),
      code,
    );
    const keeps = (): ReturnType<typeof code.i32> =>
      code.call('partition_keeps', table, keyClass === 'i32' ? code.op('i64.extend_i32_s', value) : value, word);
    if (isNull === undefined) return code.if(keeps(), () => next(row));
    const kept = code.variable('i32', code.i32(1));
    code.if(code.op('i32.eqz', isNull), () => code.set(kept, keeps()));
    code.if(code.get(kept), () => next(row));
  };
}
