import { BIGINT, INTERVAL, isInteger, TIMESTAMP, TIMESTAMPTZ, typeName, type SqlType } from '../../data/types.js';
import { InternalError, SqlError, undefinedFunction, unsupported } from '../../errors.js';
import { isAggregate, isScalar, isWindow, resolveWindow } from '../../functions/resolve.js';
import { commonType } from '../../functions/resolve.js';
import type { TableFunctionNode } from '../../sql/ast.js';
import { freeColumns } from '../logical/columns.js';
import type { Expr } from '../logical/expr.js';
import { column, literal, nullOf } from '../logical/make.js';
import type { LogicalPlan, OutputColumn, Unnest } from '../logical/plan.js';
import { coerce, settle } from './coerce.js';
import { evaluateConstant } from './constant.js';
import type { Binding, Output } from './context.js';
import { checkPlain, functionName } from './expr/function-call.js';
import { bindExpr } from './expr/index.js';
import { invoke } from './expr/invoke.js';
import { argumentsInOrder } from './expr/named-arguments.js';
import { isSeries, seriesArray, seriesColumn } from './expr/series.js';
import { namePart, scan, type FromPart, type FromScope } from './from.js';
import { project } from './project.js';

const ONE_ROW: LogicalPlan = { kind: 'Values', columns: [], rows: [[]] };

/** What a function in FROM computes, before ordinality and names. */
interface Rows {
  readonly plan: LogicalPlan;
  readonly outputs: readonly Output[];
  readonly unnest?: FromPart['unnest'];
}

/**
 * A function in FROM: a file reader that the catalog opened, a set-returning function (its arguments may use columns of items to the left), or
 * any scalar function as one row. WITH ORDINALITY adds the row's number.
 */
export function bindTableFunction(node: TableFunctionNode, at: FromScope): FromPart {
  const { binding } = at.outer;
  const name = functionName(node.call);
  if (node.columnTypes !== undefined) throw unsupported('a column definition list', node.at);
  const opened = binding.relations.tables.get(node);
  if (opened !== undefined) {
    const part = scan(opened, name, undefined, at.outer);
    const { plan, outputs } = node.withOrdinality
      ? numbered({ plan: part.plan, outputs: part.columns }, binding)
      : { plan: part.plan, outputs: part.columns };
    return namePart(plan, outputs, name, node.alias);
  }
  if (isAggregate(name) && !isScalar(name))
    throw new SqlError('42803', 'aggregate functions are not allowed in functions in FROM', { position: node.at });
  if (isWindow(name) && !isScalar(name))
    throw new SqlError('42P20', 'window functions are not allowed in functions in FROM', { position: node.at });
  checkPlain(name, node.call);

  const args = argumentsInOrder(name, node.call).map((arg) => bindExpr(arg, at.lateral));
  const rows = callRows(name, args, node, binding);
  const { plan, outputs, unnest } = node.withOrdinality ? numbered(rows, binding) : rows;
  // The alias of a function with one column is that column's name too.
  const [first, ...rest] = outputs;
  const values = node.withOrdinality ? outputs.length - 1 : outputs.length;
  const named =
    values === 1 && node.alias !== undefined && node.alias.columns.length === 0
      ? [{ ...first, name: node.alias.name.name }, ...rest]
      : outputs;
  const part = namePart(plan, named, name, node.alias);
  return unnest === undefined ? part : { ...part, unnest };
}

function callRows(name: string, args: readonly Expr[], node: TableFunctionNode, binding: Binding): Rows {
  if (name === 'generate_series' || name === 'range') return seriesRows(name, args, node, binding);
  if (name === 'unnest') {
    if (args.length === 0) throw undefinedFunction('unnest()', node.at);
    return unnestRows(
      args.map((arg) => seriesArray('unnest', [arg], binding, node.at)),
      name,
      binding,
    );
  }
  if (isSeries(name)) return unnestRows([seriesArray(name, args, binding, node.at)], seriesColumn(name), binding);
  const value = settle(invoke(name, args, binding, node.at), binding);
  return project(ONE_ROW, [{ name, expr: value }], binding);
}

function unnestRows(arrays: readonly Expr[], name: string, binding: Binding): Rows {
  const columns = arrays.map(({ type }): OutputColumn => {
    if (type.kind !== 'array') throw new InternalError(`${name} over ${typeName(type)}`);
    return { id: binding.newId(), name, type: type.element };
  });
  const unnest = { arrays, columns };
  return { plan: { kind: 'Unnest', input: ONE_ROW, ...unnest, outer: false }, outputs: columns.map(outputOf), unnest };
}

const outputOf = (output: OutputColumn): Output => ({ name: output.name, column: column(output) });

/** Adds the ordinality column: rows are numbered from 1 in the order in which the function gives them. */
function numbered(rows: Rows, binding: Binding): Rows {
  const ordinality: OutputColumn = { id: binding.newId(), name: 'ordinality', type: BIGINT };
  const outputs = [...rows.outputs, outputOf(ordinality)];
  if (rows.unnest !== undefined && rows.plan.kind === 'Unnest') {
    const plan: Unnest = { ...rows.plan, ordinality };
    return { plan, outputs, unnest: { ...rows.unnest, ordinality } };
  }
  const { fn, returns } = resolveWindow('row_number', []);
  const frame = { mode: 'RANGE', start: { kind: 'UnboundedPreceding' }, end: { kind: 'CurrentRow' } } as const;
  const item = { ...ordinality, type: returns, call: { fn, args: [], ignoreNulls: false, frame, type: returns } };
  return { plan: { kind: 'Window', input: rows.plan, partitionBy: [], orderBy: [], items: [item] }, outputs };
}

/**
 * `generate_series(start, stop[, step])` over integers, numerics and timestamps, and `range(…)`, which leaves `stop` out. Constant arguments
 * make a TableFunction; others the array of the values, unnested.
 */
function seriesRows(name: string, given: readonly Expr[], node: TableFunctionNode, binding: Binding): Rows {
  const signature = () => undefinedFunction(`${name}(${given.map((arg) => typeName(arg.type)).join(', ')})`, node.at);
  const start = name === 'range' && given.length === 1 ? [literal(0, { kind: 'integer' }), ...given] : given;
  if (start.length < 2 || start.length > 3) throw signature();
  const types = seriesTypes(start.map((arg) => arg.type));
  if (types === undefined) throw signature();
  const coerced = start.map((arg, i) => coerce(arg, types[i], binding));
  const args = name === 'range' ? withoutStop(coerced, binding, node.at) : coerced;
  const correlated = args.some((arg) => freeColumns(arg).size > 0 || evaluateQuietly(arg, binding) === undefined);
  if (correlated) return unnestRows([invoke('generate_series', args, binding, node.at)], name, binding);
  const output: OutputColumn = { id: binding.newId(), name, type: types[0] };
  return { plan: { kind: 'TableFunction', name: 'generate_series', args, columns: [output] }, outputs: [outputOf(output)] };
}

function evaluateQuietly(expr: Expr, binding: Binding): unknown {
  try {
    return evaluateConstant(expr, binding);
  } catch {
    return true;
  }
}

/** The types to which start, stop and step are cast. Dates run as timestamps with time zone, as in PostgreSQL. */
function seriesTypes(types: readonly SqlType[]): readonly SqlType[] | undefined {
  const [start, stop, step] = types;
  const bounds = [start, stop].filter((type) => type.kind !== 'unknown');
  const isTime = (type: SqlType) => type.kind === 'date' || type.kind === 'timestamp' || type.kind === 'timestamptz';
  if (bounds.some(isTime) || (bounds.length === 0 && step?.kind === 'interval')) {
    if (!bounds.every(isTime) || step === undefined || (step.kind !== 'interval' && step.kind !== 'unknown')) return undefined;
    const type =
      bounds.length > 0 &&
      bounds.every((bound) => bound.kind === 'timestamp' || bound.kind === 'date') &&
      bounds.some((bound) => bound.kind === 'timestamp')
        ? TIMESTAMP
        : TIMESTAMPTZ;
    return [type, type, INTERVAL];
  }
  if (!types.every((type) => isInteger(type) || type.kind === 'decimal' || type.kind === 'unknown')) return undefined;
  const common = commonType(types, 'generate_series');
  const type: SqlType = common.kind === 'smallint' ? { kind: 'integer' } : common.kind === 'text' ? { kind: 'integer' } : common;
  return types.map(() => type);
}

/** `range` ends one before `stop`, in the direction of its step. */
function withoutStop(args: readonly Expr[], binding: Binding, at: number | undefined): Expr[] {
  const [start, stop, step] = args;
  if (!isInteger(stop.type)) throw unsupported('range over other types than integers', at, 'Use generate_series.');
  const by = step?.kind === 'Literal' && step.value !== null ? (step.value as number | bigint) : undefined;
  if (step !== undefined && by === undefined) throw unsupported('range with a step that is not a constant', at, 'Use generate_series.');
  const one = coerce(literal(by !== undefined && by < 0 ? -1 : 1, { kind: 'integer' }), stop.type, binding);
  const last = coerce(invoke('-', [stop, one], binding, at), stop.type, binding);
  const constant = evaluateConstant(last, binding);
  const end = constant === undefined ? last : constant.value === null ? nullOf(stop.type) : literal(constant.value, stop.type, at);
  return [start, end, ...(step === undefined ? [] : [step])];
}
