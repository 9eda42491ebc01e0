import type { Arena } from '#quern/data/arena.js';
import type { SqlType } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';
import { compileStages } from '#quern/exec/compile/stages.js';
import { readChunk, writeChunks } from '#quern/exec/memory-table.js';
import { chunksOf } from '#quern/exec/operators/chunk-source.js';
import type { StageProgram } from '#quern/exec/program.js';
import { runQuery } from '#quern/exec/run/run-query.js';
import { openControl } from '#quern/exec/scheduler/control.js';
import { createControl } from '#quern/exec/scheduler/create-control.js';
import type { ColumnExpr, ColumnId } from '#quern/planner/logical/expr.js';
import type { PhysicalPlan, PhysicalScan } from '#quern/planner/physical/plan.js';

const TABLES = 9;
const QUERY = 10;

/** A column of a hand-made plan. */
export interface TestColumn {
  readonly id: ColumnId;
  readonly name: string;
  readonly type: SqlType;
}

export const testColumn = (id: number, type: SqlType): TestColumn => ({ id: id as ColumnId, name: `c${id}`, type });
export const columnExpr = ({ id, name, type }: TestColumn): ColumnExpr => ({ kind: 'Column', id, name, type });

/** A scan of a memory table with one partition per list of rows. */
export function memoryScan(
  arena: Arena,
  columns: readonly TestColumn[],
  partitions: readonly (readonly (readonly SqlValue[])[])[],
  nullable = true,
): PhysicalScan {
  const region = arena.kernels.region_new(TABLES) >>> 0;
  const types = columns.map(({ type }) => type);
  const rowCount = partitions.reduce((sum, rows) => sum + rows.length, 0);
  return {
    kind: 'Scan',
    table: {
      name: 'test',
      rowCount,
      rowCountExact: true,
      statistics: columns.map(() => ({})),
      source: { kind: 'memory', tableId: 0 },
      columns: columns.map(({ name, type }) => ({ name, type, nullable })),
    },
    columns: columns.map((column, ordinal) => ({ ...column, ordinal })),
    conjuncts: [],
    predicates: [],
    partitions: partitions.map((rows) => ({
      file: undefined,
      detail: { chunks: writeChunks(arena, rows, types, region) },
      rowEstimate: rows.length,
      constants: {},
    })),
    isSelective: false,
    estimatedRows: rowCount,
  };
}

/** Runs a plan on this thread and returns the rows of `outputs`; everything that the query held is given back. */
export function runPlan(arena: Arena, plan: PhysicalPlan, outputs: readonly TestColumn[], batchRows = 64): SqlValue[][] {
  const { stages } = compileStages(
    plan,
    outputs.map(({ id }) => id),
    { compileFunctions: true },
  );
  const lists = runStages(arena, stages, batchRows);
  try {
    return [...chunksOf(lists, arena)].flatMap((chunk) => [
      ...readChunk(
        arena,
        chunk,
        outputs.map(({ type }) => type),
      ),
    ]);
  } finally {
    arena.kernels.owner_free(QUERY);
  }
}

function runStages(arena: Arena, stages: readonly StageProgram[], batchRows: number): number[] {
  const address = createControl(arena, QUERY, stages, 1);
  const control = openControl(arena, address);
  try {
    runQuery(arena, { owner: QUERY, control: address, stages, batchRows, nowMicros: 0n, timeZone: 'UTC' }, []);
  } catch (error) {
    arena.kernels.owner_free(QUERY);
    throw error;
  }
  const last = stages.at(-1)!;
  return Array.from({ length: last.partitions }, (_, partition) => control.output(last.id, partition));
}

/** A text for a row that is equal for equal rows, for sets and sorting. */
export const rowKey = (row: readonly SqlValue[]): string =>
  row
    .map((value) =>
      value === null
        ? 'NULL'
        : typeof value === 'bigint'
          ? `${value}n`
          : value instanceof Uint8Array
            ? `x${Buffer.from(value).toString('hex')}`
            : typeof value === 'object'
              ? JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner))
              : `${typeof value}:${Object.is(value, -0) ? 0 : String(value)}`,
    )
    .join('|');

/** Deals rows out to `count` partitions, in order, of random sizes. */
export function partitioned<T>(rows: readonly T[], count: number, below: (bound: number) => number): T[][] {
  const cuts = Array.from({ length: count - 1 }, () => below(rows.length + 1)).sort((a, b) => a - b);
  return [0, ...cuts].map((start, i) => rows.slice(start, cuts[i] ?? rows.length));
}
