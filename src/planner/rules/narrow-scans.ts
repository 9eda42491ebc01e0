import { exprsOf, inputsOf } from '../logical/children.js';
import { freeColumns, outputColumns } from '../logical/columns.js';
import type { ColumnId } from '../logical/expr.js';
import type { LogicalPlan, Scan } from '../logical/plan.js';
import { replaceNodes } from '../logical/rewrite.js';
import { planRule } from './rule.js';

/**
 * Leaves out columns of tables that no part of the plan names, so that all rules after this one carry less along; PruneColumns looks closer when
 * the plan has its shape. Scans of one table keep the same columns, as MergeEqualPlans needs to find equal ones:
 *
 *   SELECT … FROM (SELECT k, max(x) FROM a JOIN b USING (k) GROUP BY k) AS q JOIN (SELECT k, min(y) FROM a JOIN b USING (k) GROUP BY k) AS r USING (k)
 */
export const narrowScans = planRule('NarrowScans', (plan) => {
  const named = new Set<ColumnId>(outputColumns(plan).map(({ id }) => id));
  const scans = new Set<Scan>();
  const shared = new Set<LogicalPlan>();
  const visit = (node: LogicalPlan): void => {
    if (node.kind === 'Materialize') {
      for (const id of node.sources) named.add(id);
      if (shared.has(node.input)) return;
      shared.add(node.input);
    }
    if (node.kind === 'Scan') scans.add(node);
    for (const expr of exprsOf(node)) for (const id of freeColumns(expr).keys()) named.add(id);
    inputsOf(node).forEach(visit);
  };
  visit(plan);

  const ordinals = new Map<Scan['table']['columns'], Set<number>>();
  for (const { table, columns } of scans) {
    let read = ordinals.get(table.columns);
    if (read === undefined) ordinals.set(table.columns, (read = new Set()));
    for (const { id, ordinal } of columns) if (named.has(id)) read.add(ordinal);
  }
  const narrowed = new Map<LogicalPlan, LogicalPlan>();
  for (const scan of scans) {
    const read = ordinals.get(scan.table.columns)!;
    const columns = scan.columns.filter(({ ordinal }) => read.has(ordinal));
    if (columns.length < scan.columns.length) narrowed.set(scan, { ...scan, columns });
  }
  return replaceNodes(plan, narrowed);
});
