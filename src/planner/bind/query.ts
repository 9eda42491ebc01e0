import { InternalError } from '../../errors.js';
import type { QueryBody, QueryNode } from '../../sql/ast.js';
import type { Draft, Scope } from './context.js';
import { limitRows, bindLimit, hasLimit } from './limit.js';
import { orderOutputs } from './order-by.js';
import { draftSelect } from './select.js';
import { draftSetOperation } from './set-operation.js';
import { draftValues } from './values.js';
import { bindWith } from './with.js';

/** A query within `outer`, whose names it may use. */
export function draftQuery(query: QueryNode, outer: Scope): Draft {
  const scope = bindWith(query.with, outer);
  if (query.body.kind === 'Select') return draftSelect(query.body, query, scope);
  const body = draftBody(query.body, scope);
  if (query.orderBy.length === 0 && query.orderByAll === undefined && !hasLimit(query)) return body;
  const limit = bindLimit(query, scope);
  return {
    names: body.names,
    types: body.types,
    finish: (targets, stored) => {
      const ordered = orderOutputs(body.finish(targets, stored), query, scope);
      return limitRows(ordered, limit, scope.binding);
    },
  };
}

/** The part of a query before ORDER BY and LIMIT. */
export function draftBody(body: QueryBody, scope: Scope): Draft {
  switch (body.kind) {
    case 'Select':
      return draftSelect(body, NO_TAIL, scope);
    case 'SetOperation':
      return draftSetOperation(body, scope);
    case 'Values':
      return draftValues(body, scope);
    case 'Query':
      return draftQuery(body, scope);
    default:
      throw new InternalError(`query body ${(body as QueryBody).kind}`);
  }
}

/** ORDER BY and LIMIT of a query that has none. */
const NO_TAIL: Pick<QueryNode, 'orderBy' | 'orderByAll' | 'limit' | 'offset' | 'withTies'> = { orderBy: [] };

export type Tail = typeof NO_TAIL;
