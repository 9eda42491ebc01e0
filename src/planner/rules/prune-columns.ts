import { freeColumns, outputColumns } from '../logical/columns.js';
import { exprsOf, inputsOf } from '../logical/children.js';
import type { ColumnId, Expr } from '../logical/expr.js';
import { pass } from '../logical/make.js';
import type { LogicalPlan, Materialize, OutputColumn } from '../logical/plan.js';
import { rowBounds } from '../logical/row-bounds.js';
import { mapInputs } from '../logical/rewrite.js';
import { planRule } from './rule.js';

type Needs = ReadonlySet<ColumnId>;

/**
 * Leaves out every column that nothing reads, down to what scans decode. A shared plan keeps what any of its readers needs. The rows stay:
 * a grouping keeps its keys, and a Scan of no columns still counts.
 *
 *   SELECT count(*) FROM (SELECT DISTINCT x, y FROM a) AS q   -- y is not read, but it makes rows
 */
export const pruneColumns = planRule('PruneColumns', (plan) => {
  const root = new Set(outputColumns(plan).map(({ id }) => id));
  const shared = collectShared(plan, root);
  const inputs = new Map<number, LogicalPlan>();

  const prune = (node: LogicalPlan, needs: Needs): LogicalPlan => {
    if (node.kind === 'Materialize') {
      let input = inputs.get(node.id);
      if (input === undefined) inputs.set(node.id, (input = narrow(prune(node.input, shared.get(node.id)!), shared.get(node.id)!)));
      const kept = keepOne(node.columns, needs);
      return kept.length === node.columns.length && input === node.input
        ? node
        : { ...node, input, columns: kept, sources: kept.map((output) => node.sources[node.columns.indexOf(output)]) };
    }
    const slim = slimDown(node, needs);
    if (slim.kind !== node.kind) return prune(slim, needs);
    // What only passes columns on is left out; where rows are kept, narrow puts it back.
    if (slim.kind === 'Project' && slim.items.every(({ id, expr }) => expr.kind === 'Column' && expr.id === id))
      return prune(slim.input, needs);
    const below = needsBelow(slim, needs);
    let index = 0;
    return mapInputs(slim, (input) => {
      const wanted = below[index++];
      const pruned = prune(input, wanted);
      return keepsRows(slim, input) ? narrow(pruned, wanted) : pruned;
    });
  };
  return prune(plan, root);
});

/** What the readers of each shared plan need of it, by its own column ids. */
function collectShared(plan: LogicalPlan, root: Needs): ReadonlyMap<number, Needs> {
  const needed = new Map<number, Set<ColumnId>>();
  const plans = new Map<number, Materialize>();
  const order: number[] = [];
  const findOrder = (node: LogicalPlan): void => {
    if (node.kind === 'Materialize') {
      if (plans.has(node.id)) return;
      plans.set(node.id, node);
      findOrder(node.input);
      order.push(node.id);
      return;
    }
    for (const input of inputsOf(node)) findOrder(input);
  };
  findOrder(plan);
  if (order.length === 0) return needed;

  const collect = (node: LogicalPlan, needs: Needs): void => {
    if (node.kind === 'Materialize') {
      const known = needed.get(node.id) ?? new Set();
      for (const output of keepOne(node.columns, needs)) known.add(node.sources[node.columns.indexOf(output)]);
      needed.set(node.id, known);
      return;
    }
    const slim = slimDown(node, needs);
    if (slim.kind !== node.kind) return collect(slim, needs);
    const below = needsBelow(slim, needs);
    inputsOf(slim).forEach((input, i) => collect(input, below[i]));
  };
  collect(plan, root);
  // Readers come before what they read: outermost first.
  for (const id of order.reverse()) collect(plans.get(id)!.input, needed.get(id) ?? new Set());
  return needed;
}

const keepOne = (columns: readonly OutputColumn[], needs: Needs): readonly OutputColumn[] => {
  const kept = columns.filter(({ id }) => needs.has(id));
  return kept.length === 0 ? columns.slice(0, 1) : kept.length === columns.length ? columns : kept;
};

const filterItems = <T extends OutputColumn>(items: readonly T[], needs: Needs): readonly T[] =>
  items.every(({ id }) => needs.has(id)) ? items : items.filter(({ id }) => needs.has(id));

/** The node without the columns of its own that nobody needs. */
function slimDown(node: LogicalPlan, needs: Needs): LogicalPlan {
  switch (node.kind) {
    case 'Scan': {
      const read = new Set([...needs, ...node.conjuncts.flatMap((conjunct) => [...freeColumns(conjunct).keys()])]);
      const columns = filterItems(node.columns, read);
      return columns === node.columns ? node : { ...node, columns };
    }
    case 'Values': {
      const columns = filterItems(node.columns, needs);
      if (columns === node.columns) return node;
      const indexes = columns.map((output) => node.columns.indexOf(output));
      return { ...node, columns, rows: node.rows.map((row) => indexes.map((index) => row[index])) };
    }
    case 'Project': {
      const items = filterItems(node.items, needs);
      if (items === node.items) return node;
      return items.length === 0 ? slimDown(node.input, needs) : { ...node, items };
    }
    case 'Aggregate': {
      const aggregates =
        node.keys.length === 0 ? (keepOne(node.aggregates, needs) as typeof node.aggregates) : filterItems(node.aggregates, needs);
      return aggregates === node.aggregates ? node : { ...node, aggregates };
    }
    case 'Window': {
      const items = filterItems(node.items, needs);
      return items === node.items ? node : items.length === 0 ? slimDown(node.input, needs) : { ...node, items };
    }
    case 'UnionAll': {
      const columns = keepOne(node.columns, needs);
      if (columns === node.columns) return node;
      const indexes = columns.map((output) => node.columns.indexOf(output));
      return {
        ...node,
        columns,
        inputs: node.inputs.map((input) => ({ ...input, sources: indexes.map((index) => input.sources[index]) })),
      };
    }
    case 'Unnest':
      return node.ordinality === undefined || needs.has(node.ordinality.id) ? node : { ...node, ordinality: undefined };
    case 'Join': {
      // A left row is kept once whatever its mark or its one match is.
      const isUnread =
        (node.type === 'mark' && !needs.has(node.mark!.id)) ||
        (node.type === 'left' && rowBounds(node.right).most <= 1 && !outputColumns(node.right).some(({ id }) => needs.has(id)));
      return isUnread ? slimDown(node.left, needs) : node;
    }
    default:
      return node;
  }
}

const idsIn = (exprs: readonly Expr[]): ColumnId[] => exprs.flatMap((expr) => [...freeColumns(expr).keys()]);

/** What a node needs of each of its inputs. */
function needsBelow(node: LogicalPlan, needs: Needs): readonly Needs[] {
  switch (node.kind) {
    case 'Project':
    case 'Aggregate':
      return [new Set(idsIn(exprsOf(node)))];
    case 'UnionAll':
      return node.inputs.map(({ sources }) => new Set(sources.map(({ id }) => id)));
    // Every column takes part in the next round, and in what is distinct.
    case 'RecursiveUnion':
      return [new Set(node.baseSources.map(({ id }) => id)), new Set(node.stepSources.map(({ id }) => id))];
    case 'Join':
    case 'DependentJoin': {
      const all = new Set([...needs, ...idsIn(node.on)]);
      return [all, all];
    }
    default: {
      const all = new Set([...needs, ...idsIn(exprsOf(node))]);
      return inputsOf(node).map(() => all);
    }
  }
}

/** Whether a node holds all rows of this input, so that each column less is memory saved. */
function keepsRows(node: LogicalPlan, input: LogicalPlan): boolean {
  return node.kind === 'Sort' || node.kind === 'Window' || (node.kind === 'Join' && input === node.right);
}

/** Drops the columns that only the plan itself needed, such as join keys. */
function narrow(plan: LogicalPlan, needs: Needs): LogicalPlan {
  if (plan.kind === 'Project' || plan.kind === 'Values' || plan.kind === 'Materialize') return plan;
  const outputs = outputColumns(plan);
  const kept = outputs.filter(({ id }) => needs.has(id));
  return kept.length === outputs.length || kept.length === 0 ? plan : { kind: 'Project', input: plan, items: kept.map(pass) };
}
