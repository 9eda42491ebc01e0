import { InternalError, SqlError } from '../../../errors.js';
import type { Expr } from '../../logical/expr.js';
import type { Limit } from '../../logical/plan.js';
import type { PhysicalPlan } from '../plan.js';
import type { PhysicalContext } from './context.js';

/** Past this many rows, sorting everything is cheaper than keeping the best. */
const TOP_N_ROWS = 100_000;

/** A limit over a sort keeps only the first rows while sorting; any other stops reading early. */
export function createLimit({ input, limit: limitExpr, offset: offsetExpr }: Limit, context: PhysicalContext): PhysicalPlan {
  const limit = rowCount(limitExpr, 'LIMIT') ?? Infinity;
  const offset = rowCount(offsetExpr, 'OFFSET') ?? 0;
  const estimatedRows = Math.max(0, Math.min(limit, context.estimateRows(input) - offset));
  if (input.kind === 'Sort' && limit + offset <= TOP_N_ROWS) {
    return { kind: 'TopN', input: context.create(input.input), keys: input.keys, limit, offset, estimatedRows };
  }
  return { kind: 'Limit', input: context.create(input), limit, offset, estimatedRows };
}

function rowCount(expr: Expr | undefined, clause: 'LIMIT' | 'OFFSET'): number | undefined {
  if (expr === undefined) return undefined;
  if (expr.kind !== 'Literal') throw new InternalError(`${clause} is not constant`);
  if (expr.value === null) return undefined;
  const rows = Number(expr.value);
  if (rows < 0) throw new SqlError(clause === 'LIMIT' ? '2201W' : '2201X', `${clause} must not be negative`, { position: expr.at });
  return rows;
}
