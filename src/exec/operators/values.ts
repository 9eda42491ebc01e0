import { DESCRIPTOR_BYTES, DESCRIPTOR_VALIDITY } from '../../data/column.js';
import { allocateIn, writeSlot } from '../../data/slots.js';
import { widthOf, type SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import { classOf, type NullableValue, type Value } from '../../functions/code.js';
import type { ColumnId, LiteralExpr } from '../../planner/logical/expr.js';
import type { PhysicalValues } from '../../planner/physical/plan.js';
import type { PipelineColumn, PipelineDraft, SourceDraft } from '../compile/draft.js';
import type { Source, Task } from '../run/task.js';
import { columnLoads } from '../wasm/columns.js';
import { compileExpr, type ExpressionContext } from '../wasm/expression.js';
import { FRAME_DESCRIPTORS, FRAME_ROW_BASE } from '../wasm/frame.js';
import { zeroOf } from '../wasm/null-logic.js';
import { newRow } from '../wasm/row.js';
import { oneRowSource } from './one-row.js';

/** Literal rows, written into columns by the task that reads them. */
export interface ValuesSourceSpec {
  readonly kind: 'Values';
  readonly types: readonly SqlType[];
  readonly rows: readonly (readonly SqlValue[])[];
}

/** Literal rows become columns; rows that compute something are computed by the pipeline, each in a branch of its own. */
export function compileValues({ columns, rows }: PhysicalValues): PipelineDraft {
  if (columns.length === 0 && rows.length === 1) return { source: oneRowSource(), steps: [], columns: [] };
  const isLiteral = rows.every((row) => row.every(({ kind }) => kind === 'Literal'));
  const literals = isLiteral ? rows.map((row) => row.map((expr) => (expr as LiteralExpr).value)) : rows.map(() => []);
  const typed = columns.map(({ id, type }, i) => ({ id, type, nullable: !isLiteral || literals.some((row) => row[i] === null) }));
  const source: SourceDraft = {
    spec: { kind: 'Values', types: isLiteral ? columns.map(({ type }) => type) : [], rows: literals },
    partitions: 1,
    dependsOn: [],
    columns: typed,
    loads: (code, index, stage) =>
      isLiteral ? columnLoads(typed, false, index, code) : computedLoads(typed, rows, index, { code, stage }),
  };
  return { source, steps: [], columns: typed };
}

/** Row `index` of computed rows: a branch per row. `index` counts from the batch's start. */
function computedLoads(
  columns: readonly PipelineColumn[],
  rows: PhysicalValues['rows'],
  index: Value,
  { code, stage }: Pick<ExpressionContext, 'code' | 'stage'>,
): ReadonlyMap<ColumnId, () => NullableValue> {
  const context = { code, stage, row: newRow(code, new Map()) };
  const base = code.inPrologue(() => code.op('i32.wrap_i64', code.load('i64.load', code.frame, FRAME_ROW_BASE)));
  return new Map(
    columns.map(({ id, type }, column) => [
      id,
      () => {
        const row = code.op('i32.add', base, index);
        const value = code.variable(classOf(type), zeroOf(type, code));
        const isNull = code.variable('i32', code.i32(1));
        rows.forEach((exprs, at) =>
          code.if(code.op('i32.eq', row, code.i32(at)), () => {
            const made = compileExpr(exprs[column], context);
            code.set(value, made.value);
            code.set(isNull, made.isNull ?? code.i32(0));
          }),
        );
        return { value: code.get(value), isNull: code.get(isNull) };
      },
    ]),
  );
}

export function openValuesSource({ types, rows }: ValuesSourceSpec, task: Task): Source {
  const { arena, taskRegion, batchRows } = task;
  const allocate = allocateIn(arena, taskRegion);
  let at = 0;
  return {
    next() {
      const batch = rows.slice(at, at + batchRows);
      at += batch.length;
      if (batch.length === 0) return 0;
      const descriptors = allocate(DESCRIPTOR_BYTES * Math.max(1, types.length));
      types.forEach((type, column) => {
        const width = widthOf(type);
        const values = allocate(width * batch.length);
        const bitmapBytes = (batch.length + 7) >>> 3;
        const validity = allocate(bitmapBytes);
        arena.u8.fill(0, values, values + width * batch.length);
        arena.u8.fill(0, validity, validity + bitmapBytes);
        batch.forEach((row, i) => {
          if (row[column] === null) return;
          arena.u8[validity + (i >>> 3)] |= 1 << (i & 7);
          writeSlot(arena, type, values + width * i, row[column], allocate);
        });
        const descriptor = descriptors + DESCRIPTOR_BYTES * column;
        arena.u8.fill(0, descriptor, descriptor + DESCRIPTOR_BYTES);
        arena.u32[descriptor >>> 2] = values;
        arena.u32[(descriptor + DESCRIPTOR_VALIDITY) >>> 2] = validity;
      });
      arena.u32[(task.frame + FRAME_DESCRIPTORS) >>> 2] = descriptors;
      return batch.length;
    },
    close() {},
  };
}
