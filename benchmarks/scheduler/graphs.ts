import type { GraphNode } from '#quern/exec/scheduler/create-control.js';

const task = (...dependsOn: number[]): GraphNode => ({ partitions: 1, dependsOn });

const independent = (count: number): GraphNode[] => Array.from({ length: count }, () => task());

/** Leaves, then one task for every `fanIn` tasks of the level below, down to one. */
function reduction(leaves: number, fanIn: number): GraphNode[] {
  const nodes = independent(leaves);
  for (let first = 0, count = leaves; count > 1;) {
    const above = Math.ceil(count / fanIn);
    for (let i = 0; i < above; i++) {
      const inputs = Math.min(fanIn, count - fanIn * i);
      nodes.push(task(...Array.from({ length: inputs }, (_, k) => first + fanIn * i + k)));
    }
    first += count;
    count = above;
  }
  return nodes;
}

/** Every task needs the one before. */
const chain = (count: number): GraphNode[] => Array.from({ length: count }, (_, i) => (i === 0 ? task() : task(i - 1)));

/** `width` sources, a split of each source for each of `width` targets. */
function shuffle(width: number): GraphNode[] {
  const nodes = independent(width);
  for (let source = 0; source < width; source++) for (let target = 0; target < width; target++) nodes.push(task(source));
  for (let target = 0; target < width; target++) {
    nodes.push(task(...Array.from({ length: width }, (_, source) => width + width * source + target)));
  }
  return nodes;
}

/** Dask's own shapes, which dask_graphs.py builds too, and a stage of a query. */
export const GRAPHS: Readonly<Record<string, () => GraphNode[]>> = {
  'independent, 100,000': () => independent(100_000),
  'tree reduction by 8, 74,899': () => reduction(65_536, 8),
  'pairwise sum, 49,999': () => reduction(25_000, 2),
  'chain, 50,000': () => chain(50_000),
  'shuffle 200 × 200, 40,400': () => shuffle(200),
  'partitions of one stage, 1,000,000': () => [{ partitions: 1_000_000, dependsOn: [] }],
};
