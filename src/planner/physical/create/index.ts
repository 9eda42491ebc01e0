import { InternalError, unsupported } from '../../../errors.js';
import { inputsOf } from '../../logical/children.js';
import type { LogicalPlan, Scan } from '../../logical/plan.js';
import type { PhysicalPlan } from '../plan.js';
import type { PhysicalContext, PlannedScan, PlanScan } from './context.js';
import { createAggregate } from './aggregate.js';
import { createFilter } from './filter.js';
import { createJoin } from './join.js';
import { createLimit } from './limit.js';
import { createScan } from './scan.js';
import { scanPredicates } from './scan-predicates.js';

type Create<Node extends LogicalPlan> = (node: Node, context: PhysicalContext) => PhysicalPlan;

/** The physical operator of each logical node. */
const CREATE: { readonly [K in LogicalPlan['kind']]: Create<Extract<LogicalPlan, { kind: K }>> } = {
  Scan: createScan,
  Values: (node) => ({ ...node, estimatedRows: node.rows.length }),
  TableFunction: (node, context) => ({
    kind: 'Series',
    name: node.name,
    args: node.args,
    columns: node.columns,
    estimatedRows: context.estimateRows(node),
  }),
  Filter: createFilter,
  Project: (node, context) => ({ ...node, input: context.create(node.input), estimatedRows: context.estimateRows(node) }),
  Aggregate: createAggregate,
  Join: createJoin,
  DependentJoin: () => {
    throw new InternalError('a dependent join reached physical planning');
  },
  Sort: (node, context) => ({ ...node, input: context.create(node.input), estimatedRows: context.estimateRows(node) }),
  Limit: createLimit,
  Window: (node, context) => ({ ...node, input: context.create(node.input), estimatedRows: context.estimateRows(node) }),
  UnionAll: (node, context) => ({
    ...node,
    inputs: node.inputs.map(({ plan, sources }) => ({ plan: context.create(plan), sources })),
    estimatedRows: context.estimateRows(node),
  }),
  Unnest: (node, context) => ({ ...node, input: context.create(node.input), estimatedRows: context.estimateRows(node) }),
  Materialize: (node, context) => ({ ...node, input: context.create(node.input), estimatedRows: context.estimateRows(node) }),
  RecursiveUnion: () => {
    throw unsupported('WITH RECURSIVE');
  },
  RecursiveRef: () => {
    throw unsupported('WITH RECURSIVE');
  },
};

/** Chooses algorithms for an optimised plan, and cuts its scans into partitions. */
export async function createPhysicalPlan(
  plan: LogicalPlan,
  planScan: PlanScan,
  estimateRows: (plan: LogicalPlan) => number,
): Promise<PhysicalPlan> {
  const scans = new Map<Scan, PlannedScan>();
  for (const scan of scansOf(plan)) {
    const predicates = scanPredicates(scan);
    scans.set(scan, { predicates, partitions: await planScan(scan.table, predicates) });
  }
  const context: PhysicalContext = {
    create: (node) => (CREATE[node.kind] as Create<LogicalPlan>)(node, context),
    estimateRows,
    partitionsOf: (scan) => scans.get(scan)!,
  };
  return context.create(plan);
}

const scansOf = (plan: LogicalPlan): readonly Scan[] => (plan.kind === 'Scan' ? [plan] : inputsOf(plan).flatMap(scansOf));
