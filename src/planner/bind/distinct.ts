import { SqlError } from '../../errors.js';
import { resolveWindow } from '../../functions/resolve.js';
import { BIGINT } from '../../data/types.js';
import type { ColumnExpr, SortKey } from '../logical/expr.js';
import { column, filterOf, literal, pass } from '../logical/make.js';
import type { LogicalPlan, OutputColumn } from '../logical/plan.js';
import type { Binding, Output } from './context.js';
import { invoke } from './expr/invoke.js';
import { checkSortable } from './sort-key.js';

/** Keeps one row of those that are equal on all outputs; NULLs are equal. The columns keep their ids. */
export function distinctRows(plan: LogicalPlan, outputs: readonly Output[]): LogicalPlan {
  const keys = new Map<number, ColumnExpr>();
  for (const { column: output } of outputs) {
    checkSortable(output.type, output.at, 'equality');
    keys.set(output.id, output);
  }
  return { kind: 'Aggregate', input: plan, keys: [...keys.values()].map(pass), aggregates: [] };
}

/**
 * DISTINCT ON: of the rows equal on `on`, the first in the order of `orderBy`. The leading ORDER BY expressions must be those of DISTINCT
 * ON (42P10), which makes "first" mean what the whole result's order says.
 */
export function distinctOn(
  plan: LogicalPlan,
  on: readonly ColumnExpr[],
  orderBy: readonly SortKey[],
  binding: Binding,
  at?: number,
): LogicalPlan {
  const ids = new Set(on.map((each) => each.id));
  const leading = new Set(orderBy.slice(0, ids.size).map((key) => (key.expr.kind === 'Column' ? key.expr.id : undefined)));
  if (orderBy.length > 0 && [...leading].some((id) => id === undefined || !ids.has(id))) {
    throw new SqlError('42P10', 'SELECT DISTINCT ON expressions must match initial ORDER BY expressions', { position: at });
  }
  const { fn, returns } = resolveWindow('row_number', []);
  const output: OutputColumn = { id: binding.newId(), name: 'row_number', type: returns };
  const frame = { mode: 'RANGE', start: { kind: 'UnboundedPreceding' }, end: { kind: 'CurrentRow' } } as const;
  const numbered: LogicalPlan = {
    kind: 'Window',
    input: plan,
    partitionBy: on,
    orderBy,
    items: [{ ...output, call: { fn, args: [], ignoreNulls: false, frame, type: returns } }],
  };
  return filterOf(numbered, [invoke('=', [column(output), literal(1n, BIGINT)], binding)]);
}
