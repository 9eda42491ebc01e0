import assert from 'node:assert/strict';
import { Worker } from 'node:worker_threads';
import { createArena, type Arena } from '#quern/data/arena.js';
import { Claims } from '#quern/exec/scheduler/claims.js';
import { openControl, STATUS_CANCELLED, STATUS_RUNNING } from '#quern/exec/scheduler/control.js';
import { createControl, type GraphNode } from '#quern/exec/scheduler/create-control.js';
import { kernelModule } from '#quern/kernels/index.js';
import { Random, testSeed } from '../../../support/random.js';

const OWNER = 1;
const THREADS = 3;

/** Runs a graph on this thread; the tasks in the order in which they ran. */
function order(arena: Arena, address: number): [node: number, partition: number][] {
  const claims = new Claims(arena, address);
  const ran: [number, number][] = [];
  while (claims.next()) {
    ran.push([claims.node, claims.partition]);
    claims.complete(100 * claims.node + claims.partition + 1);
  }
  return ran;
}

describe('the control block', () => {
  const arena = createArena(64 << 20);
  afterEach(() => arena.kernels.owner_free(OWNER));

  it('runs each partition once, after all that its node depends on, and keeps the outputs', () => {
    const nodes: GraphNode[] = [
      { partitions: 3, dependsOn: [] },
      { partitions: 1, dependsOn: [] },
      { partitions: 2, dependsOn: [0, 1] },
      { partitions: 1, dependsOn: [2, 0] },
    ];
    const address = createControl(arena, OWNER, nodes, 2);
    const ran = order(arena, address);
    assert.equal(new Set(ran.map(String)).size, 7);
    assert.equal(ran.length, 7);
    assert.ok(ran.findIndex(([node]) => node === 2) > Math.max(...ran.flatMap(([node], i) => (node < 2 ? [i] : []))));
    assert.deepEqual(ran.at(-1), [3, 0]);
    const control = openControl(arena, address);
    assert.deepEqual(
      nodes.map(({ partitions }, node) => Array.from({ length: partitions }, (_, i) => control.output(node, i))),
      [[1, 2, 3], [101], [201, 202], [301]],
    );
    assert.deepEqual(
      nodes.map((_, node) => control.completed(node)),
      [3, 1, 2, 1],
    );
  });

  it('a node without partitions is complete when what it depends on is, wherever it stands', () => {
    const address = createControl(
      arena,
      OWNER,
      [
        { partitions: 0, dependsOn: [] },
        { partitions: 1, dependsOn: [0] },
        { partitions: 0, dependsOn: [1] },
        { partitions: 2, dependsOn: [2] },
      ],
      4,
    );
    assert.deepEqual(order(arena, address), [
      [1, 0],
      [3, 0],
      [3, 1],
    ]);
    assert.deepEqual(order(arena, createControl(arena, OWNER, [], 1)), []);
  });

  it('a stopped graph hands out nothing more', () => {
    const address = createControl(arena, OWNER, [{ partitions: 5, dependsOn: [] }], 1);
    const claims = new Claims(arena, address);
    assert.ok(claims.next());
    openControl(arena, address).stop(STATUS_CANCELLED);
    assert.ok(!claims.next());
  });

  const seed = testSeed();
  it(`three threads run random graphs, each task once and in order (QUERN_SEED=${seed})`, async function () {
    this.timeout(60_000);
    const random = new Random(seed);
    for (let round = 0; round < 3; round++) {
      const nodes: GraphNode[] = Array.from({ length: 5000 }, (_, node) => ({
        partitions: random.below(8) === 0 ? random.below(9) : 1,
        dependsOn: Array.from({ length: Math.min(node, random.below(4)) }, () => Math.max(0, node - 1 - random.below(300))),
      }));
      const address = createControl(arena, OWNER, nodes, THREADS);
      const parts = await Promise.all(Array.from({ length: THREADS }, () => runElsewhere(arena, address, round)));
      const ran = parts.flat().sort((a, b) => a.at - b.at);
      assert.equal(
        ran.length,
        nodes.reduce((sum, { partitions }) => sum + partitions, 0),
      );
      assert.equal(new Set(ran.map(({ node, partition }) => `${node} ${partition}`)).size, ran.length);
      const lastOf = new Map(ran.map(({ node, at }) => [node, at]));
      for (const { node, at } of ran) for (const earlier of nodes[node].dependsOn) assert.ok((lastOf.get(earlier) ?? -1) < at);
      assert.equal(openControl(arena, address).status(), STATUS_RUNNING);
      arena.kernels.owner_free(OWNER);
    }
  });
});

interface Ran {
  readonly node: number;
  readonly partition: number;
  /** Place in the order of all threads' tasks. */
  readonly at: number;
}

/** Tasks started, and threads that are there. */
const shared = new Int32Array(new SharedArrayBuffer(8));

/** Takes part in a graph on a thread of its own, when all threads of the round are there. */
function runElsewhere(arena: Arena, address: number, round: number): Promise<readonly Ran[]> {
  const source = `
    import { parentPort, workerData } from 'node:worker_threads';
    const { arena: data, kernels, scheduler } = workerData.urls;
    const { attachArena } = await import(data);
    const { adoptKernelModule } = await import(kernels);
    const { Claims } = await import(scheduler);
    adoptKernelModule(workerData.kernels);
    const claims = new Claims(attachArena(workerData.memory), workerData.address);
    const { shared, threads } = workerData;
    const ran = [];
    Atomics.add(shared, 1, 1);
    while (Atomics.load(shared, 1) < threads);
    while (claims.next()) {
      ran.push({ node: claims.node, partition: claims.partition, at: Atomics.add(shared, 0, 1) });
      claims.complete(0);
    }
    parentPort.postMessage(ran);`;
  const urls = {
    arena: import.meta.resolve('#quern/data/arena.js'),
    kernels: import.meta.resolve('#quern/kernels/index.js'),
    scheduler: import.meta.resolve('#quern/exec/scheduler/claims.js'),
  };
  const workerData = { memory: arena.memory, kernels: kernelModule(), address, shared, threads: THREADS * (round + 1), urls };
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), { workerData });
    worker.on('message', resolve);
    worker.on('error', reject);
  });
}
