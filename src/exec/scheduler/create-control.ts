import type { Arena } from '../../data/arena.js';
import { allocateBlock } from '../../data/arena.js';
import { Claims } from './claims.js';
import {
  FIRST_DEPENDENT,
  NODES,
  NODE_WORDS,
  nodeWord,
  OUTPUTS,
  PARTITIONS,
  PENDING,
  READY,
  REMAINING,
  SHARED,
  WORKERS,
} from './control.js';

/** A node as the graph's maker states it: `dependsOn` are places of earlier nodes. */
export interface GraphNode {
  readonly partitions: number;
  readonly dependsOn: readonly number[];
}

/** A control block for a graph in topological order, run by at most `workers` threads. */
export function createControl(arena: Arena, owner: number, nodes: readonly GraphNode[], workers: number): number {
  const { i32 } = arena;
  let outputs = 0;
  let dependents = 0;
  let entries = 0;
  for (const { partitions, dependsOn } of nodes) {
    outputs += Math.max(1, partitions);
    entries += Math.min(partitions, workers);
    dependents += dependsOn.length;
  }
  const head = NODES + NODE_WORDS * nodes.length + 1;
  const words = head + outputs + entries + dependents;
  const address = allocateBlock(arena, owner, 4 * words, 'the query');
  const base = address >>> 2;
  i32.fill(0, base, base + words);

  const word = (node: number, field: number) => nodeWord(base, node, field);
  i32[base + REMAINING] = nodes.length;
  i32[base + READY] = base + head + outputs;
  i32[base + WORKERS] = workers;

  // Counts first, then the places where each node's list ends, then the lists from their ends.
  for (const { dependsOn } of nodes) for (const earlier of dependsOn) i32[word(earlier, FIRST_DEPENDENT)]++;
  let output = base + head;
  let place = base + head + outputs + entries;
  nodes.forEach(({ partitions, dependsOn }, node) => {
    place += i32[word(node, FIRST_DEPENDENT)];
    i32[word(node, FIRST_DEPENDENT)] = place;
    i32[word(node, PARTITIONS)] = partitions;
    i32[word(node, PENDING)] = dependsOn.length;
    i32[word(node, OUTPUTS)] = output;
    i32.fill(-1, word(node, SHARED), word(node, SHARED) + 2);
    output += Math.max(1, partitions);
  });
  i32[word(nodes.length, FIRST_DEPENDENT)] = place;
  for (let node = nodes.length - 1; node >= 0; node--) {
    for (const earlier of nodes[node].dependsOn) i32[--i32[word(earlier, FIRST_DEPENDENT)]] = node;
  }

  const claims = new Claims(arena, address);
  nodes.forEach(({ dependsOn }, node) => {
    if (dependsOn.length === 0) claims.publish(node);
  });
  claims.release();
  return address;
}
