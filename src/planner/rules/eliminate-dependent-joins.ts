import { freeColumns, outputColumns } from '../logical/columns.js';
import { mayRaise, planMayRaise } from '../logical/effects.js';
import type { ColumnId, Expr } from '../logical/expr.js';
import { instantiate } from '../logical/instantiate.js';
import { and, column, filterOf, isNull, pass, sameValue } from '../logical/make.js';
import type { Aggregate, DependentJoin, Join, Limit, LogicalPlan, Materialize, Project, ProjectItem } from '../logical/plan.js';
import { mapInputs, SharedInputs } from '../logical/rewrite.js';
import { rowBounds } from '../logical/row-bounds.js';
import { exprsOf } from '../logical/children.js';
import { asCorrelatedEquality, isCorrelated } from './decorrelate/correlation.js';
import type { Ids } from './decorrelate/correlation.js';
import { makeDomain } from './decorrelate/domain.js';
import { pullUp, splitEqualities } from './decorrelate/pull-up.js';
import { DomainPusher, groupByDomain } from './decorrelate/push-domain.js';
import { planRule } from './rule.js';
import type { RuleContext } from './rule.js';

/**
 * Makes every DependentJoin a Join whose sides do not know each other, outermost first.
 *
 * First the cheap ways: correlated conditions move up into the join, and a keyless aggregate under equalities becomes grouped by their
 * inner sides. Otherwise the distinct outer values are joined in below (`DomainPusher`), and the results are matched null-safely: with
 * `=` a row of b whose x is NULL would lose its count, 0, in
 *
 *   SELECT (SELECT count(*) FROM a WHERE a.x > b.x LIMIT 1) FROM b
 */
export const eliminateDependentJoins = planRule('EliminateDependentJoins', (plan, context) => {
  const shared = new SharedInputs();
  const visit = (node: LogicalPlan): LogicalPlan => {
    if (node.kind === 'Materialize') return shared.rewrite(node, visit);
    if (node.kind !== 'DependentJoin') return mapInputs(node, visit);
    const unnested = unnest({ ...node, left: visit(node.left) }, context);
    // The left side is finished; everything above the old right side may hold dependent joins still.
    return finish(unnested, visit);
  };
  return visit(plan);
});

/** A plan over finished inputs: `done` are not entered again. */
interface Unnested {
  readonly plan: LogicalPlan;
  readonly done: ReadonlySet<LogicalPlan>;
}

function finish({ plan, done }: Unnested, visit: (plan: LogicalPlan) => LogicalPlan): LogicalPlan {
  const enter = (node: LogicalPlan): LogicalPlan => {
    if (done.has(node)) return node;
    return node.kind === 'DependentJoin' || node.kind === 'Materialize' ? visit(node) : mapInputs(node, enter);
  };
  return enter(plan);
}

/** Takes off what cannot change whether there is a row: the SELECT list of EXISTS is not computed. */
function withoutContent(plan: LogicalPlan): LogicalPlan {
  switch (plan.kind) {
    case 'Project':
    case 'Sort':
    case 'Window':
      return withoutContent(plan.input);
    case 'Limit':
      return passesOneRow(plan) ? withoutContent(plan.input) : plan;
    case 'Aggregate':
      return plan.keys.length > 0 && plan.groupingSets === undefined ? withoutContent(plan.input) : plan;
    default:
      return plan;
  }
}

const passesOneRow = ({ limit, offset }: Limit): boolean =>
  offset === undefined && (limit === undefined || (limit.kind === 'Literal' && limit.value !== 0n && limit.value !== 0));

const isExistence = ({ type, on }: DependentJoin): boolean => on.length === 0 && (type === 'semi' || type === 'anti' || type === 'mark');

function unnest(original: DependentJoin, context: RuleContext): Unnested {
  const node = isExistence(original) ? { ...original, right: withoutContent(original.right) } : original;
  const { left } = node;
  const done = new Set([left]);
  const outer = new Set<ColumnId>();
  const provided = new Set(outputColumns(left).map(({ id }) => id));
  for (const id of freeColumns(node.right).keys()) if (provided.has(id)) outer.add(id);
  const bounds = rowBounds(node.right);
  const type = node.type === 'single' && bounds.most <= 1 ? 'left' : node.type;
  if (outer.size === 0)
    return { plan: { ...node, kind: 'Join', type: type === 'left' && bounds.least > 0 && node.on.length === 0 ? 'inner' : type }, done };

  const scalar = unnestScalarAggregate(node, outer, context);
  if (scalar !== undefined) return { plan: scalar, done };

  const pulled = pullUp(node.right, outer, context.newId);
  const { right, conditions } =
    node.type === 'mark' ? twoValued(pulled.plan, pulled.conditions, outer) : { right: pulled.plan, conditions: pulled.conditions };
  const on = [...conditions, ...node.on];
  if (!isCorrelated(right, outer)) return { plan: { ...node, kind: 'Join', type, right, on }, done };
  return unnestByDomain({ ...node, type, right, on }, outer, bounds.least > 0 && conditions.length === 0, context);
}

/** `mark` is NULL only for what `on` itself leaves unknown: what used to be a filter must be TRUE or FALSE. */
function twoValued(right: LogicalPlan, conditions: readonly Expr[], outer: Ids): { right: LogicalPlan; conditions: Expr[] } {
  const notNull: Expr[] = [];
  const result = conditions.map((condition): Expr => {
    const equality = asCorrelatedEquality(condition, outer);
    if (equality === undefined || mayRaise(equality.inner))
      return { kind: 'IsBoolean', arg: condition, test: true, negated: false, type: condition.type };
    if (!equality.nullSafe) notNull.push(isNull(equality.inner, true));
    return sameValue(equality.inner, equality.outer);
  });
  return { right: filterOf(right, notNull), conditions: result };
}

function unnestByDomain(node: DependentJoin, outer: Ids, always: boolean, context: RuleContext): Unnested {
  const still = new Set([...outer].filter((id) => freeColumns(node.right).has(id)));
  const copy = instantiate(node.left, context.newId);
  const outputs = outputColumns(node.left);
  const sources = outputs.map(({ id }) => copy.columns.get(id)!.id);
  const left: Materialize = {
    kind: 'Materialize',
    id: context.newId(),
    input: copy.plan,
    columns: outputs.map(({ id, name, type }) => ({ id, name, type })),
    sources,
  };

  const needed = outputs.filter(({ id }) => still.has(id));
  const again = needed.map(({ name, type }) => ({ id: context.newId(), name, type }));
  const source: Materialize = { ...left, columns: again, sources: needed.map(({ id }) => copy.columns.get(id)!.id) };
  const domain = makeDomain(source, new Map(needed.map(({ id }, i) => [id, column(again[i])])), context);

  const { plan: right, columns } = new DomainPusher(domain, still, planMayRaise(node.right), context).push(node.right, still);
  const matches = needed.map((output) => sameValue(column(output), columns.get(output.id)!));
  // A keyless aggregate has a row for every combination in D, and so for every row of the left side.
  const type = node.type === 'left' && always && node.on.length === 0 ? 'inner' : node.type;
  return { plan: { ...node, kind: 'Join', type, left, right, on: [...matches, ...node.on] }, done: new Set([left, source]) };
}

/**
 * A subquery that is a keyless aggregate under equalities groups by their inner sides, and what the SELECT list computes from the
 * aggregates moves above the join, where a row without a match gets the aggregates' values over nothing.
 *
 * An inequality has no such group; there D is needed:
 *
 *   SELECT (SELECT count(*) FROM a WHERE a.x < b.x) FROM b
 */
function unnestScalarAggregate(node: DependentJoin, outer: Ids, context: RuleContext): LogicalPlan | undefined {
  if ((node.type === 'left' || node.type === 'single') && node.on.length > 0) return undefined;
  const above: Project[] = [];
  let plan = node.right;
  while (plan.kind === 'Project' || plan.kind === 'Sort' || (plan.kind === 'Limit' && passesOneRow(plan))) {
    if (plan.kind === 'Project') above.push(plan);
    plan = plan.input;
  }
  if (plan.kind !== 'Aggregate' || plan.keys.length > 0 || plan.groupingSets !== undefined) return undefined;
  const aggregate: Aggregate = plan;
  if (exprsOf(aggregate).some((expr) => mayRaise(expr) || isCorrelated(expr, outer))) return undefined;
  const { input, keys, conditions, complete } = splitEqualities(pullUp(aggregate.input, outer, context.newId), outer, context.newId, []);
  if (!complete || isCorrelated(input, outer)) return undefined;

  const { grouped, results } = groupByDomain(aggregate, input, new Map(), context);
  const right: Aggregate = { ...grouped, keys };
  const joined: Join = { kind: 'Join', type: 'left', left: node.left, right, on: conditions };
  const kept = outputColumns(node.left).map(pass);
  let result: LogicalPlan = { kind: 'Project', input: joined, items: [...kept, ...results] };
  for (const step of above.reverse()) result = { kind: 'Project', input: result, items: [...kept, ...withoutRepeats(step.items, kept)] };
  return exactlyOne(node, result);
}

const withoutRepeats = (items: readonly ProjectItem[], known: readonly ProjectItem[]): ProjectItem[] =>
  items.filter(({ id }) => !known.some((item) => item.id === id));

/** What a dependent join gives when `combined` has each left row once, with the one row that the right side has for it. */
function exactlyOne(node: DependentJoin, combined: LogicalPlan): LogicalPlan {
  const left = outputColumns(node.left).map(pass);
  switch (node.type) {
    case 'inner':
      return filterOf(combined, node.on);
    case 'semi':
      return { kind: 'Project', input: filterOf(combined, node.on), items: left };
    case 'anti': {
      const condition = and(node.on);
      const rejected: Expr = { kind: 'IsBoolean', arg: condition, test: true, negated: true, type: condition.type };
      return { kind: 'Project', input: filterOf(combined, [rejected]), items: left };
    }
    case 'mark':
      return { kind: 'Project', input: combined, items: [...left, { ...node.mark!, expr: and(node.on) }] };
    case 'left':
    case 'single':
      return combined;
  }
}
