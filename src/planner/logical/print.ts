import { exprsOf, inputsOf, operandsOf } from './children.js';
import type { AggregateCall, ColumnExpr, ColumnId, Expr, FrameBound, SortKey, WindowCall } from './expr.js';
import { printLiteral } from './print-literal.js';
import type { LogicalPlan, OutputColumn, ProjectItem } from './plan.js';
import { typeName } from '../../data/types.js';

/** Tables by the column ids that they produce, to print `a.x:1`. */
type Qualifiers = ReadonlyMap<ColumnId, string>;
const NO_QUALIFIERS: Qualifiers = new Map();

/**
 * The plan as a tree, one node per line, inputs below their node. Columns print as `table.name:id`. A shared plan is shown where it is
 * first used.
 */
export function printPlan(plan: LogicalPlan): string {
  const qualifiers = new Map<ColumnId, string>();
  collectQualifiers(plan, qualifiers);
  const lines: string[] = [];
  const shown = new Set<number>();
  const visit = (node: LogicalPlan, first: string, rest: string): void => {
    const repeated = node.kind === 'Materialize' && shown.has(node.id);
    lines.push(first + printNode(node, qualifiers) + (repeated ? ' (shown above)' : ''));
    if (node.kind === 'Materialize') shown.add(node.id);
    const children = repeated ? [] : [...exprsOf(node).flatMap(subqueryPlans), ...inputsOf(node)];
    children.forEach((child, i) => {
      const last = i === children.length - 1;
      visit(child, `${rest}${last ? '└─ ' : '├─ '}`, `${rest}${last ? '   ' : '│  '}`);
    });
  };
  visit(plan, '', '');
  return lines.join('\n');
}

function subqueryPlans(expr: Expr): LogicalPlan[] {
  const inner = operandsOf(expr).flatMap(subqueryPlans);
  return expr.kind === 'Subquery' ? [expr.plan, ...inner] : inner;
}

function collectQualifiers(plan: LogicalPlan, into: Map<ColumnId, string>): void {
  if (plan.kind === 'Scan' && /^\w+$/.test(plan.table.name)) for (const column of plan.columns) into.set(column.id, plan.table.name);
  for (const expr of exprsOf(plan)) for (const inner of subqueryPlans(expr)) collectQualifiers(inner, into);
  for (const input of inputsOf(plan)) collectQualifiers(input, into);
}

const list = (parts: readonly string[]): string => `[${parts.join(', ')}]`;
const printOutput = (output: OutputColumn): string => `${output.name}:${output.id}`;

/** One node without its inputs. */
function printNode(plan: LogicalPlan, qualifiers: Qualifiers): string {
  const print = (expr: Expr): string => printExpr(expr, qualifiers);
  const all = (exprs: readonly Expr[]): string => exprs.map(print).join(', ');
  const conjunction = (conjuncts: readonly Expr[]): string => conjuncts.map((conjunct) => operand(conjunct, 2, qualifiers)).join(' and ');
  const item = ({ id, name, expr }: ProjectItem): string =>
    expr.kind === 'Column' && expr.id === id ? print(expr) : `${name}:${id} = ${print(expr)}`;
  switch (plan.kind) {
    case 'Scan':
      return `Scan ${plan.table.name} ${list(plan.columns.map(printOutput))}${plan.conjuncts.length > 0 ? ` where ${conjunction(plan.conjuncts)}` : ''}`;
    case 'Values':
      return `Values ${list(plan.columns.map(printOutput))}${plan.rows.map((row) => ` (${all(row)})`).join('')}`;
    case 'TableFunction':
      return `TableFunction ${plan.name}(${all(plan.args)}) ${list(plan.columns.map(printOutput))}`;
    case 'Filter':
      return `Filter ${conjunction(plan.conjuncts)}`;
    case 'Project':
      return `Project ${list(plan.items.map(item))}`;
    case 'Aggregate': {
      const sets = plan.groupingSets?.map((set) => `(${set.join(', ')})`).join(', ');
      const aggregates = plan.aggregates.map((aggregate) => `${printOutput(aggregate)} = ${printAggregate(aggregate.call, qualifiers)}`);
      return (
        `Aggregate ${list(plan.keys.map(item))} ${list(aggregates)}${sets === undefined ? '' : ` grouping sets ${sets}`}` +
        (plan.groupingId === undefined ? '' : ` ${printOutput(plan.groupingId)} = grouping`)
      );
    }
    case 'Join':
    case 'DependentJoin': {
      const type = plan.type === 'inner' && plan.on.length === 0 && plan.kind === 'Join' ? 'cross' : plan.type;
      return `${plan.kind} ${type}${plan.mark === undefined ? '' : ` ${printOutput(plan.mark)}`}${plan.on.length > 0 ? ` on ${conjunction(plan.on)}` : ''}`;
    }
    case 'Sort':
      return `Sort ${printKeys(plan.keys, qualifiers)}`;
    case 'Limit':
      return `Limit ${plan.limit === undefined ? 'all' : print(plan.limit)}${plan.offset === undefined ? '' : ` offset ${print(plan.offset)}`}`;
    case 'Window': {
      const over = [
        ...(plan.partitionBy.length > 0 ? [`partition by ${all(plan.partitionBy)}`] : []),
        ...(plan.orderBy.length > 0 ? [`order by ${printKeys(plan.orderBy, qualifiers)}`] : []),
      ];
      return `Window ${list(plan.items.map((window) => `${printOutput(window)} = ${printWindow(window.call, qualifiers)}`))} over (${over.join(' ')})`;
    }
    case 'UnionAll':
      return `UnionAll ${list(plan.columns.map((column, i) => `${printOutput(column)} = ${plan.inputs.map(({ sources }) => print(sources[i])).join(' | ')}`))}`;
    case 'Unnest':
      return (
        `Unnest${plan.outer ? ' outer' : ''} ${list(plan.columns.map((column, i) => `${printOutput(column)} = ${print(plan.arrays[i])}`))}` +
        (plan.ordinality === undefined ? '' : ` ordinality ${printOutput(plan.ordinality)}`)
      );
    case 'Materialize':
      return `Materialize #${plan.id} ${list(plan.columns.map((column, i) => `${printOutput(column)} = :${plan.sources[i]}`))}`;
    case 'RecursiveUnion': {
      const columns = plan.columns.map(
        (column, i) => `${printOutput(column)} = ${print(plan.baseSources[i])} | ${print(plan.stepSources[i])}`,
      );
      return `RecursiveUnion #${plan.id}${plan.distinct ? ' distinct' : ''} ${list(columns)}`;
    }
    case 'RecursiveRef':
      return `RecursiveRef #${plan.id} ${list(plan.columns.map(printOutput))}`;
  }
}

function printKeys(keys: readonly SortKey[], qualifiers: Qualifiers): string {
  return keys
    .map(({ expr, descending, nullsFirst }) => {
      const nulls = nullsFirst === descending ? '' : nullsFirst ? ' nulls first' : ' nulls last';
      return `${printExpr(expr, qualifiers)}${descending ? ' desc' : ''}${nulls}`;
    })
    .join(', ');
}

function printAggregate(call: AggregateCall, qualifiers: Qualifiers): string {
  const args = call.args.map((arg) => printExpr(arg, qualifiers)).join(', ');
  const orderBy = call.orderBy.length > 0 ? ` order by ${printKeys(call.orderBy, qualifiers)}` : '';
  const filter = call.filter === undefined ? '' : ` filter (where ${printExpr(call.filter, qualifiers)})`;
  return `${call.fn.name}(${call.distinct ? 'distinct ' : ''}${args === '' && call.fn.name === 'count' ? '*' : args}${orderBy})${filter}`;
}

function printWindow(call: WindowCall, qualifiers: Qualifiers): string {
  const args = call.args.map((arg) => printExpr(arg, qualifiers)).join(', ');
  const filter = call.filter === undefined ? '' : ` filter (where ${printExpr(call.filter, qualifiers)})`;
  const { mode, start, end, exclude } = call.frame;
  const usesFrame = call.fn.kind === 'aggregate' || call.fn.usesFrame;
  const isDefault = mode === 'RANGE' && start.kind === 'UnboundedPreceding' && end.kind === 'CurrentRow' && exclude === undefined;
  const frame =
    !usesFrame || isDefault
      ? ''
      : ` ${mode.toLowerCase()} ${printBound(start, qualifiers)} to ${printBound(end, qualifiers)}${exclude === undefined ? '' : ` exclude ${exclude.toLowerCase()}`}`;
  return `${call.fn.name}(${args})${call.ignoreNulls ? ' ignore nulls' : ''}${filter}${frame}`;
}

function printBound(bound: FrameBound, qualifiers: Qualifiers): string {
  switch (bound.kind) {
    case 'UnboundedPreceding':
      return 'unbounded preceding';
    case 'UnboundedFollowing':
      return 'unbounded following';
    case 'CurrentRow':
      return 'current row';
    case 'Preceding':
      return `${printExpr(bound.offset, qualifiers)} preceding`;
    case 'Following':
      return `${printExpr(bound.offset, qualifiers)} following`;
  }
}

/** Binding strength, loosest first: or 1, and 2, not 3, predicates and comparisons 4, other operators 5 to 7, everything else 9. */
function strengthOf(expr: Expr): number {
  switch (expr.kind) {
    case 'Or':
      return 1;
    case 'And':
      return 2;
    case 'Not':
      return 3;
    case 'IsNull':
    case 'IsBoolean':
    case 'Distinct':
    case 'InList':
      return 4;
    case 'Call':
      return isInfix(expr.fn.name, expr.args.length) ? operatorStrength(expr.fn.name) : 9;
    default:
      return 9;
  }
}

function operatorStrength(name: string): number {
  if (/^(=|<>|<|<=|>|>=)$/.test(name)) return 4;
  if (name === '+' || name === '-') return 6;
  if (name === '*' || name === '/' || name === '%') return 7;
  return name === '^' ? 8 : 5;
}

const isInfix = (name: string, arity: number): boolean => arity === 2 && (!/[a-z0-9_]/i.test(name) || name === 'like' || name === 'ilike');

function operand(expr: Expr, strength: number, qualifiers: Qualifiers): string {
  const text = printExpr(expr, qualifiers);
  return strengthOf(expr) > strength ? text : `(${text})`;
}

const columnText = (column: ColumnExpr, qualifiers: Qualifiers): string => {
  const table = qualifiers.get(column.id);
  return `${table === undefined ? '' : `${table}.`}${column.name}:${column.id}`;
};

/** An expression in SQL's spelling, columns as `name:id`. */
export function printExpr(expr: Expr, qualifiers: Qualifiers = NO_QUALIFIERS): string {
  const print = (part: Expr): string => printExpr(part, qualifiers);
  switch (expr.kind) {
    case 'Column':
      return columnText(expr, qualifiers);
    case 'Literal':
      return printLiteral(expr.value, expr.type);
    case 'Parameter':
      return `?${expr.index}`;
    case 'Call': {
      const { name } = expr.fn;
      if (isInfix(name, expr.args.length)) {
        const strength = operatorStrength(name);
        return `${operand(expr.args[0], strength - 1, qualifiers)} ${name} ${operand(expr.args[1], strength, qualifiers)}`;
      }
      return `${name}(${expr.args.map(print).join(', ')})`;
    }
    case 'Cast':
      return `${expr.lenient ? 'try_cast' : 'cast'}(${print(expr.input)} as ${typeName(expr.type)})`;
    case 'And':
      return expr.args.map((arg) => operand(arg, 2, qualifiers)).join(' and ');
    case 'Or':
      return expr.args.map((arg) => operand(arg, 1, qualifiers)).join(' or ');
    case 'Not':
      return `not ${operand(expr.arg, 3, qualifiers)}`;
    case 'IsNull':
      return `${operand(expr.arg, 4, qualifiers)} is ${expr.negated ? 'not ' : ''}null`;
    case 'IsBoolean':
      return `${operand(expr.arg, 4, qualifiers)} is ${expr.negated ? 'not ' : ''}${expr.test === null ? 'unknown' : String(expr.test)}`;
    case 'Distinct':
      return `${operand(expr.left, 4, qualifiers)} is ${expr.negated ? 'not ' : ''}distinct from ${operand(expr.right, 4, qualifiers)}`;
    case 'Case': {
      const branches = expr.branches.map(({ when, then }) => `when ${print(when)} then ${print(then)}`).join(' ');
      return `case ${branches} else ${print(expr.otherwise)} end`;
    }
    case 'Coalesce':
      return `coalesce(${expr.args.map(print).join(', ')})`;
    case 'InList':
      return `${operand(expr.arg, 4, qualifiers)} in (${expr.items.map(print).join(', ')})`;
    case 'Subquery': {
      const outputs = expr.outputs.map((output) => columnText(output, qualifiers)).join(', ');
      const compared = expr.args.map((arg, i) => `${print(arg)} ${expr.comparisons[i]?.name ?? ''} `).join(', ');
      return `${compared}${expr.form}(${outputs})`;
    }
  }
}
