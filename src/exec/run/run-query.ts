import { clockMs } from '../../data/clock.js';
import { cancelled, outOfMemory, SqlError } from '../../errors.js';
import type { Arena } from '../../data/arena.js';
import { writeSlot, allocateIn } from '../../data/slots.js';
import { widthOf } from '../../data/types.js';
import { openSink } from '../operators/sinks.js';
import { openSource } from '../operators/sources.js';
import { keepingFilesOpen } from '../../storage/backends/disk.js';
import { newScanMeasure, type ScanMeasure } from '../../storage/formats/format.js';
import type { QueryProgram, StageProgram } from '../program.js';
import type { ResultBlock, ResultPart } from '../result-block.js';
import { Claims } from '../scheduler/claims.js';
import { STATUS_CANCELLED, STATUS_RUNNING, openControl, type Control } from '../scheduler/control.js';
import {
  FRAME_OUTPUT_REGION,
  FRAME_PARTITION,
  FRAME_ROW_BASE,
  FRAME_SHARED,
  FRAME_STATUS,
  FRAME_TEMP_REGION,
  FRAME_ZEROES,
  type FrameInit,
} from '../wasm/frame.js';
import { prepareCalls, type HostScope } from './host.js';
import { stageInstances, type StageExports } from './stage-instances.js';
import type { Sink, Task } from './task.js';

/** Bytes that stand for any absent tuple. */
const ZEROES_BYTES = 4096;

/** Thrown to leave a task whose query has already failed elsewhere. */
export const ABANDONED = Symbol('abandoned');

/** What one worker measured in one stage. */
export interface StageMetrics {
  readonly stage: number;
  tasks: number;
  rows: number;
  elapsedMs: number;
  /** By index of the stage's `counts`. */
  readonly counts: number[];
  readonly scan: ScanMeasure;
}

/**
 * One worker's part in a query: claims partitions of ready stages until every stage is complete.
 * Any number of workers, also one, runs the whole query. The blocks of a result are added to `parts`, also when it throws.
 */
export function runQuery(arena: Arena, program: QueryProgram, parts: ResultPart[]): readonly StageMetrics[] {
  const control = openControl(arena, program.control);
  const regions = {
    temp: arena.kernels.region_new(program.owner) >>> 0,
    task: arena.kernels.region_new(program.owner) >>> 0,
    output: arena.kernels.region_new(program.owner) >>> 0,
  };
  const metrics = new Map<number, StageMetrics>();
  const { host, exportsOf } = stageInstances(arena);
  const entered = new Map<number, { readonly exports: StageExports; readonly scope: HostScope }>();
  const current: Current = {};
  const claims = new Claims(arena, program.control);
  keepingFilesOpen(() => {
    while (claims.next()) {
      const stage = program.stages[claims.node];
      let known = entered.get(stage.id);
      if (known === undefined) {
        const scope = scopeOf(arena, program, control, stage, regions.temp, current);
        entered.set(stage.id, (known = { exports: exportsOf(stage.module), scope }));
      }
      host.enter(known.scope);
      claims.complete(runTask(arena, program, control, stage, claims.partition, regions, known.exports, metrics, current, parts));
    }
  });
  // Only EXPLAIN ANALYZE asks.
  return program.stages.some(({ counts }) => counts !== undefined) ? [...metrics.values()] : [];
}

/** The sink of the task that a worker runs. */
interface Current {
  sink?: Sink;
}

const scopeOf = (
  arena: Arena,
  program: QueryProgram,
  control: Control,
  stage: StageProgram,
  tempRegion: number,
  current: Current,
): HostScope => ({
  calls: prepareCalls(stage.hostCalls, program),
  nestedTypes: stage.nestedTypes,
  allocate: allocateIn(arena, tempRegion),
  handOver: () => current.sink!.handOver!(),
  checkCancelled: () => checkStatus(control),
});

function runTask(
  arena: Arena,
  program: QueryProgram,
  control: Control,
  stage: StageProgram,
  partition: number,
  regions: { temp: number; task: number; output: number },
  exports: StageExports,
  metrics: Map<number, StageMetrics>,
  current: Current,
  parts: ResultPart[],
): number {
  const { kernels } = arena;
  const started = clockMs();
  const entry = metricsOf(metrics, stage.id);
  kernels.region_reset(regions.task);
  const frameBytes = stage.frameBytes + ZEROES_BYTES;
  const frame = kernels.region_alloc(regions.task, frameBytes) >>> 0;
  arena.u8.fill(0, frame, frame + frameBytes);
  arena.u32[(frame + FRAME_TEMP_REGION) >>> 2] = regions.temp;
  arena.u32[(frame + FRAME_OUTPUT_REGION) >>> 2] = regions.output;
  arena.u32[(frame + FRAME_ZEROES) >>> 2] = frame + stage.frameBytes;
  arena.u32[(frame + FRAME_PARTITION) >>> 2] = partition;
  arena.u32[(frame + FRAME_STATUS) >>> 2] = program.control;
  arena.u32[(frame + FRAME_SHARED) >>> 2] = control.shared(stage.id);

  const blocks: ResultBlock[] = [];
  const taskWith = (own: Task['exports']): Task => ({
    arena,
    program,
    stage,
    partition,
    batchRows: program.batchRows,
    frame,
    outputRegion: regions.output,
    taskRegion: regions.task,
    scanMeasure: stage.counts && entry.scan,
    handOver(block) {
      if (blocks.length === 0) parts.push({ partition, blocks });
      blocks.push(block);
      if (control.addOutside(block.byteLength) > arena.u8.length) throw outOfMemory('the result');
    },
    output: control.output,
    partitionsOf: (id) => program.stages[id].partitions,
    checkCancelled: () => checkStatus(control),
    exports: own,
  });
  const task = taskWith(exports.sink);
  for (const init of stage.inits) initialise(arena, task, init);

  const sink = openSink(stage.sink, task);
  current.sink = sink;
  const source = openSource(stage.source, taskWith(exports.source));
  let total = 0;
  try {
    while (!sink.isFull?.()) {
      const rows = source.next();
      if (rows === 0) break;
      exports.run(frame, rows);
      kernels.region_reset(regions.temp);
      total += rows;
      arena.view.setBigInt64(frame + FRAME_ROW_BASE, BigInt(total), true);
      checkStatus(control);
    }
    return sink.finish();
  } catch (error) {
    throw error instanceof SqlError && error.sqlState === '53200' ? outOfMemory(`the ${stage.name} stage`) : error;
  } finally {
    source.close();
    entry.tasks++;
    entry.rows += source.rowsRead?.() ?? total;
    entry.elapsedMs += clockMs() - started;
    stage.counts?.forEach((offset, i) => (entry.counts[i] = (entry.counts[i] ?? 0) + Number(arena.view.getBigInt64(frame + offset, true))));
  }
}

function metricsOf(metrics: Map<number, StageMetrics>, stage: number): StageMetrics {
  let entry = metrics.get(stage);
  if (entry === undefined) metrics.set(stage, (entry = { stage, tasks: 0, rows: 0, elapsedMs: 0, counts: [], scan: newScanMeasure() }));
  return entry;
}

/** Leaves the task when the query was cancelled or has failed elsewhere. */
function checkStatus(control: Control): void {
  const status = control.status();
  if (status === STATUS_RUNNING) return;
  throw status === STATUS_CANCELLED ? cancelled() : ABANDONED;
}

function initialise(arena: Arena, task: Pick<Task, 'frame' | 'taskRegion' | 'output'>, init: FrameInit): void {
  const at = task.frame + init.offset;
  switch (init.kind) {
    case 'literal':
      return writeSlot(arena, init.type, at, init.value, allocateIn(arena, task.taskRegion));
    case 'literals': {
      const [width, allocate] = [widthOf(init.type), allocateIn(arena, task.taskRegion)];
      init.values.forEach((value, i) => writeSlot(arena, init.type, at + width * i, value, allocate));
      return;
    }
    case 'output':
      arena.u32[at >>> 2] = task.output(init.stage, init.partition);
      return;
    case 'u32':
      arena.u32[at >>> 2] = init.value;
      return;
    case 'scratch':
      arena.u32[at >>> 2] = arena.kernels.region_alloc(task.taskRegion, init.bytes) >>> 0;
  }
}
