import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Dask's threaded scheduler in a process of its own. */
export interface Dask {
  readonly version: string;
  /** Milliseconds for a graph; undefined for one that it has no form of. */
  run(graph: string, threads: number): Promise<number | undefined>;
  close(): void;
}

const source = fileURLToPath(new URL('../../../benchmarks/scheduler/dask_graphs.py', import.meta.url));

/** Undefined where the Python that PYTHON names (python3 by default) has no dask. */
export function openDask(): Dask | undefined {
  const python = process.env.PYTHON ?? 'python3';
  const probe = spawnSync(python, ['-c', 'import dask; print(dask.__version__)'], { encoding: 'utf8' });
  if (probe.status !== 0) return undefined;
  const child = spawn(python, [source], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    version: probe.stdout.trim(),
    async run(graph, threads) {
      child.stdin.write(`${threads}\t${graph}\n`);
      const { value, done } = await lines.next();
      if (done === true) throw new Error('the Dask process ended');
      return value === '-' ? undefined : 1000 * Number(value);
    },
    close: () => child.stdin.end(),
  };
}
