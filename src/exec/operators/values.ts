import { DESCRIPTOR_BYTES, DESCRIPTOR_VALIDITY } from '../../data/column.js';
import { allocateIn, writeSlot } from '../../data/slots.js';
import { widthOf, type SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import { InternalError } from '../../errors.js';
import type { PhysicalValues } from '../../planner/physical/plan.js';
import type { PipelineDraft } from '../compile/draft.js';
import type { Source, Task } from '../run/task.js';
import { columnLoads } from '../wasm/columns.js';
import { FRAME_DESCRIPTORS } from '../wasm/frame.js';
import { oneRowSource } from './one-row.js';

/** Literal rows, written into columns by the task that reads them. */
export interface ValuesSourceSpec {
  readonly kind: 'Values';
  readonly types: readonly SqlType[];
  readonly rows: readonly (readonly SqlValue[])[];
}

/** The physical planner has evaluated every expression, so rows are literals here. */
export function compileValues({ columns, rows }: PhysicalValues): PipelineDraft {
  if (columns.length === 0 && rows.length === 1) return { source: oneRowSource(), steps: [], columns: [] };
  const literals = rows.map((row) => row.map((expr) => {
    if (expr.kind !== 'Literal') throw new InternalError('a row of VALUES is not constant');
    return expr.value;
  }));
  const typed = columns.map(({ id, type }, i) => ({ id, type, nullable: literals.some((row) => row[i] === null) }));
  return {
    source: {
      spec: { kind: 'Values', types: columns.map(({ type }) => type), rows: literals },
      partitions: 1,
      dependsOn: [],
      columns: typed,
      loads: (code, index) => columnLoads(typed, false, index, code),
    },
    steps: [],
    columns: typed,
  };
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
