import type { SqlType } from '../../data/types.js';
import { DESCRIPTOR_BYTES } from '../../data/column.js';
import { openFormat } from '../../storage/formats/index.js';
import type { BatchReader, ScanPartition, ScanPredicate, ScanSource } from '../../storage/formats/format.js';
import type { NullableValue, Value } from '../../functions/code.js';
import { freeColumns } from '../../planner/logical/columns.js';
import type { ColumnId, Expr } from '../../planner/logical/expr.js';
import type { ScanColumn, ValueBounds } from '../../planner/logical/plan.js';
import type { PhysicalScan } from '../../planner/physical/plan.js';
import type { Bundling, PipelineColumn, PipelineDraft, Restriction, SourceDraft, StageBuilder } from '../compile/draft.js';
import type { Source, Task } from '../run/task.js';
import type { Emitter } from '../wasm/emitter.js';
import { columnCodes, columnLoads } from '../wasm/columns.js';
import { FRAME_DESCRIPTORS, FRAME_GENERATION, FRAME_TEMP_REGION } from '../wasm/frame.js';
import { newRow } from '../wasm/row.js';
import { CHUNK_HEADER_BYTES } from './chunk-sink.js';
import { allHold, appendFilter } from './filter.js';
import { runtimeRestriction } from './runtime-filter.js';

/**
 * Reads a table's partitions through its format's reader. Where rows are restricted, only the columns of the first restriction are loaded at
 * first; the others as long as a row of the batch is left. The rows that are left are handed to `run` as a vector of row numbers.
 */
export interface ScanSourceSpec {
  readonly kind: 'Scan';
  readonly source: ScanSource;
  /** By partition of the stage, what it reads, in order. */
  readonly partitions: readonly (readonly ScanPartition[])[];
  readonly ordinals: readonly number[];
  readonly types: readonly SqlType[];
  readonly predicates: readonly ScanPredicate[];
  /** How `partitions` came of the table's own. */
  readonly bundling: Bundling | undefined;
  /** How many of the columns must be loaded for `source.select<i>`. */
  readonly restrictions: readonly number[];
  /** Frame offset of the slots below; undefined without restrictions. */
  readonly selection: number | undefined;
  /** Frame offsets of the addresses of what restrictions keep, a vector (u32 each) by row number. */
  readonly kept: readonly number[];
}

/** Slots: the address of the numbers of the batch's remaining rows (u32 each), and how many there are. */
const SELECTED_ROWS = 0;
const SELECTED_COUNT = 4;
const SELECTION_BYTES = 8;

interface ScanShape {
  readonly node: PhysicalScan;
  readonly restrictions: readonly Restriction[];
  readonly bundling: Bundling | undefined;
}

function shapedScan(shape: ScanShape): SourceDraft {
  const { node, restrictions, bundling } = shape;
  const { table, predicates } = node;
  const { columns, needed } = inLoadingOrder(node.columns, restrictions);
  const loaded: PipelineColumn[] = columns.map(({ id, type, ordinal }) => ({ id, type, nullable: table.columns[ordinal].nullable }));
  const partitions = bundlePartitions(node.partitions, bundling);
  const spec = (selection: number | undefined, kept: readonly number[]): ScanSourceSpec => ({
    kind: 'Scan',
    source: table.source,
    partitions,
    ordinals: columns.map(({ ordinal }) => ordinal),
    types: columns.map(({ type }) => type),
    predicates,
    bundling,
    restrictions: needed,
    selection,
    kept,
  });
  const kept = new Map<ColumnId, number>();
  const loads = (code: Emitter, index: Value) => {
    const plain = new Map(columnLoads(loaded, true, index, code));
    for (const { id, bounds } of columns) if (bounds !== undefined) plain.set(id, checkedLoad(plain.get(id)!, bounds, code));
    for (const [id, vector] of kept) plain.set(id, () => ({ value: code.load('i32.load', vectorSlot(vector, index, code)) }));
    return plain;
  };
  const codes = (code: Emitter, index: Value) => columnCodes(loaded, index, code);
  let selection: number | undefined;
  return {
    spec: spec(undefined, []),
    partitions: partitions.length,
    dependsOn: restrictions.flatMap(({ dependsOn }) => dependsOn),
    columns: loaded,
    loads(code, index, stage) {
      if (selection === undefined) stage.count(code, node, 'read');
      return loads(code, index);
    },
    codes,
    prepare(stage) {
      if (restrictions.length === 0) return undefined;
      const slots = stage.layout.reserve(SELECTION_BYTES);
      selection = slots;
      restrictions.forEach((restriction, i) => {
        const { keptAs } = restriction;
        const code = stage.function(`select${i}`, ['i32']);
        const vector = keptAs === undefined ? undefined : stage.layout.reserve(4);
        emitSelect(slots, i > 0, code, (index) => {
          if (i === 0) stage.count(code, node, 'read');
          const held = restriction.holds({ code, stage, row: newRow(code, loads(code, index), undefined, codes(code, index)) });
          if (vector === undefined) return held;
          code.store('i32.store', vectorSlot(vector, index, code), held);
          return code.op('i32.ne', held, code.i32(0));
        });
        if (keptAs !== undefined && vector !== undefined) kept.set(keptAs, vector);
      });
      return spec(slots, [...kept.values()]);
    },
    rowOf: (turn, code) => (selection === undefined ? turn : code.load('i32.load', vectorSlot(selection + SELECTED_ROWS, turn, code))),
    adapt: (change) =>
      shapedScan({
        node,
        restrictions: change.restriction === undefined ? restrictions : [...restrictions, change.restriction],
        bundling: change.bundling ?? bundling,
      }),
  };
}

/** The columns in the order in which restrictions need them, and how many each of these needs. */
function inLoadingOrder(
  columns: readonly ScanColumn[],
  restrictions: readonly Restriction[],
): { readonly columns: readonly ScanColumn[]; readonly needed: readonly number[] } {
  const ordered = new Set<ScanColumn>();
  const needed = restrictions.map((restriction) => {
    for (const column of columns) if (restriction.columns.has(column.id)) ordered.add(column);
    return ordered.size;
  });
  for (const column of columns) ordered.add(column);
  return { columns: [...ordered], needed };
}

/** Partitions in groups of neighbours with about equally many rows each. */
export function bundlePartitions(
  partitions: readonly ScanPartition[],
  bundling: Bundling | undefined,
): readonly (readonly ScanPartition[])[] {
  const total = partitions.reduce((sum, { rowEstimate }) => sum + rowEstimate, 0);
  const count = bundling === undefined ? Infinity : Math.max(bundling.tasks, Math.ceil(total / bundling.rows));
  if (partitions.length <= count) return partitions.map((partition) => [partition]);
  const bundles: ScanPartition[][] = Array.from({ length: count }, () => []);
  let before = 0;
  for (const partition of partitions) {
    const middle = before + partition.rowEstimate / 2;
    bundles[Math.min(count - 1, Math.floor((middle * count) / Math.max(1, total)))].push(partition);
    before += partition.rowEstimate;
  }
  return bundles.filter(({ length }) => length > 0);
}

/** The address of an entry of the vector (u32 each) whose address is at `slot` of the frame. */
const vectorSlot = (slot: number, index: Value, code: Emitter): Value => {
  const vector = code.inPrologue(() => code.load('i32.load', code.frame, slot));
  return code.op('i32.add', vector, code.op('i32.shl', index, code.i32(2)));
};

/** Emits the loop that keeps the numbers of the rows for which `holds` is 1: of the batch's `count` rows, or of those selected so far. */
function emitSelect(selection: number, again: boolean, code: Emitter, holds: (index: Value) => Value): void {
  const count = code.param(0);
  const kept = code.variable('i32', code.i32(0));
  const at = code.variable('i32', code.i32(0));
  const slot = (index: Value) => vectorSlot(selection + SELECTED_ROWS, index, code);
  code.while(
    () => code.op('i32.lt_u', code.get(at), count),
    () => {
      const turn = code.get(at);
      const index = again ? code.load('i32.load', slot(turn)) : turn;
      const held = holds(index);
      // Written always and counted only when it is kept: a branch here would be mispredicted where about half of the rows stay.
      code.store('i32.store', slot(code.get(kept)), index);
      code.set(kept, code.op('i32.add', code.get(kept), held));
      code.set(at, code.op('i32.add', turn, code.i32(1)));
    },
  );
  code.store('i32.store', code.frame, code.get(kept), selection + SELECTED_COUNT);
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
  const { arena, frame, taskRegion, exports } = task;
  const { kernels, u32 } = arena;
  const { ordinals, restrictions, selection, kept } = spec;
  const bundle = spec.partitions[task.partition];
  const descriptors = kernels.region_alloc(taskRegion, DESCRIPTOR_BYTES * Math.max(1, ordinals.length)) >>> 0;
  u32[(frame + FRAME_DESCRIPTORS) >>> 2] = descriptors;
  // What one partition's reader keeps must not stay while the next ones are read.
  const region = bundle.length > 1 ? kernels.region_new(u32[taskRegion >>> 2]) >>> 0 : taskRegion;
  let reader: BatchReader | undefined;
  let opened = 0;
  let selectable = 0;
  let read = 0;

  /** Keeps the rows of the batch that satisfy the restrictions; how many. */
  const select = (slots: number, rows: number): number => {
    if (rows > selectable) {
      for (const slot of [slots + SELECTED_ROWS, ...kept.map((offset) => frame + offset)])
        u32[slot >>> 2] = kernels.region_alloc(taskRegion, 4 * rows) >>> 0;
      selectable = rows;
    }
    let count = rows;
    for (let i = 0, columns = restrictions[0]; i < restrictions.length && count > 0; i++) {
      reader!.load(descriptors, columns, restrictions[i]);
      columns = restrictions[i];
      exports[`select${i}`](frame, count);
      count = u32[(slots + SELECTED_COUNT) >>> 2];
    }
    return count;
  };

  return {
    next() {
      for (;;) {
        if (reader === undefined) {
          if (opened === bundle.length) return 0;
          if (opened > 0) kernels.region_reset(region);
          u32[(frame + FRAME_GENERATION) >>> 2] = ++opened;
          reader = openReader(spec, bundle[opened - 1], region, task);
        }
        const rows = reader.next(descriptors, restrictions[0]);
        if (rows === 0) {
          reader.close();
          reader = undefined;
          continue;
        }
        read += rows;
        if (selection === undefined) return rows;
        const count = select(frame + selection, rows);
        if (count > 0) {
          reader.load(descriptors, restrictions.at(-1)!, ordinals.length);
          return count;
        }
        kernels.region_reset(u32[(frame + FRAME_TEMP_REGION) >>> 2]);
      }
    },
    rowsRead: () => read,
    close: () => reader?.close(),
  };
}

function openReader(spec: ScanSourceSpec, partition: ScanPartition, region: number, task: Task): BatchReader {
  const { source, ordinals, types, predicates } = spec;
  if (source.kind === 'memory') return openMemory(partition, ordinals, task);
  return openFormat(source, partition, ordinals, types, predicates, {
    arena: task.arena,
    region,
    batchRows: task.batchRows,
    checkCancelled: task.checkCancelled,
    measure: task.scanMeasure,
  });
}

/** A partition of a memory table is some chunks with all columns; the requested descriptors are copied together. */
function openMemory({ detail }: ScanPartition, ordinals: readonly number[], { arena }: Task): BatchReader {
  const { chunks } = detail as MemoryPartition;
  let at = 0;
  return {
    next(descriptors) {
      if (at === chunks.length) return 0;
      const chunk = chunks[at++];
      ordinals.forEach((ordinal, i) => {
        const from = chunk + CHUNK_HEADER_BYTES + DESCRIPTOR_BYTES * ordinal;
        arena.u8.copyWithin(descriptors + DESCRIPTOR_BYTES * i, from, from + DESCRIPTOR_BYTES);
      });
      return arena.u32[chunk >>> 2];
    },
    load() {},
    close() {},
  };
}

/** `ScanPartition.detail` of memory tables: addresses of non-empty chunks that the table owns. */
export interface MemoryPartition {
  readonly chunks: readonly number[];
}

/**
 * Reads the partitions of a table and keeps the rows that satisfy the scan's conjuncts and may be of use to the joins above: before other
 * columns are loaded where few rows are expected to stay, otherwise in passing.
 */
export function compileScan(node: PhysicalScan, builder: StageBuilder): PipelineDraft {
  const { conjuncts, runtimeFilters = [], isSelective } = node;
  const isEarly = runtimeFilters.length > 0 || isSelective;
  const restrictions = [
    ...(isEarly ? conjunctRestrictions(conjuncts) : []),
    ...runtimeFilters.map((filter) => runtimeRestriction(filter, builder)),
  ];
  const source = shapedScan({ node, restrictions, bundling: undefined });
  const pipeline: PipelineDraft = { source, steps: [], columns: source.columns };
  return isEarly ? pipeline : appendFilter(pipeline, conjuncts);
}

/** Conjuncts in their order, neighbours that need no further columns together. */
function conjunctRestrictions(conjuncts: readonly Expr[]): readonly Restriction[] {
  const groups: { readonly columns: Set<ColumnId>; readonly conjuncts: Expr[] }[] = [];
  for (const conjunct of conjuncts) {
    const columns = [...freeColumns(conjunct).keys()];
    const last = groups.at(-1);
    if (last !== undefined && columns.every((id) => last.columns.has(id))) last.conjuncts.push(conjunct);
    else groups.push({ columns: new Set(columns), conjuncts: [conjunct] });
  }
  return groups.map(({ columns, conjuncts: together }) => ({ columns, dependsOn: [], holds: (context) => allHold(together, context) }));
}
