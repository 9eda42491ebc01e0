import { unsupported } from '../../errors.js';
import type { PhysicalPlan } from '../../planner/physical/plan.js';
import { compileFilter } from '../operators/filter.js';
import { compileHashAggregate } from '../operators/hash-aggregate.js';
import { compileHashJoin } from '../operators/hash-join.js';
import { compileLimit } from '../operators/limit.js';
import { compileMaterialize } from '../operators/materialize.js';
import { compileNestedLoopJoin } from '../operators/nested-loop-join.js';
import { compileProject } from '../operators/project.js';
import { compileScan } from '../operators/scan.js';
import { compileSeries } from '../operators/series.js';
import { compileSort } from '../operators/sort.js';
import { compileTopN } from '../operators/top-n.js';
import { compileUnionAll } from '../operators/union-all.js';
import { compileUnnest } from '../operators/unnest.js';
import { compileValues } from '../operators/values.js';
import { compileWindow } from '../operators/window.js';
import type { PipelineDraft, StageBuilder } from './draft.js';

type CompileOperator<Node extends PhysicalPlan> = (node: Node, builder: StageBuilder) => PipelineDraft;

/** How each physical operator becomes pipelines and stages. */
const COMPILE: { readonly [K in PhysicalPlan['kind']]?: CompileOperator<Extract<PhysicalPlan, { kind: K }>> } = {
  Scan: compileScan,
  Filter: compileFilter,
  Project: compileProject,
  HashAggregate: compileHashAggregate,
  HashJoin: compileHashJoin,
  NestedLoopJoin: compileNestedLoopJoin,
  Sort: compileSort,
  TopN: compileTopN,
  Limit: compileLimit,
  Window: compileWindow,
  Unnest: compileUnnest,
  Series: compileSeries,
  UnionAll: compileUnionAll,
  Values: compileValues,
  Materialize: compileMaterialize,
};

export function compileOperator(node: PhysicalPlan, builder: StageBuilder): PipelineDraft {
  const compile = COMPILE[node.kind] as CompileOperator<PhysicalPlan> | undefined;
  if (compile === undefined) throw unsupported(node.kind);
  return compile(node, builder);
}
