import { freeColumns, outputColumns } from '../logical/columns.js';
import type { Expr } from '../logical/expr.js';
import { column, literal, nullOf } from '../logical/make.js';
import { mapAggregateCall, substitute } from '../logical/rewrite.js';
import type { Aggregate, LogicalPlan, OutputColumn, ProjectItem } from '../logical/plan.js';
import { rule } from './rule.js';
import type { RuleContext } from './rule.js';
import { sharePlan } from './share-plan.js';
import type { SharedPlan } from './share-plan.js';

/**
 * Groups once per grouping set over a shared input, and appends the results; a key outside the set is NULL. The set `()` gives its one
 * row even when there is no input row.
 */
export const splitGroupingSets = rule('SplitGroupingSets', 'Aggregate', (node, context): LogicalPlan | undefined => {
  if (node.groupingSets === undefined) return undefined;
  const shared = sharePlan(node.input, context);
  const sets = node.groupingSets.map((set) => groupBySet(node, set, shared, context));
  return {
    kind: 'UnionAll',
    columns: outputColumns(node).map(({ id, name, type }) => ({ id, name, type })),
    inputs: sets.map((plan) => ({ plan, sources: outputColumns(plan).map((output) => column(output)) })),
  };
});

function groupBySet(node: Aggregate, set: readonly number[], shared: SharedPlan, context: RuleContext): LogicalPlan {
  const calls = node.aggregates.map((item) => item.call);
  const keyExprs = set.map((index) => node.keys[index].expr);
  const needs = [
    ...keyExprs,
    ...calls.flatMap((call) => [...call.args, ...call.orderBy.map((key) => key.expr), ...(call.filter === undefined ? [] : [call.filter])]),
  ].flatMap((expr) => [...freeColumns(expr).keys()]);
  const { plan: input, columns } = shared.read(needs);
  const rename = (expr: Expr): Expr => substitute(expr, columns);
  const again = (output: OutputColumn): OutputColumn => ({ id: context.newId(), name: output.name, type: output.type });

  const keys = set.map((index): ProjectItem => ({ ...again(node.keys[index]), expr: rename(node.keys[index].expr) }));
  const aggregates = node.aggregates.map((item) => ({ ...again(item), call: mapAggregateCall(item.call, rename) }));
  const grouped: LogicalPlan = { kind: 'Aggregate', input, keys, aggregates };

  const items: ProjectItem[] = node.keys.map((key, index) => {
    const position = set.indexOf(index);
    return { ...again(key), expr: position < 0 ? nullOf(key.type) : column(keys[position]) };
  });
  for (const item of aggregates) items.push({ ...again(item), expr: column(item) });
  if (node.groupingId !== undefined) {
    const mask = node.keys.reduce((bits, _, index) => (set.includes(index) ? bits : bits | (1 << index)), 0);
    items.push({
      ...again(node.groupingId),
      expr: literal(node.groupingId.type.kind === 'bigint' ? BigInt(mask) : mask, node.groupingId.type),
    });
  }
  return { kind: 'Project', input: grouped, items };
}
