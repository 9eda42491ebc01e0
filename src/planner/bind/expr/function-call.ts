import { SqlError, syntaxError, undefinedFunction } from '../../../errors.js';
import { isAggregate, isScalar, isWindow } from '../../../functions/resolve.js';
import type { FunctionCall } from '../../../sql/ast.js';
import type { Expr } from '../../logical/expr.js';
import type { Scope } from '../context.js';
import { lastOf, printName } from '../scope.js';
import { bindAggregate, bindGrouping } from './aggregate.js';
import { familiarCall } from './familiar-call.js';
import { bindExpr } from './index.js';
import { invoke } from './invoke.js';
import { argumentsInOrder } from './named-arguments.js';
import { bindSeries, isSeries } from './series.js';
import { bindWindowCall } from './window.js';

/** The name to resolve: PostgreSQL's own functions may be written with their schema. Names of another schema are unknown. */
export function functionName(node: FunctionCall): string {
  const { name } = lastOf(node.name);
  const schema = node.name.length > 1 ? node.name[node.name.length - 2].name.toLowerCase() : undefined;
  if (schema !== undefined && schema !== 'pg_catalog' && schema !== 'public') throw undefinedFunction(`${printName(node.name)}()`, node.at);
  return name.toLowerCase();
}

/** A call of whatever the name is: a window function or aggregate OVER, an aggregate, a set-returning function, a scalar function. */
export function bindFunctionCall(node: FunctionCall, scope: Scope): Expr {
  const name = functionName(node);
  const familiar = node.name.length === 1 ? familiarCall(name, node) : undefined;
  if (familiar !== undefined) return bindExpr(familiar, scope);
  if (isAggregate(name) || isWindow(name)) argumentsInOrder(name, node);
  if (node.over !== undefined) return bindWindowCall(name, node, scope);
  if (name === 'grouping') return bindGrouping(node, scope);
  if (isAggregate(name)) return bindAggregate(name, node, scope);
  if (isWindow(name) && !isScalar(name))
    throw new SqlError('42809', `window function ${name} requires an OVER clause`, { position: node.at });
  checkPlain(name, node);
  const args = argumentsInOrder(name, node);
  if (isSeries(name)) return bindSeries(name, node, scope);
  return invoke(
    name,
    args.map((arg) => bindExpr(arg, scope)),
    scope.binding,
    node.at,
  );
}

/** Refuses what only aggregates have. */
export function checkPlain(name: string, node: FunctionCall): void {
  const only = (what: string) =>
    new SqlError('42809', `${what} specified, but ${name} is not an aggregate function`, { position: node.at });
  if (node.star) throw isScalar(name) ? only('*') : undefinedFunction(`${name}()`, node.at);
  if (!isScalar(name)) return;
  if (node.distinct) throw only('DISTINCT');
  if (node.withinGroup) throw only('WITHIN GROUP');
  if (node.orderBy.length > 0) throw only('ORDER BY');
  if (node.filter !== undefined) throw only('FILTER');
  if (node.nulls !== undefined) throw syntaxError(`${name} does not accept ${node.nulls} NULLS`, node.at);
}
