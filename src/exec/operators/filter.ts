import type { Expr } from '../../planner/logical/expr.js';
import type { PhysicalFilter } from '../../planner/physical/plan.js';
import { appendStep, type PipelineDraft, type StageBuilder } from '../compile/draft.js';
import { compileConditions } from '../wasm/expression.js';

/** Drops the rows for which any conjunct is FALSE or NULL. Copies nothing: a row that fails skips the rest of the pipeline. */
export const compileFilter = ({ input, conjuncts }: PhysicalFilter, builder: StageBuilder): PipelineDraft =>
  appendFilter(builder.compile(input), conjuncts);

export function appendFilter(pipeline: PipelineDraft, conjuncts: readonly Expr[]): PipelineDraft {
  if (conjuncts.length === 0) return pipeline;
  return appendStep(pipeline, (context, next) => context.code.if(compileConditions(conjuncts, 'And', context), () => next(context.row)));
}
