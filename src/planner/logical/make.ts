import { BOOLEAN } from '../../data/types.js';
import type { SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import type { CallExpr, ColumnExpr, Expr, LiteralExpr } from './expr.js';
import type { LogicalPlan, OutputColumn, ProjectItem } from './plan.js';
import type { Resolved } from '../../functions/resolve.js';
import type { ScalarFunction } from '../../functions/define.js';

/** A reference to a column that some node produces. */
export const column = (output: OutputColumn, at?: number): ColumnExpr => ({
  kind: 'Column',
  id: output.id,
  name: output.name,
  type: output.type,
  at,
});

export const literal = (value: SqlValue, type: SqlType, at?: number): LiteralExpr => ({ kind: 'Literal', value, type, at });

export const TRUE: LiteralExpr = literal(true, BOOLEAN);
export const FALSE: LiteralExpr = literal(false, BOOLEAN);
export const nullOf = (type: SqlType, at?: number): LiteralExpr => literal(null, type, at);

export const isNullLiteral = (expr: Expr): boolean => expr.kind === 'Literal' && expr.value === null;

/** A call of a resolved overload over arguments that already have its types. */
export const call = ({ fn, returns }: Pick<Resolved<ScalarFunction>, 'fn' | 'returns'>, args: readonly Expr[], at?: number): CallExpr => ({
  kind: 'Call',
  fn,
  args,
  type: returns,
  at,
});

/** The conjunction; nested ANDs are flattened, none is TRUE, one is itself. */
export function and(args: readonly Expr[], at?: number): Expr {
  const flat = args.flatMap((arg) => (arg.kind === 'And' ? arg.args : [arg]));
  return flat.length === 0 ? TRUE : flat.length === 1 ? flat[0] : { kind: 'And', args: flat, type: BOOLEAN, at };
}

/** The disjunction; nested ORs are flattened, none is FALSE, one is itself. */
export function or(args: readonly Expr[], at?: number): Expr {
  const flat = args.flatMap((arg) => (arg.kind === 'Or' ? arg.args : [arg]));
  return flat.length === 0 ? FALSE : flat.length === 1 ? flat[0] : { kind: 'Or', args: flat, type: BOOLEAN, at };
}

export const not = (arg: Expr, at?: number): Expr => ({ kind: 'Not', arg, type: BOOLEAN, at });
export const isNull = (arg: Expr, negated = false, at?: number): Expr => ({ kind: 'IsNull', arg, negated, type: BOOLEAN, at });
/** `left IS NOT DISTINCT FROM right`: equality under which NULL equals NULL. */
export const sameValue = (left: Expr, right: Expr): Expr => ({ kind: 'Distinct', left, right, negated: true, type: BOOLEAN });

/** The conjuncts of a condition: AND taken apart, TRUE left out. */
export function conjunctsOf(condition: Expr): readonly Expr[] {
  if (condition.kind === 'And') return condition.args.flatMap(conjunctsOf);
  return condition.kind === 'Literal' && condition.value === true ? [] : [condition];
}

/** A projection item that hands a column through under its own id. */
export const pass = (output: OutputColumn): ProjectItem => ({ id: output.id, name: output.name, type: output.type, expr: column(output) });

/** Filters; no conjuncts, no node. */
export const filterOf = (input: LogicalPlan, conjuncts: readonly Expr[]): LogicalPlan =>
  conjuncts.length === 0 ? input : { kind: 'Filter', input, conjuncts };
