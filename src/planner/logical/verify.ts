import { sameType, typeName, type SqlType } from '../../data/types.js';
import { InternalError } from '../../errors.js';
import { findCast } from '../../functions/resolve.js';
import { exprsOf, operandsOf } from './children.js';
import { freeColumns, outputColumns } from './columns.js';
import type { CallExpr, ColumnExpr, ColumnId, Expr, SubqueryExpr } from './expr.js';
import type { Aggregate, DependentJoin, Join, LogicalPlan, Materialize, OutputColumn, RecursiveUnion } from './plan.js';

/** Columns that an expression may read, with their types. */
type Available = ReadonlyMap<ColumnId, SqlType>;

/** What one verification has seen. */
interface Seen {
  /** Ids and the node that makes each. */
  readonly made: Map<ColumnId, LogicalPlan>;
  readonly shared: Map<number, LogicalPlan>;
  readonly recursive: Map<number, RecursiveUnion>;
}

/**
 * Throws InternalError unless a plan is whole: every column read is produced below with the same type (or is one of `outer`), no id is made
 * twice but under a shared Materialize, operands have the types that their expression requires, and nothing is left of type unknown.
 */
export function verifyPlan(plan: LogicalPlan, outer: readonly ColumnExpr[] = []): void {
  verify(plan, new Map(outer.map(({ id, type }) => [id, type])), { made: new Map(), shared: new Map(), recursive: new Map() });
}

function fail(plan: LogicalPlan, what: string): never {
  throw new InternalError(`${plan.kind}: ${what}`);
}

function verify(plan: LogicalPlan, outer: Available, seen: Seen): void {
  verifyInputs(plan, outer, seen);
  for (const column of newColumns(plan)) {
    const maker = seen.made.get(column.id);
    if (maker !== undefined) fail(plan, `column ${column.name}:${column.id} is made twice, first by ${maker.kind}`);
    seen.made.set(column.id, plan);
    if (column.type.kind === 'unknown') fail(plan, `column ${column.name}:${column.id} is of type unknown`);
  }
  const available = new Map(outer);
  for (const input of readInputs(plan)) for (const { id, type } of outputColumns(input)) available.set(id, type);
  if (plan.kind === 'Scan') for (const { id, type } of plan.columns) available.set(id, type);
  for (const expr of exprsOf(plan)) verifyExpr(expr, available, plan, seen);
  verifyNode(plan, available, seen);
  const outputs = new Set<ColumnId>();
  for (const { id, name } of outputColumns(plan)) {
    if (outputs.has(id)) fail(plan, `column ${name}:${id} is in its output twice`);
    outputs.add(id);
  }
}

function verifyInputs(plan: LogicalPlan, outer: Available, seen: Seen): void {
  switch (plan.kind) {
    case 'Scan':
    case 'Values':
    case 'TableFunction':
    case 'RecursiveRef':
      return;
    case 'Join':
      verify(plan.left, outer, seen);
      verify(plan.right, outer, seen);
      return;
    case 'DependentJoin': {
      verify(plan.left, outer, seen);
      const visible = new Map(outer);
      for (const { id, type } of outputColumns(plan.left)) visible.set(id, type);
      verify(plan.right, visible, seen);
      return;
    }
    case 'UnionAll':
      for (const input of plan.inputs) verify(input.plan, outer, seen);
      return;
    case 'Materialize':
      verifyShared(plan, outer, seen);
      return;
    case 'RecursiveUnion':
      if (seen.recursive.has(plan.id)) fail(plan, `id ${plan.id} is used twice`);
      seen.recursive.set(plan.id, plan);
      verify(plan.base, outer, seen);
      verify(plan.step, outer, seen);
      return;
    default:
      verify(plan.input, outer, seen);
  }
}

/** All nodes of one id must hold the same plan, which is checked once. */
function verifyShared(plan: Materialize, outer: Available, seen: Seen): void {
  const known = seen.shared.get(plan.id);
  if (known === undefined) {
    seen.shared.set(plan.id, plan.input);
    verify(plan.input, outer, seen);
  } else if (known !== plan.input) fail(plan, `nodes of id ${plan.id} hold different plans`);
}

/** Inputs whose columns a node's expressions may read. */
function readInputs(plan: LogicalPlan): readonly LogicalPlan[] {
  switch (plan.kind) {
    case 'Scan':
    case 'Values':
    case 'TableFunction':
    case 'RecursiveRef':
      return [];
    case 'Join':
    case 'DependentJoin':
      return [plan.left, plan.right];
    case 'UnionAll':
      return plan.inputs.map((input) => input.plan);
    case 'RecursiveUnion':
      return [plan.base, plan.step];
    default:
      return [plan.input];
  }
}

/** Columns that a node makes rather than hands through. */
function newColumns(plan: LogicalPlan): readonly OutputColumn[] {
  switch (plan.kind) {
    case 'Scan':
    case 'Values':
    case 'TableFunction':
    case 'UnionAll':
    case 'Materialize':
    case 'RecursiveUnion':
    case 'RecursiveRef':
      return plan.columns;
    case 'Project':
      return plan.items.filter((item) => item.expr.kind !== 'Column' || item.expr.id !== item.id);
    case 'Aggregate':
      return [
        ...plan.keys.filter((key) => key.expr.kind !== 'Column' || key.expr.id !== key.id),
        ...plan.aggregates,
        ...(plan.groupingId === undefined ? [] : [plan.groupingId]),
      ];
    case 'Window':
      return plan.items;
    case 'Unnest':
      return [...plan.columns, ...(plan.ordinality === undefined ? [] : [plan.ordinality])];
    case 'Join':
    case 'DependentJoin':
      return plan.mark === undefined ? [] : [plan.mark];
    case 'Filter':
    case 'Sort':
    case 'Limit':
      return [];
  }
}

function expectType(actual: SqlType, expected: SqlType, plan: LogicalPlan, what: string): void {
  if (!sameType(actual, expected)) fail(plan, `${what} is ${typeName(actual)}, not ${typeName(expected)}`);
}

const BOOLEAN: SqlType = { kind: 'boolean' };

function verifyNode(plan: LogicalPlan, available: Available, seen: Seen): void {
  switch (plan.kind) {
    case 'Scan':
      for (const { ordinal, name, type } of plan.columns) {
        if (plan.table.columns[ordinal] === undefined) fail(plan, `${name} is column ${ordinal} of ${plan.table.columns.length}`);
        expectType(type, plan.table.columns[ordinal].type, plan, name);
      }
      expectBooleans(plan.conjuncts, plan);
      return;
    case 'Filter':
      expectBooleans(plan.conjuncts, plan);
      return;
    case 'Values':
      for (const row of plan.rows) {
        if (row.length !== plan.columns.length) fail(plan, `row of ${row.length} values for ${plan.columns.length} columns`);
        row.forEach((cell, i) => expectType(cell.type, plan.columns[i].type, plan, plan.columns[i].name));
      }
      return;
    case 'Project':
      for (const item of plan.items) expectType(item.expr.type, item.type, plan, item.name);
      return;
    case 'Aggregate':
      verifyAggregate(plan);
      return;
    case 'Join':
    case 'DependentJoin':
      verifyJoin(plan);
      return;
    case 'Limit':
      for (const count of [plan.limit, plan.offset]) if (count !== undefined) expectType(count.type, { kind: 'bigint' }, plan, 'count');
      return;
    case 'Window':
      for (const { name, type, call } of plan.items) expectType(call.type, type, plan, name);
      return;
    case 'UnionAll':
      for (const { plan: input, sources } of plan.inputs) verifySources(sources, plan.columns, input, plan);
      return;
    case 'RecursiveUnion':
      verifySources(plan.baseSources, plan.columns, plan.base, plan);
      verifySources(plan.stepSources, plan.columns, plan.step, plan);
      return;
    case 'RecursiveRef': {
      const union = seen.recursive.get(plan.id);
      if (union === undefined) fail(plan, `no RecursiveUnion ${plan.id} around it`);
      plan.columns.forEach(({ name, type }, i) => expectType(type, union.columns[i].type, plan, name));
      return;
    }
    case 'Materialize':
      if (freeColumns(plan.input).size > 0) fail(plan, 'the shared plan uses columns from outside');
      plan.sources.forEach((id, i) => {
        const type = available.get(id);
        if (type === undefined) fail(plan, `source ${id} is not produced by its input`);
        expectType(type, plan.columns[i].type, plan, plan.columns[i].name);
      });
      return;
    case 'Unnest':
      plan.arrays.forEach((array, i) => {
        if (array.type.kind !== 'array') fail(plan, `unnests ${typeName(array.type)}`);
        expectType(array.type.element, plan.columns[i].type, plan, plan.columns[i].name);
      });
      return;
    case 'TableFunction':
    case 'Sort':
      return;
  }
}

function expectBooleans(exprs: readonly Expr[], plan: LogicalPlan): void {
  for (const expr of exprs) expectType(expr.type, BOOLEAN, plan, `condition ${expr.kind}`);
}

function verifyAggregate(plan: Aggregate): void {
  for (const key of plan.keys) expectType(key.expr.type, key.type, plan, key.name);
  for (const { name, type, call } of plan.aggregates) {
    expectType(call.type, type, plan, name);
    if (call.filter !== undefined) expectType(call.filter.type, BOOLEAN, plan, 'FILTER');
  }
  for (const set of plan.groupingSets ?? []) {
    for (const index of set) if (plan.keys[index] === undefined) fail(plan, `grouping set names key ${index} of ${plan.keys.length}`);
  }
}

function verifyJoin(plan: Join | DependentJoin): void {
  expectBooleans(plan.on, plan);
  if ((plan.type === 'mark') !== (plan.mark !== undefined))
    fail(plan, `type ${plan.type} ${plan.mark === undefined ? 'without' : 'with'} a mark column`);
}

function verifySources(sources: readonly ColumnExpr[], columns: readonly OutputColumn[], input: LogicalPlan, plan: LogicalPlan): void {
  if (sources.length !== columns.length) fail(plan, `${sources.length} sources for ${columns.length} columns`);
  const produced = new Set(outputColumns(input).map(({ id }) => id));
  sources.forEach((source, i) => {
    if (!produced.has(source.id)) fail(plan, `source ${source.name}:${source.id} is not produced by its input`);
    expectType(source.type, columns[i].type, plan, columns[i].name);
  });
}

function verifyExpr(expr: Expr, available: Available, plan: LogicalPlan, seen: Seen): void {
  for (const operand of operandsOf(expr)) verifyExpr(operand, available, plan, seen);
  if (expr.type.kind === 'unknown') fail(plan, `${expr.kind} of type unknown`);
  switch (expr.kind) {
    case 'Column': {
      const type = available.get(expr.id);
      if (type === undefined) fail(plan, `reads column ${expr.name}:${expr.id}, which its inputs do not produce`);
      expectType(expr.type, type, plan, `column ${expr.name}:${expr.id}`);
      return;
    }
    case 'Call':
      verifyCall(expr, plan);
      return;
    case 'Cast':
      if (findCast(expr.input.type, expr.type, 'explicit') === undefined)
        fail(plan, `no cast from ${typeName(expr.input.type)} to ${typeName(expr.type)}`);
      return;
    case 'And':
    case 'Or':
      expectBooleans(expr.args, plan);
      return;
    case 'Not':
    case 'IsBoolean':
      expectBooleans([expr.arg], plan);
      return;
    case 'Distinct':
      expectType(expr.left.type, expr.right.type, plan, 'left side of IS DISTINCT FROM');
      return;
    case 'Case':
      expectBooleans(
        expr.branches.map(({ when }) => when),
        plan,
      );
      for (const result of [...expr.branches.map(({ then }) => then), expr.otherwise])
        expectType(result.type, expr.type, plan, 'result of CASE');
      return;
    case 'Coalesce':
      for (const arg of expr.args) expectType(arg.type, expr.type, plan, 'argument of COALESCE');
      return;
    case 'InList':
      for (const item of expr.items) expectType(item.type, expr.arg.type, plan, 'item of IN');
      return;
    case 'Subquery':
      verifySubquery(expr, available, plan, seen);
      return;
    case 'Literal':
    case 'IsNull':
      return;
  }
}

function verifyCall({ fn, args, at }: CallExpr, plan: LogicalPlan): void {
  const least = fn.args.length - (fn.optionalArgs ?? 0);
  if (args.length < least || (args.length > fn.args.length && fn.variadic === undefined))
    fail(plan, `${fn.name} is called with ${args.length} arguments at ${at}`);
  args.forEach((arg, i) => {
    const pattern = fn.args[i] ?? fn.variadic;
    if (pattern === 'any' || pattern === 'element') return;
    const kind = pattern === 'array-of-element' ? 'array' : pattern;
    if (pattern === 'non-array' && arg.type.kind !== 'array') return;
    if (arg.type.kind !== kind) fail(plan, `argument ${i + 1} of ${fn.name} is ${typeName(arg.type)}, not ${kind}`);
  });
}

function verifySubquery(expr: SubqueryExpr, available: Available, plan: LogicalPlan, seen: Seen): void {
  verify(expr.plan, available, seen);
  const produced = new Map(outputColumns(expr.plan).map(({ id, type }) => [id, type]));
  for (const output of expr.outputs) {
    const type = produced.get(output.id);
    if (type === undefined) fail(plan, `output ${output.name}:${output.id} is not produced by the subquery`);
    expectType(output.type, type, plan, output.name);
  }
  const compared = expr.form === 'any' || expr.form === 'all';
  if (compared && (expr.args.length !== expr.outputs.length || expr.args.length !== expr.comparisons.length || expr.args.length === 0)) {
    fail(
      plan,
      `${expr.form} compares ${expr.args.length} values with ${expr.outputs.length} columns by ${expr.comparisons.length} operators`,
    );
  }
  if (expr.form === 'scalar' && expr.outputs.length !== 1) fail(plan, `scalar subquery of ${expr.outputs.length} columns`);
}
