import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createArena, type Arena } from '#quern/data/arena.js';
import { createControl, type GraphNode } from '#quern/exec/scheduler/create-control.js';
import { kernelModule } from '#quern/kernels/index.js';
import { markdownTable, shown } from '../harness/markdown.js';
import type { BenchmarkOptions } from '../harness/options.js';
import { writeResult } from '../harness/results.js';
import { median } from '../harness/statistics.js';
import { openDask } from './dask.js';
import type { GraphWorkerData } from './graph-worker.js';
import { GRAPHS } from './graphs.js';

export interface GraphTimes {
  readonly graph: string;
  readonly tasks: number;
  /** Milliseconds from the graph as data to its end, its control block included. */
  readonly quern: readonly number[];
  /** Empty where Dask is not installed or has no such graph. */
  readonly dask: readonly number[];
}

const OWNER = 1;

/** What a task costs that does nothing. */
export async function scheduler({ threads, rounds }: BenchmarkOptions): Promise<void> {
  const arena = createArena(256 << 20);
  const workerData: GraphWorkerData = { memory: arena.memory, kernels: kernelModule() };
  const workers = Array.from({ length: threads }, () => new Worker(new URL('./graph-worker.js', import.meta.url), { workerData }));
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  const dask = openDask();
  if (dask === undefined) console.error('no Dask here: install it, or name a Python that has it in PYTHON');

  const graphs: GraphTimes[] = [];
  for (const [graph, make] of Object.entries(GRAPHS)) {
    const nodes = make();
    const [quern, other]: [number[], number[]] = [[], []];
    const tasks = nodes.reduce((sum, { partitions }) => sum + partitions, 0);
    // The first of each warms up.
    for (let round = -1; round < rounds; round++) {
      const own = await runGraph(arena, workers, nodes, tasks);
      const theirs = await dask?.run(graph, threads);
      if (round < 0) continue;
      quern.push(own);
      if (theirs !== undefined) other.push(theirs);
    }
    graphs.push({ graph, tasks, quern, dask: other });
    console.error(`${graph}: ${median(quern).toFixed(1)} ms`);
  }
  console.log(schedulerTable(graphs));
  if (dask !== undefined) writeResult(`scheduler-${threads}t`, { threads, rounds, dask: dask.version }, graphs);
  dask?.close();
  await Promise.all(workers.map((worker) => worker.terminate()));
}

async function runGraph(arena: Arena, workers: readonly Worker[], nodes: readonly GraphNode[], tasks: number): Promise<number> {
  const started = performance.now();
  const address = createControl(arena, OWNER, nodes, workers.length);
  const parts = workers.map(async (worker) => {
    worker.postMessage(address);
    return ((await once(worker, 'message')) as [number])[0];
  });
  const done = (await Promise.all(parts)).reduce((sum, part) => sum + part, 0);
  const elapsed = performance.now() - started;
  arena.kernels.owner_free(OWNER);
  if (done !== tasks) throw new Error(`${done} of ${tasks} tasks ran`);
  return elapsed;
}

export function schedulerTable(graphs: readonly GraphTimes[]): string {
  const perTask = (times: readonly number[], tasks: number) => (times.length === 0 ? undefined : (1000 * median(times)) / tasks);
  return markdownTable(
    ['graph', 'quern µs/task', 'dask µs/task', 'quern / dask'],
    graphs.map(({ graph, tasks, quern, dask }) => {
      const [own, other] = [perTask(quern, tasks), perTask(dask, tasks)];
      return [graph, shown(own), shown(other), shown(own === undefined || other === undefined ? undefined : own / other, 4)];
    }),
  );
}
