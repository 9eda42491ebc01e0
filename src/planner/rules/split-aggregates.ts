import { freeColumns, outputColumns } from '../logical/columns.js';
import type { AggregateCall, Expr, SortKey } from '../logical/expr.js';
import { column, pass, sameValue } from '../logical/make.js';
import type { Aggregate, AggregateItem, LogicalPlan, OutputColumn, ProjectItem } from '../logical/plan.js';
import { mapAggregateCall, substitute } from '../logical/rewrite.js';
import { sameExpr, sameExprs } from '../logical/same-expr.js';
import { rule } from './rule.js';
import type { RuleContext } from './rule.js';
import { sharePlan } from './share-plan.js';

/** Aggregates that one pass over one form of the input computes: all rows, rows distinct on the arguments, rows in an order. */
interface Branch {
  readonly distinct?: { readonly args: readonly Expr[]; readonly filter?: Expr };
  readonly orderBy: readonly SortKey[];
  readonly items: AggregateItem[];
}

/**
 * Leaves only plain aggregates: DISTINCT becomes a grouping below, on the keys and the arguments; ORDER BY a Sort below. What needs
 * different inputs is computed in branches over a shared input and joined on the keys. The join treats NULL keys as equal; with `=`
 * the group of NULLs would be lost from
 *
 *   SELECT x, count(DISTINCT y), sum(z) FROM a GROUP BY x
 */
export const splitAggregates = rule('SplitAggregates', 'Aggregate', (node, context): LogicalPlan | undefined => {
  const items = node.aggregates.map((item) => ({ ...item, call: simplifyCall(item.call) }));
  const branches = branchesOf(items);
  if (branches.length <= 1) {
    const [branch] = branches;
    if (branch === undefined || (branch.distinct === undefined && branch.orderBy.length === 0)) {
      return items.some((item, i) => item.call !== node.aggregates[i].call) ? { ...node, aggregates: items } : undefined;
    }
    return branch.distinct === undefined
      ? { ...node, input: sorted(node.input, branch.orderBy), aggregates: withoutOrder(items) }
      : aggregateDistinct(node, branch, context);
  }
  return joinBranches(node, branches, context);
});

const sorted = (input: LogicalPlan, keys: readonly SortKey[]): LogicalPlan => (keys.length === 0 ? input : { kind: 'Sort', input, keys });
const withoutOrder = (items: readonly AggregateItem[]): AggregateItem[] =>
  items.map((item) => ({ ...item, call: { ...item.call, distinct: false, orderBy: [] } }));

/** Drops DISTINCT and ORDER BY where they change nothing. */
function simplifyCall(call: AggregateCall): AggregateCall {
  const distinct = call.distinct && call.fn.ignoresDistinct !== true && call.args.length > 0;
  // Without an order PostgreSQL gives distinct values sorted, as it finds them by sorting.
  const implied = (): SortKey[] =>
    distinct ? call.args.filter((arg) => arg.kind !== 'Literal').map((expr) => ({ expr, descending: false, nullsFirst: false })) : [];
  const orderBy = !call.fn.orderSensitive ? [] : call.orderBy.length === 0 ? implied() : call.orderBy;
  return distinct === call.distinct && orderBy.length === call.orderBy.length && orderBy.every((key, i) => key === call.orderBy[i])
    ? call
    : { ...call, distinct, orderBy };
}

/** What makes rows distinct: a separator does not, but with nothing else it keeps the grouping from being keyless, and so from having a row for no rows. */
function distinctArgs({ args }: AggregateCall): readonly Expr[] {
  const varying = args.filter((arg) => arg.kind !== 'Literal');
  return varying.length > 0 ? varying : args;
}

function branchesOf(items: readonly AggregateItem[]): Branch[] {
  const branches: Branch[] = [];
  for (const item of items) {
    const { call } = item;
    const distinct = call.distinct ? { args: distinctArgs(call), ...(call.filter && { filter: call.filter }) } : undefined;
    const branch = branches.find((candidate) => accepts(candidate, distinct, call));
    if (branch === undefined) branches.push({ ...(distinct && { distinct }), orderBy: call.orderBy, items: [item] });
    else branch.items.push(item);
  }
  return mergeOrderless(branches);
}

function accepts(branch: Branch, distinct: Branch['distinct'], call: AggregateCall): boolean {
  if ((branch.distinct === undefined) !== (distinct === undefined)) return false;
  if (branch.distinct !== undefined && distinct !== undefined) {
    if (!sameExprs(branch.distinct.args, distinct.args)) return false;
    const [a, b] = [branch.distinct.filter, distinct.filter];
    if ((a === undefined) !== (b === undefined) || (a !== undefined && b !== undefined && !sameExpr(a, b))) return false;
  }
  return sameKeys(branch.orderBy, call.orderBy);
}

const sameKeys = (a: readonly SortKey[], b: readonly SortKey[]): boolean =>
  a.length === b.length &&
  a.every((key, i) => sameExpr(key.expr, b[i].expr) && key.descending === b[i].descending && key.nullsFirst === b[i].nullsFirst);

/** Aggregates that do not care about order ride along with a sorted branch. */
function mergeOrderless(branches: Branch[]): Branch[] {
  const plain = branches.find((branch) => branch.distinct === undefined && branch.orderBy.length === 0);
  const ordered = branches.find((branch) => branch.distinct === undefined && branch.orderBy.length > 0);
  if (plain === undefined || ordered === undefined || plain.items.some((item) => item.call.fn.orderSensitive)) return branches;
  ordered.items.push(...plain.items);
  return branches.filter((branch) => branch !== plain);
}

/** Groups on the keys and the distinct arguments, then on the keys. A filter becomes a further key: TRUE rows are the ones aggregated. */
function aggregateDistinct(node: Aggregate, branch: Branch, context: RuleContext): Aggregate {
  const { args, filter } = branch.distinct!;
  const fresh = (name: string, expr: Expr): ProjectItem => ({ id: context.newId(), name, type: expr.type, expr });
  const keys = node.keys.map((key) => (key.expr.kind === 'Column' && key.expr.id === key.id ? key : fresh(key.name, key.expr)));
  const values = args.map((arg, i) => fresh(arg.kind === 'Column' ? arg.name : `value${i}`, arg));
  const flag =
    filter === undefined ? undefined : fresh('filter', { kind: 'IsBoolean', arg: filter, test: true, negated: false, type: filter.type });
  const distinct: LogicalPlan = {
    kind: 'Aggregate',
    input: node.input,
    keys: [...keys, ...values, ...(flag === undefined ? [] : [flag])],
    aggregates: [],
  };
  const computed = (expr: Expr): Expr => {
    const index = args.findIndex((arg) => sameExpr(arg, expr));
    return index < 0 ? expr : column(values[index]);
  };
  return {
    kind: 'Aggregate',
    input: sorted(
      distinct,
      branch.orderBy.map((key) => ({ ...key, expr: computed(key.expr) })),
    ),
    keys: node.keys.map((key, i) => ({ ...key, expr: column(keys[i]) })),
    aggregates: branch.items.map(({ call, ...output }) => ({
      ...output,
      call: {
        fn: call.fn,
        args: call.args.map(computed),
        distinct: false,
        orderBy: [],
        type: call.type,
        ...(flag && { filter: column(flag) }),
      },
    })),
  };
}

function joinBranches(node: Aggregate, branches: readonly Branch[], context: RuleContext): LogicalPlan {
  // Keys are computed once, so that every branch groups by the same values.
  const keyed = node.keys.map((key) => ({ id: context.newId(), name: key.name, type: key.type, expr: key.expr }));
  const input: LogicalPlan = keyed.every(({ expr }) => expr.kind === 'Column')
    ? node.input
    : { kind: 'Project', input: node.input, items: [...outputColumns(node.input).map(pass), ...keyed] };
  const keyColumns = keyed.map((key) => (input === node.input ? key.expr : column(key)));
  const shared = sharePlan(input, context);

  const parts = branches.map((branch, number) => {
    const needs = [...keyColumns, ...branch.items.flatMap(({ call }) => exprsOfCall(call))].flatMap((expr) => [
      ...freeColumns(expr).keys(),
    ]);
    const reader = shared.read(needs);
    const rename = (expr: Expr): Expr => substitute(expr, reader.columns);
    const keys = node.keys.map((key, i): ProjectItem => ({
      id: number === 0 ? key.id : context.newId(),
      name: key.name,
      type: key.type,
      expr: rename(keyColumns[i]),
    }));
    const renamed: Branch = {
      ...(branch.distinct && {
        distinct: { args: branch.distinct.args.map(rename), ...(branch.distinct.filter && { filter: rename(branch.distinct.filter) }) },
      }),
      orderBy: branch.orderBy.map((key) => ({ ...key, expr: rename(key.expr) })),
      items: branch.items.map((item) => ({ ...item, call: mapAggregateCall(item.call, rename) })),
    };
    const base: Aggregate = { kind: 'Aggregate', input: reader.plan, keys, aggregates: [] };
    return renamed.distinct !== undefined
      ? aggregateDistinct(base, renamed, context)
      : { ...base, input: sorted(base.input, renamed.orderBy), aggregates: withoutOrder(renamed.items) };
  });
  const [first] = parts;
  const joined = parts.slice(1).reduce(
    (left: LogicalPlan, right): LogicalPlan => ({
      kind: 'Join',
      type: 'inner',
      left,
      right,
      on: right.keys.map((key, i) => sameValue(column(first.keys[i]), column(key))),
    }),
    first,
  );
  return { kind: 'Project', input: joined, items: [...node.keys, ...node.aggregates].map((output: OutputColumn) => pass(output)) };
}

const exprsOfCall = (call: AggregateCall): Expr[] => [
  ...call.args,
  ...call.orderBy.map((key) => key.expr),
  ...(call.filter === undefined ? [] : [call.filter]),
];
