import type { CaseExpr, Coalesce, Extremum, NullIf } from '../../../sql/ast.js';
import { UNKNOWN } from '../../../data/types.js';
import type { Expr } from '../../logical/expr.js';
import { literal, nullOf } from '../../logical/make.js';
import { coerce, toBoolean, unify } from '../coerce.js';
import type { Scope } from '../context.js';
import { bindExpr } from './index.js';
import { invoke } from './invoke.js';
import { evaluateOnce } from './once.js';

/** Binds parts that are computed only under a condition: no set-returning function may stand there. */
export function conditionally<T>(scope: Scope, bind: () => T): T {
  scope.frame.conditional++;
  try {
    return bind();
  } finally {
    scope.frame.conditional--;
  }
}

/** Both forms of CASE; the simple form compares its operand by `=`. Without ELSE the rest is NULL. The results get a common type. */
export function bindCase(node: CaseExpr, scope: Scope): Expr {
  return conditionally(scope, () => {
    const { binding } = scope;
    const operand = node.operand === undefined ? undefined : evaluateOnce(bindExpr(node.operand, scope), scope);
    const conditions = node.branches.map(({ when }) => {
      const condition = bindExpr(when, scope);
      return operand === undefined ? toBoolean(condition, 'CASE/WHEN', binding) : invoke('=', [operand, condition], binding, when.at);
    });
    const otherwise = node.otherwise === undefined ? literal(null, UNKNOWN, node.at) : bindExpr(node.otherwise, scope);
    const results = unify([...node.branches.map(({ then }) => bindExpr(then, scope)), otherwise], 'CASE', binding, node.at);
    return {
      kind: 'Case',
      branches: conditions.map((when, i) => ({ when, then: results[i] })),
      otherwise: results[results.length - 1],
      type: results[0].type,
      at: node.at,
    };
  });
}

/** The first argument that is not NULL; arguments after it are not computed. */
export function bindCoalesce(node: Coalesce, scope: Scope): Expr {
  return conditionally(scope, () => {
    const args = unify(
      node.args.map((arg) => bindExpr(arg, scope)),
      'COALESCE',
      scope.binding,
      node.at,
    );
    return args.length === 1 ? args[0] : { kind: 'Coalesce', args, type: args[0].type, at: node.at };
  });
}

/** NULL when both are equal, otherwise the left one, in its own type. */
export function bindNullIf(node: NullIf, scope: Scope): Expr {
  return conditionally(scope, () => {
    const left = evaluateOnce(bindExpr(node.left, scope), scope);
    const when = invoke('=', [left, bindExpr(node.right, scope)], scope.binding, node.at);
    // An untyped literal takes the type in which it was compared.
    const result = left.type.kind === 'unknown' && when.kind === 'Call' ? coerce(left, when.args[0].type, scope.binding) : left;
    return { kind: 'Case', branches: [{ when, then: nullOf(result.type) }], otherwise: result, type: result.type, at: node.at };
  });
}

/** GREATEST and LEAST leave NULLs out and are NULL when all arguments are. */
export function bindExtremum(node: Extremum, scope: Scope): Expr {
  const args = conditionally(scope, () =>
    unify(
      node.args.map((arg) => bindExpr(arg, scope)),
      node.which,
      scope.binding,
      node.at,
    ),
  );
  return args.length === 1 ? args[0] : invoke(node.which.toLowerCase(), args, scope.binding, node.at);
}
