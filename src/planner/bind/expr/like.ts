import type { Like } from '../../../sql/ast.js';
import type { Expr } from '../../logical/expr.js';
import { not } from '../../logical/make.js';
import type { Scope } from '../context.js';
import { bindExpr } from './index.js';
import { invoke } from './invoke.js';

const FUNCTIONS = { LIKE: 'like', ILIKE: 'ilike', 'SIMILAR TO': 'similar_to' } as const;

/** LIKE, ILIKE and SIMILAR TO: functions of (string, pattern) or (string, pattern, escape); NOT LIKE is the negation. */
export function bindLike(node: Like, scope: Scope): Expr {
  const args = [node.operand, node.pattern, ...(node.escape === undefined ? [] : [node.escape])].map((arg) => bindExpr(arg, scope));
  const matches = invoke(FUNCTIONS[node.operator], args, scope.binding, node.at);
  return node.negated ? not(matches, node.at) : matches;
}
