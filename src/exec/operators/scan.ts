import type { SqlType } from '../../data/types.js';
import { DESCRIPTOR_BYTES } from '../../data/column.js';
import { openFormat } from '../../storage/formats/index.js';
import type { ScanPartition, ScanPredicate, ScanSource } from '../../storage/formats/format.js';
import type { NullableValue } from '../../functions/code.js';
import type { ValueBounds } from '../../planner/logical/plan.js';
import type { PhysicalScan } from '../../planner/physical/plan.js';
import { appendCount, type PipelineColumn, type PipelineDraft, type SourceDraft, type StageBuilder } from '../compile/draft.js';
import type { Source, Task } from '../run/task.js';
import type { Emitter } from '../wasm/emitter.js';
import { columnCodes, columnLoads } from '../wasm/columns.js';
import { FRAME_DESCRIPTORS } from '../wasm/frame.js';
import { CHUNK_HEADER_BYTES } from './chunk-sink.js';
import { appendFilter } from './filter.js';
import { appendRuntimeFilter } from './runtime-filter.js';

/** Reads a table's partitions through its format's reader; one partition of the stage per partition of the scan. */
export interface ScanSourceSpec {
  readonly kind: 'Scan';
  readonly source: ScanSource;
  readonly partitions: readonly ScanPartition[];
  readonly ordinals: readonly number[];
  readonly types: readonly SqlType[];
  readonly predicates: readonly ScanPredicate[];
}

export function scanSource({ table, columns, partitions, predicates }: PhysicalScan): SourceDraft {
  const loaded: PipelineColumn[] = columns.map(({ id, type, ordinal }) => ({ id, type, nullable: table.columns[ordinal].nullable }));
  return {
    spec: {
      kind: 'Scan',
      source: table.source,
      partitions,
      ordinals: columns.map(({ ordinal }) => ordinal),
      types: columns.map(({ type }) => type),
      predicates,
    },
    partitions: partitions.length,
    dependsOn: [],
    columns: loaded,
    loads(code, index) {
      const loads = new Map(columnLoads(loaded, true, index, code));
      for (const { id, bounds } of columns) if (bounds !== undefined) loads.set(id, checkedLoad(loads.get(id)!, bounds, code));
      return loads;
    },
    codes: (code, index) => columnCodes(loaded, index, code),
  };
}

/** A load that raises for a value outside of the bounds that the plan relies on. */
const checkedLoad =
  (load: () => NullableValue, { min, max }: ValueBounds, code: Emitter) =>
  (): NullableValue => {
    const loaded = load();
    const outside = code.op('i64.gt_u', code.op('i64.sub', loaded.value, code.i64(min)), code.i64(max - min));
    const isWrong = loaded.isNull === undefined ? outside : code.op('i32.and', outside, code.op('i32.eqz', loaded.isNull));
    code.raiseIf(isWrong, 'outside_statistics');
    return loaded;
  };

export function openScanSource(spec: ScanSourceSpec, task: Task): Source {
  if (spec.source.kind === 'memory') return openMemoryScan(spec, task);
  const { arena, frame, taskRegion } = task;
  const descriptors = arena.kernels.region_alloc(taskRegion, DESCRIPTOR_BYTES * Math.max(1, spec.ordinals.length)) >>> 0;
  arena.u32[(frame + FRAME_DESCRIPTORS) >>> 2] = descriptors;
  const reader = openFormat(spec.source, spec.partitions[task.partition], spec.ordinals, spec.types, spec.predicates, {
    arena,
    region: taskRegion,
    batchRows: task.batchRows,
    checkCancelled: task.checkCancelled,
    measure: task.scanMeasure,
  });
  return {
    next: () => reader.next(descriptors),
    close: () => reader.close(),
  };
}

/** A partition of a memory table is some chunks with all columns; the requested descriptors are copied together. */
function openMemoryScan(spec: ScanSourceSpec, task: Task): Source {
  const { arena, frame, taskRegion } = task;
  const descriptors = arena.kernels.region_alloc(taskRegion, DESCRIPTOR_BYTES * Math.max(1, spec.ordinals.length)) >>> 0;
  arena.u32[(frame + FRAME_DESCRIPTORS) >>> 2] = descriptors;
  const { chunks } = spec.partitions[task.partition].detail as MemoryPartition;
  let at = 0;
  return {
    next() {
      if (at === chunks.length) return 0;
      const chunk = chunks[at++];
      spec.ordinals.forEach((ordinal, i) => {
        const from = chunk + CHUNK_HEADER_BYTES + DESCRIPTOR_BYTES * ordinal;
        arena.u8.copyWithin(descriptors + DESCRIPTOR_BYTES * i, from, from + DESCRIPTOR_BYTES);
      });
      return arena.u32[chunk >>> 2];
    },
    close() {},
  };
}

/** `ScanPartition.detail` of memory tables: addresses of non-empty chunks that the table owns. */
export interface MemoryPartition {
  readonly chunks: readonly number[];
}

/** Reads the partitions of a table and keeps the rows that satisfy the scan's conjuncts. */
export function compileScan(node: PhysicalScan, builder: StageBuilder): PipelineDraft {
  const source = scanSource(node);
  const filtered = appendFilter(appendCount({ source, steps: [], columns: source.columns }, node, 'read'), node.conjuncts);
  return (node.runtimeFilters ?? []).reduce((pipeline, filter) => appendRuntimeFilter(pipeline, filter, builder), filtered);
}
