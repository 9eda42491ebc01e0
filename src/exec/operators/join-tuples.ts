import type { NullableValue } from '../../functions/code.js';
import type { ColumnId } from '../../planner/logical/expr.js';
import { appendStep, type PipelineColumn, type PipelineDraft, type SourceDraft } from '../compile/draft.js';
import type { Source, Task } from '../run/task.js';
import { fieldLoads } from '../wasm/tuple.js';
import { nullOf } from '../wasm/null-logic.js';
import type { BuildLayout } from './join-build.js';
import { TABLE_BLOCKS } from './join-table.js';
import { blockTuples, TUPLE_BLOCK_HEADER } from './tuple-list.js';

/** Reads the tuples of a join's table, block by block; each partition a range of the blocks. */
export interface JoinTuplesSourceSpec {
  readonly kind: 'JoinTuples';
  readonly stage: number;
  /** Frame offset of the address of the batch's first tuple. */
  readonly first: number;
}

/** Not a column of the query: the byte that says that a build row was matched. */
const MATCHED = -1 as ColumnId;

export interface StoredRows {
  /** The stage that published the table, and the one whose probe rows marked it. */
  readonly table: number;
  readonly after: number;
  readonly build: BuildLayout;
  /** Columns that are NULL in every row. */
  readonly probeColumns: readonly PipelineColumn[];
  readonly keep: 'matched' | 'unmatched';
  readonly partitions: number;
}

/** The build rows of a join that some probe row, or none, matched. */
export function storedRows({ table, after, build, probeColumns, keep, partitions }: StoredRows): PipelineDraft {
  let first = 0;
  const columns: PipelineColumn[] = [
    ...probeColumns.map((column) => ({ ...column, nullable: true })),
    ...build.columns.map(({ column, field }) => ({ ...column, nullable: field.nullOffset !== undefined })),
  ];
  const source: SourceDraft = {
    spec: { kind: 'JoinTuples', stage: table, first },
    partitions,
    dependsOn: [table, after],
    columns,
    prepare(stage) {
      first = stage.layout.reserve(4);
      return { kind: 'JoinTuples', stage: table, first };
    },
    loads(code, index) {
      const batch = code.inPrologue(() => code.load('i32.load', code.frame, first));
      const tuple = code.op('i32.add', batch, code.op('i32.mul', index, code.i32(build.bytes)));
      const loads = new Map<ColumnId, () => NullableValue>(
        fieldLoads(
          build.columns.map(({ column, field }) => ({ id: column.id, field })),
          tuple,
          code,
        ),
      );
      for (const { id, type } of probeColumns) loads.set(id, () => nullOf(type, code));
      loads.set(MATCHED, () => ({ value: code.load('i32.load8_u', tuple, build.matched) }));
      return loads;
    },
  };
  return appendStep({ source, steps: [], columns }, ({ code, row }, next) => {
    const { value } = row.get(MATCHED);
    code.if(keep === 'matched' ? value : code.op('i32.eqz', value), () => next(row));
  });
}

export function openJoinTuplesSource({ stage, first }: JoinTuplesSourceSpec, task: Task): Source {
  const { u32 } = task.arena;
  const blocks: number[] = [];
  for (let block = u32[(task.output(stage, 0) + TABLE_BLOCKS) >>> 2]; block !== 0; block = u32[block >>> 2]) blocks.push(block);
  const boundary = (partition: number) => Math.floor((blocks.length * partition) / task.stage.partitions);
  let at = boundary(task.partition);
  const end = boundary(task.partition + 1);
  return {
    next() {
      if (at === end) return 0;
      const block = blocks[at++];
      u32[(task.frame + first) >>> 2] = block + TUPLE_BLOCK_HEADER;
      return blockTuples(task.arena, block);
    },
    close() {},
  };
}
