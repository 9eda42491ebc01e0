import type { ProjectItem } from '../../planner/logical/plan.js';
import type { Expr } from '../../planner/logical/expr.js';
import type { PhysicalProject } from '../../planner/physical/plan.js';
import { appendStep, type PipelineColumn, type PipelineDraft, type StageBuilder } from '../compile/draft.js';
import { compileExpr } from '../wasm/expression.js';
import { newRow } from '../wasm/row.js';

/** Computes columns where they are first used; one that nothing uses is never computed, unless computing it may raise. */
export const compileProject = ({ input, items }: PhysicalProject, builder: StageBuilder): PipelineDraft =>
  appendProject(builder.compile(input), items);

export function appendProject(pipeline: PipelineDraft, items: readonly ProjectItem[]): PipelineDraft {
  const columns = items.map((item): PipelineColumn => ({
    id: item.id,
    type: item.type,
    nullable: nullability(item.expr, pipeline.columns),
  }));
  return appendStep(
    pipeline,
    (context, next) => {
      const loads = new Map(items.map((item) => [item.id, () => compileExpr(item.expr, context)] as const));
      const codes = new Map(
        items.flatMap(({ id, expr }) => {
          const coded = expr.kind === 'Column' ? context.row.coded(expr.id) : undefined;
          return coded === undefined ? [] : [[id, coded] as const];
        }),
      );
      const row = newRow(context.code, loads, undefined, codes);
      // Volatile results and values used in several branches must be computed once; passed-through columns load lazily.
      for (const { id, expr } of items) if (expr.kind !== 'Column' && !isConstant(expr)) row.get(id);
      next(row);
    },
    columns,
  );
}

const isConstant = (expr: Expr): boolean => expr.kind === 'Literal' || expr.kind === 'Parameter';

const nullability = (expr: Expr, columns: readonly PipelineColumn[]): boolean => {
  if (expr.kind === 'Column') return columns.find(({ id }) => id === expr.id)?.nullable ?? true;
  return !isConstant(expr) || (expr.kind === 'Literal' && expr.value === null);
};
