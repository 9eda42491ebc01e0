import type { LogicalPlan, Window, WindowItem } from '../logical/plan.js';
import type { SortKey } from '../logical/expr.js';
import type { FrameWindow } from './context.js';
import { sameExpr } from './same-expr.js';

const sameKeys = (a: readonly SortKey[], b: readonly SortKey[]): boolean =>
  a.length === b.length &&
  a.every((key, i) => key.descending === b[i].descending && key.nullsFirst === b[i].nullsFirst && sameExpr(key.expr, b[i].expr));

const sameWindow = (a: FrameWindow, b: FrameWindow): boolean =>
  a.partitionBy.length === b.partitionBy.length &&
  a.partitionBy.every((expr, i) => sameExpr(expr, b.partitionBy[i])) &&
  sameKeys(a.orderBy, b.orderBy);

/** Adds the window functions of a SELECT: one Window per distinct partitioning and order, in the order in which they first occur. */
export function addWindows(input: LogicalPlan, windows: readonly FrameWindow[]): LogicalPlan {
  const groups: FrameWindow[][] = [];
  for (const window of windows) {
    const group = groups.find(([first]) => sameWindow(first, window));
    if (group === undefined) groups.push([window]);
    else group.push(window);
  }
  return groups.reduce(
    (plan, group): Window => ({
      kind: 'Window',
      input: plan,
      partitionBy: group[0].partitionBy,
      orderBy: group[0].orderBy,
      items: group.map(({ output, call }): WindowItem => ({ id: output.id, name: output.name, type: output.type, call })),
    }),
    input,
  );
}
