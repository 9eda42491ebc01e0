import { parentPort, workerData } from 'node:worker_threads';
import { attachArena } from '#quern/data/arena.js';
import { Claims } from '#quern/exec/scheduler/claims.js';
import { adoptKernelModule } from '#quern/kernels/index.js';

/** What a thread of the benchmark starts with. */
export interface GraphWorkerData {
  readonly memory: WebAssembly.Memory;
  readonly kernels: WebAssembly.Module;
}

const { memory, kernels } = workerData as GraphWorkerData;
adoptKernelModule(kernels);
const arena = attachArena(memory);
const noop = (_node: number): number => 0;

parentPort!.on('message', (address: number) => {
  const claims = new Claims(arena, address);
  let tasks = 0;
  while (claims.next()) {
    claims.complete(noop(claims.node));
    tasks++;
  }
  parentPort!.postMessage(tasks);
});
parentPort!.postMessage('ready');
