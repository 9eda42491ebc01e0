import { BOOLEAN } from '../../../data/types.js';
import { SqlError } from '../../../errors.js';
import { commonType } from '../../../functions/resolve.js';
import type { InList } from '../../../sql/ast.js';
import type { Expr } from '../../logical/expr.js';
import { not, or } from '../../logical/make.js';
import { coerce } from '../coerce.js';
import type { Scope } from '../context.js';
import { fitLiterals } from '../fit-literals.js';
import { bindExpr } from './index.js';
import { invoke } from './invoke.js';
import { evaluateOnce } from './once.js';
import { bindRow, compareRows, rowElements } from './row.js';

/** `x IN (…)`: an InList in one common type, or comparisons ORed where there is no common type; rows are compared one by one. */
export function bindInList(node: InList, scope: Scope): Expr {
  const result = bindPositive(node, scope);
  return node.negated ? not(result, node.at) : result;
}

function bindPositive(node: InList, scope: Scope): Expr {
  const { binding } = scope;
  const elements = rowElements(node.operand);
  if (elements !== undefined) {
    const left = bindRow(elements, scope);
    return or(
      node.items.map((item) => compareRows('=', left, bindRow(rowElements(item) ?? [item], scope), binding, item.at ?? node.at)),
      node.at,
    );
  }
  return equalsAny(
    bindExpr(node.operand, scope),
    node.items.map((item) => bindExpr(item, scope)),
    scope,
    node.at,
  );
}

/** `arg` equals any of `items`. */
export function equalsAny(arg: Expr, items: readonly Expr[], scope: Scope, at?: number): Expr {
  const { binding } = scope;
  if (items.length === 1) return invoke('=', [arg, items[0]], binding, at);
  const [left, ...list] = fitLiterals([arg, ...items], true);
  const type = tryCommonType([left, ...list]);
  if (type === undefined) {
    const operand = evaluateOnce(arg, scope);
    return or(
      items.map((item) => invoke('=', [operand, item], binding, item.at ?? at)),
      at,
    );
  }
  // Resolved for its error alone: types that `=` does not take (json) have no IN either.
  invoke('=', [coerce(left, type, binding), coerce(list[0], type, binding)], binding, at);
  return { kind: 'InList', arg: coerce(left, type, binding), items: list.map((item) => coerce(item, type, binding)), type: BOOLEAN, at };
}

function tryCommonType(exprs: readonly Expr[]): Expr['type'] | undefined {
  try {
    return commonType(
      exprs.map((expr) => expr.type),
      'IN',
    );
  } catch (error) {
    if (error instanceof SqlError && error.sqlState === '42804') return undefined;
    throw error;
  }
}
