import { sameType, type SqlType } from '../../data/types.js';
import { syntaxError } from '../../errors.js';
import '../../functions/index.js';
import type { ExprNode, QueryNode } from '../../sql/ast.js';
import { columnIds } from '../logical/columns.js';
import type { Expr } from '../logical/expr.js';
import { literal } from '../logical/make.js';
import { assign, settle } from './coerce.js';
import { evaluateConstant } from './constant.js';
import { emptyScope, newFrame, type BindContext, type Binding, type Bound, type BoundQuery, type Scope } from './context.js';
import { bindExpr } from './expr/index.js';
import { castOutputs } from './project.js';
import { draftQuery } from './query.js';
import { noRelations, resolveRelations } from './relations.js';

export type { BindContext, BoundQuery, Output, Parameter } from './context.js';
export { resolveTypeName } from './types.js';
export { viewOutputs } from './view-outputs.js';

/** A column that rows are stored in. */
export interface TargetColumn {
  readonly name: string;
  readonly type: SqlType;
}

const newBinding = (context: BindContext): Binding => ({
  context,
  newId: columnIds(),
  relations: noRelations(),
  owners: new Map(),
  volatileCalls: 0,
});

const outermost = (binding: Binding): Scope => emptyScope(binding, newFrame('constants'));

const finished = ({ plan, outputs }: Bound, { newId }: Binding): BoundQuery => ({ plan, outputs, newColumnId: newId });

/**
 * Resolves names and types of a query. Asks the catalog for all relations first, at once, then binds without waiting. Raises SqlError with
 * the position of what is wrong; untyped outputs are text.
 */
export async function bindQuery(query: QueryNode, context: BindContext): Promise<BoundQuery> {
  const binding = newBinding(context);
  await resolveRelations(query, binding);
  return finished(draftQuery(query, outermost(binding)).finish(), binding);
}

/**
 * Resolves a query whose rows are stored in `targets`: INSERT, CREATE TABLE with given types. Outputs are cast as by assignment (42804 when
 * impossible), untyped literals read as their column's type. Fewer outputs than targets are left to the caller to fill; more are 42601.
 */
export async function bindQueryInto(query: QueryNode, targets: readonly TargetColumn[], context: BindContext): Promise<BoundQuery> {
  const binding = newBinding(context);
  await resolveRelations(query, binding);
  const draft = draftQuery(query, outermost(binding));
  if (draft.names.length > targets.length) throw syntaxError('INSERT has more expressions than target columns', query.at);
  const used = targets.slice(0, draft.names.length);
  const { plan, outputs } = draft.finish(
    used.map((target) => target.type),
    used.map((target) => target.name),
  );
  return finished({ plan, outputs: outputs.map((output, i) => ({ ...output, name: used[i].name })) }, binding);
}

/** Casts what a bound query returns to column types, as by assignment; 42804 names the column that a value does not fit. */
export function castBoundQuery(query: BoundQuery, targets: readonly TargetColumn[], context: BindContext): BoundQuery {
  const binding: Binding = { ...newBinding(context), newId: query.newColumnId };
  const names = targets.map((target) => target.name);
  const named = query.outputs.map((output, i) => ({ ...output, name: names[i] }));
  return finished(
    castOutputs(
      { plan: query.plan, outputs: named },
      targets.map((target) => target.type),
      names,
      binding,
    ),
    binding,
  );
}

/** Resolves an expression without columns, subqueries or aggregates, such as a DEFAULT or an option of COPY; a Literal when it is constant. */
export function bindExpression(node: ExprNode, context: BindContext, target?: TargetColumn): Expr {
  const binding = newBinding(context);
  const expr = bindExpr(node, outermost(binding));
  const typed = target === undefined ? settle(expr, binding) : sameType(expr.type, target.type) ? expr : assign(expr, target, binding);
  const constant = evaluateConstant(typed, binding);
  return constant === undefined ? typed : literal(constant.value, typed.type, node.at);
}
