import { DESCRIPTOR_BYTES } from '../../data/column.js';
import { allocateIn, readSlot, writeSlot } from '../../data/slots.js';
import { INTERVAL, storageOf, widthOf, type SqlType } from '../../data/types.js';
import type { IntervalValue, SqlValue } from '../../data/value.js';
import { InternalError, SqlError, unsupported } from '../../errors.js';
import { intervalMicros } from '../../functions/compare/values.js';
import { resolveScalar } from '../../functions/resolve.js';
import type { PhysicalSeries } from '../../planner/physical/plan.js';
import type { PipelineDraft } from '../compile/draft.js';
import type { Source, Task } from '../run/task.js';
import { columnLoads } from '../wasm/columns.js';
import { compileExpr, HOST_CELL_BYTES, HOST_CELL_NULL } from '../wasm/expression.js';
import { FRAME_DESCRIPTORS } from '../wasm/frame.js';
import { newRow } from '../wasm/row.js';

/** generate_series over constant arguments: start, start + step, … up to stop. A NULL argument gives no rows. */
export interface SeriesSourceSpec {
  readonly kind: 'Series';
  readonly types: readonly SqlType[];
  /** Frame offset of the arguments: cells as of host calls, written by the stage's function `arguments`. */
  readonly cells: number;
}

export function compileSeries({ name, args, columns }: PhysicalSeries): PipelineDraft {
  if (name !== 'generate_series' || columns.length !== 1) throw unsupported(`function ${name} in FROM`);
  const [{ id, type }] = columns;
  const column = { id, type, nullable: false };
  const types = args.map((arg) => arg.type);
  return {
    source: {
      spec: { kind: 'Series', types, cells: 0 },
      partitions: 1,
      dependsOn: [],
      columns: [column],
      prepare(stage) {
        const cells = stage.layout.reserve(HOST_CELL_BYTES * args.length);
        const code = stage.function('arguments');
        args.forEach((arg, i) => {
          const { value, isNull } = compileExpr(arg, { code, stage, row: newRow(code, new Map()) });
          code.storeSlot(arg.type, code.frame, value, cells + HOST_CELL_BYTES * i);
          code.store('i32.store', code.frame, isNull ?? code.i32(0), cells + HOST_CELL_BYTES * i + HOST_CELL_NULL);
        });
        return { kind: 'Series', types, cells };
      },
      loads: (code, index) => columnLoads([column], false, index, code),
    },
    steps: [],
    columns: [column],
  };
}

/** Values of a series, by batches: `fill` writes the next `rows` values at most and returns how many there were. */
interface Values {
  fill(at: number, rows: number): number;
}

export function openSeriesSource({ types, cells }: SeriesSourceSpec, task: Task): Source {
  const { arena, frame, taskRegion, batchRows } = task;
  const allocate = allocateIn(arena, taskRegion);
  const [type] = types;
  let values: Values | undefined;
  let column = 0;

  const start = (): Values => {
    const descriptor = allocate(DESCRIPTOR_BYTES);
    column = allocate(widthOf(type) * batchRows);
    arena.u8.fill(0, descriptor, descriptor + DESCRIPTOR_BYTES);
    arena.u32[descriptor >>> 2] = column;
    arena.u32[(frame + FRAME_DESCRIPTORS) >>> 2] = descriptor;
    task.exports.arguments(frame);
    const args = types.map((argType, i) => {
      const cell = frame + cells + HOST_CELL_BYTES * i;
      return arena.u32[(cell + HOST_CELL_NULL) >>> 2] === 0 ? readSlot(arena, argType, cell) : null;
    });
    if (args.includes(null)) return { fill: () => 0 };
    return type.kind === 'timestamp' || type.kind === 'timestamptz' ? timeValues(args, type, task) : numberValues(args, type, task);
  };

  return {
    next() {
      values ??= start();
      return values.fill(column, batchRows);
    },
    close() {},
  };
}

const zeroStep = () => new SqlError('22023', 'step size cannot equal zero');

/** Integers and decimals: value k is start + k · step. */
function numberValues(args: readonly SqlValue[], type: SqlType, { arena }: Task): Values {
  const [start, stop, step = type.kind === 'decimal' ? 10n ** BigInt(type.scale) : 1n] = args.map((arg) => BigInt(arg as number | bigint));
  if (step === 0n) throw zeroStep();
  const distance = (stop - start) / step;
  const count = step > 0n === start <= stop || start === stop ? distance + 1n : 0n;
  let made = 0n;
  const width = widthOf(type);
  return {
    fill(at, most) {
      const rows = Number(count - made < BigInt(most) ? count - made : BigInt(most));
      const first = start + made * step;
      if (storageOf(type) === 'i128') {
        for (let i = 0; i < rows; i++)
          writeSlot(arena, type, at + width * i, first + BigInt(i) * step, () => {
            throw new InternalError('a number has no bytes');
          });
      } else arena.kernels.series_fill(at, width, BigInt.asIntN(64, first), BigInt.asIntN(64, step), rows);
      made += BigInt(rows);
      return rows;
    },
  };
}

/** Timestamps: each value is the last one plus the interval, in the session's time zone. */
function timeValues(args: readonly SqlValue[], type: SqlType, { arena, program: { nowMicros, timeZone } }: Task): Values {
  const [start, stop, step] = args as readonly [bigint, bigint, IntervalValue];
  const direction = intervalMicros(step);
  if (direction === 0n) throw zeroStep();
  const { fn, returns } = resolveScalar('+', [type, INTERVAL]);
  const context = { args: [type, INTERVAL], returns, nowMicros, timeZone };
  let next = start;
  return {
    fill(at, most) {
      let rows = 0;
      while (rows < most && (direction > 0n ? next <= stop : next >= stop)) {
        arena.view.setBigInt64(at + 8 * rows++, next, true);
        next = fn.evaluate([next, step], context) as bigint;
      }
      return rows;
    },
  };
}
