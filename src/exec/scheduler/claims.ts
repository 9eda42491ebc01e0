import type { Arena } from '../../data/arena.js';
import {
  COMPLETED,
  CURSOR,
  EPOCH,
  FIRST_DEPENDENT,
  HEAD,
  nodeWord,
  OUTPUTS,
  PARTITIONS,
  PENDING,
  READY,
  REMAINING,
  SLEEPERS,
  STATUS,
  STATUS_RUNNING,
  TAIL,
  WORKERS,
} from './control.js';

/** Sleepers look up this often even if a wake-up is lost. */
const SLEEP_MS = 50;
const NONE = -1;

/**
 * One worker's part in a graph (control.ts): what it claims, no other worker does.
 *
 * A worker goes on with a node that it made ready itself, which keeps inputs warm and their memory short-lived; what it made ready beside
 * that one it publishes for the others.
 */
export class Claims {
  /** The claimed task. */
  node = NONE;
  partition = 0;

  private readonly i32: Int32Array;
  private readonly base: number;
  private readonly ready: number;
  private readonly workers: number;
  /** A node of several partitions that this worker takes from, and how many they are. */
  private open = NONE;
  private openPartitions = 0;
  /** A ready node that this worker keeps for itself. */
  private held = NONE;

  constructor(arena: Arena, address: number) {
    this.i32 = arena.i32;
    this.base = address >>> 2;
    this.ready = this.i32[this.base + READY];
    this.workers = this.i32[this.base + WORKERS];
  }

  /** Claims a task, sleeping until there is one; false when the graph is complete or was stopped. */
  next(): boolean {
    const { i32, base } = this;
    while (Atomics.load(i32, base + STATUS) === STATUS_RUNNING) {
      if (this.open !== NONE) {
        const partition = Atomics.add(i32, nodeWord(base, this.open, CURSOR), 1);
        if (partition < this.openPartitions) {
          this.node = this.open;
          this.partition = partition;
          return true;
        }
        this.open = NONE;
      }
      const node = this.held !== NONE ? this.held : this.take();
      this.held = NONE;
      if (node === NONE) {
        if (Atomics.load(i32, base + REMAINING) === 0) return false;
        this.sleep();
        continue;
      }
      this.openPartitions = i32[nodeWord(base, node, PARTITIONS)];
      if (this.openPartitions > 1) {
        this.open = node;
        continue;
      }
      this.node = node;
      this.partition = 0;
      return true;
    }
    return false;
  }

  /** Publishes the claimed task's output (0: nothing): whoever runs a later node reads it. */
  complete(output: number): void {
    const { i32, base, node } = this;
    if (output !== 0) i32[i32[nodeWord(base, node, OUTPUTS)] + this.partition] = output;
    const completed = Atomics.add(i32, nodeWord(base, node, COMPLETED), 1) + 1;
    if (completed === i32[nodeWord(base, node, PARTITIONS)]) this.finish(node);
  }

  /** Makes a node known whose dependencies are complete, once per worker that it has work for; without partitions it is complete. */
  publish(node: number): void {
    const partitions = this.i32[nodeWord(this.base, node, PARTITIONS)];
    if (partitions === 0) this.finish(node);
    else for (let left = Math.min(partitions, this.workers); left > 0; left--) this.append(node);
  }

  /** Publishes the node that this worker keeps, if any: it leaves. */
  release(): void {
    if (this.held !== NONE) this.append(this.held);
    this.held = NONE;
  }

  private finish(node: number): void {
    const { i32, base } = this;
    const end = i32[nodeWord(base, node + 1, FIRST_DEPENDENT)];
    let published = 0;
    for (let at = i32[nodeWord(base, node, FIRST_DEPENDENT)]; at < end; at++) {
      const dependent = i32[at];
      if (Atomics.sub(i32, nodeWord(base, dependent, PENDING), 1) !== 1) continue;
      const partitions = i32[nodeWord(base, dependent, PARTITIONS)];
      if (partitions === 1 && this.held === NONE) {
        this.held = dependent;
      } else {
        this.publish(dependent);
        published += partitions;
      }
    }
    const complete = Atomics.sub(i32, base + REMAINING, 1) === 1;
    if ((published > 0 || complete) && Atomics.load(i32, base + SLEEPERS) > 0) {
      Atomics.add(i32, base + EPOCH, 1);
      Atomics.notify(i32, base + EPOCH, complete ? Infinity : published);
    }
  }

  private append(node: number): void {
    const { i32, base } = this;
    Atomics.store(i32, this.ready + Atomics.add(i32, base + TAIL, 1), node + 1);
  }

  private take(): number {
    const { i32, base } = this;
    for (;;) {
      const head = Atomics.load(i32, base + HEAD);
      if (head >= Atomics.load(i32, base + TAIL)) return NONE;
      if (Atomics.compareExchange(i32, base + HEAD, head, head + 1) !== head) continue;
      // Its writer has the place and is about to fill it.
      for (;;) {
        const entry = Atomics.load(i32, this.ready + head);
        if (entry !== 0) return entry - 1;
      }
    }
  }

  /** Waits for a change, unless there was one since the look that found nothing. */
  private sleep(): void {
    const { i32, base } = this;
    const seen = Atomics.load(i32, base + EPOCH);
    Atomics.add(i32, base + SLEEPERS, 1);
    if (
      Atomics.load(i32, base + HEAD) >= Atomics.load(i32, base + TAIL) &&
      Atomics.load(i32, base + REMAINING) > 0 &&
      Atomics.load(i32, base + STATUS) === STATUS_RUNNING
    ) {
      Atomics.wait(i32, base + EPOCH, seen, SLEEP_MS);
    }
    Atomics.sub(i32, base + SLEEPERS, 1);
  }
}
