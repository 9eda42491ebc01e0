import { SqlError } from '../../errors.js';
import { isAggregate } from '../../functions/resolve.js';
import type { FunctionCall, JoinNode, QueryNode, SelectNode, SetOperationNode, TableNode } from '../../sql/ast.js';
import { lastOf } from './scope.js';

/** Expressions whose query is evaluated once per row, not once per round. */
const SUBQUERIES: ReadonlySet<string> = new Set(['InSubquery', 'Quantified', 'ExistsSubquery', 'ScalarSubquery', 'ArraySubquery']);

/**
 * Checks the recursive term of a WITH query as PostgreSQL does (42P19): it names the query once, where each row of the last round gives rows
 * of its own. Elsewhere the rows of one round do not add up to the answer; this would not end:
 *
 *   WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT max(x) FROM r) SELECT * FROM r
 */
export function checkRecursiveTerm(term: unknown, name: string): void {
  let references = 0;
  const refuse = (where: string, at: number | undefined): never => {
    throw new SqlError('42P19', `recursive reference to query "${name}" must not appear ${where}`, { position: at });
  };

  /** `within` is the construct around the node in which the name must not stand. */
  const visit = (node: unknown, within: string | undefined): void => {
    if (Array.isArray(node)) {
      for (const item of node) visit(item, within);
      return;
    }
    if (node === null || typeof node !== 'object') return;
    const { kind } = node as { kind?: string };
    switch (kind) {
      case 'Table':
        if (!names(node as TableNode, name)) return;
        if (within !== undefined) refuse(`within ${within}`, (node as TableNode).at);
        if (++references > 1) refuse('more than once', (node as TableNode).at);
        return;
      case 'Query':
        if (hides(node as QueryNode, name)) return;
        break;
      case 'Select':
        checkAggregates(node as SelectNode, name);
        break;
      case 'Join': {
        const { type, left, right, on } = node as JoinNode;
        visit(left, type === 'right' || type === 'full' ? 'an outer join' : within);
        visit(right, type === 'left' || type === 'full' ? 'an outer join' : within);
        visit(on, within);
        return;
      }
      case 'SetOperation': {
        const { operator, left, right } = node as SetOperationNode;
        visit(left, operator === 'UNION' ? within : operator);
        visit(right, operator === 'UNION' ? within : operator);
        return;
      }
    }
    const inside = kind !== undefined && SUBQUERIES.has(kind) ? 'a subquery' : within;
    for (const key in node) visit((node as Record<string, unknown>)[key], inside);
  };
  visit(term, undefined);
}

const names = (node: TableNode, name: string): boolean =>
  node.name.length === 1 && lastOf(node.name).name.toLowerCase() === name.toLowerCase();

/** Whether a query's own WITH gives the name another meaning. */
const hides = (query: QueryNode, name: string): boolean =>
  query.with?.ctes.some((definition) => definition.name.name.toLowerCase() === name.toLowerCase()) ?? false;

/** No aggregate may stand in the SELECT that reads the rows of the last round. */
function checkAggregates({ from, items, having }: SelectNode, name: string): void {
  if (!from.some((item) => readsDirectly(item, name))) return;
  const found = aggregateIn(items) ?? aggregateIn(having);
  if (found !== undefined)
    throw new SqlError('42P19', `aggregate functions are not allowed in a recursive query's recursive term`, { position: found.at });
}

function readsDirectly(item: SelectNode['from'][number], name: string): boolean {
  if (item.kind === 'Table') return names(item, name);
  return item.kind === 'Join' && (readsDirectly(item.left, name) || readsDirectly(item.right, name));
}

/** The first aggregate of an expression, not looking into subqueries and windows. */
function aggregateIn(node: unknown): FunctionCall | undefined {
  if (node === null || typeof node !== 'object') return undefined;
  const { kind } = node as { kind?: string };
  if (kind === 'Query') return undefined;
  if (kind === 'FunctionCall') {
    const call = node as FunctionCall;
    if (call.over === undefined && isAggregate(lastOf(call.name).name.toLowerCase())) return call;
  }
  for (const child of Object.values(node)) {
    const found = aggregateIn(child);
    if (found !== undefined) return found;
  }
  return undefined;
}
