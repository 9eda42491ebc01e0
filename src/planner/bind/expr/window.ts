import { BIGINT, INTERVAL, type SqlType } from '../../../data/types.js';
import { frameOffsetError, rangeOffsetError, SqlError, syntaxError, unsupported } from '../../../errors.js';
import { isAggregate, isScalar, isWindow, resolveWindow } from '../../../functions/resolve.js';
import type { ExprNode, FrameBound as FrameBoundNode, FunctionCall, Identifier, WindowFrame, WindowSpec } from '../../../sql/ast.js';
import { freeColumns } from '../../logical/columns.js';
import type { Expr, Frame, FrameBound, SortKey, WindowCall } from '../../logical/expr.js';
import { column } from '../../logical/make.js';
import { settle, toTypeOf } from '../coerce.js';
import type { Clause, Scope } from '../context.js';
import { bindSortKey, checkSortable } from '../sort-key.js';
import { bindAggregateCall } from './aggregate.js';
import { conditionally } from './case.js';
import { bindExpr } from './index.js';
import { resolveCall } from './invoke.js';

const WITH_WINDOWS: ReadonlySet<Clause> = new Set(['SELECT', 'QUALIFY', 'ORDER BY', 'DISTINCT ON']);

const windowError = (message: string, at?: number): SqlError => new SqlError('42P20', message, { position: at });

/** A call OVER a window: recorded with its SELECT and referred to by the column that it will be. */
export function bindWindowCall(name: string, node: FunctionCall, scope: Scope): Expr {
  const { frame, binding } = scope;
  if (!WITH_WINDOWS.has(frame.clause)) throw windowError(`window functions are not allowed in ${frame.clause}`, node.at);
  if (node.distinct) throw unsupported('DISTINCT in a window function', node.at);
  const spec = resolveSpec(node.over!, scope);
  const partitionBy = spec.partitionBy.map((expr) => settle(bindExpr(expr, scope), binding));
  for (const expr of partitionBy) checkSortable(expr.type, expr.at, 'equality');
  const orderBy = spec.orderBy.map((item) => bindSortKey(item, scope));
  const call = { ...bindCall(name, node, scope), frame: bindFrame(spec.frame, orderBy, scope, node.at) };

  const used = [...call.args, ...partitionBy, ...orderBy.map((key) => key.expr), ...(call.filter === undefined ? [] : [call.filter])];
  for (const expr of used) {
    for (const id of freeColumns(expr).keys()) {
      if (frame.windows.some(({ output }) => output.id === id)) throw windowError('window function calls cannot be nested', node.at);
    }
  }
  const output = column({ id: binding.newId(), name, type: call.type }, node.at);
  binding.owners.set(output.id, frame);
  frame.windows.push({ output, call, partitionBy, orderBy });
  return output;
}

function bindCall(name: string, node: FunctionCall, scope: Scope): Omit<WindowCall, 'frame'> {
  const ignoreNulls = node.nulls === 'IGNORE';
  if (isWindow(name) || !(isAggregate(name) || isScalar(name))) {
    if (node.filter !== undefined)
      throw new SqlError('0A000', 'FILTER is not implemented for non-aggregate window functions', { position: node.at });
    if (node.orderBy.length > 0)
      throw new SqlError('0A000', 'aggregate ORDER BY is not implemented for window functions', { position: node.at });
    const given = conditionally(scope, () => node.args.map((arg) => bindExpr(arg, scope)));
    const { resolved, args } = resolveCall(resolveWindow, name, given, scope.binding, node.at);
    return { fn: resolved.fn, args, ignoreNulls, type: resolved.returns };
  }
  if (!isAggregate(name)) {
    throw new SqlError('42809', `OVER specified, but ${name} is not a window function nor an aggregate function`, { position: node.at });
  }
  if (node.orderBy.length > 0)
    throw new SqlError('0A000', 'aggregate ORDER BY is not implemented for window functions', { position: node.at });
  if (ignoreNulls) throw syntaxError(`aggregate function ${name} does not accept IGNORE NULLS`, node.at);
  const { fn, args, filter, type } = bindAggregateCall(name, node, scope);
  return { fn, args, filter, ignoreNulls, type };
}

/** The definition behind `OVER w` or `OVER (w …)`: a named window may be extended by an ORDER BY that it lacks, and by a frame. */
function resolveSpec(over: WindowSpec | Identifier, scope: Scope, seen: readonly string[] = []): WindowSpec {
  if (!('kind' in over)) return namedWindow(over, scope, seen);
  if (over.base === undefined) return over;
  const base = namedWindow(over.base, scope, seen);
  const { name } = over.base;
  if (over.partitionBy.length > 0) throw windowError(`cannot override PARTITION BY clause of window "${name}"`, over.at);
  if (over.orderBy.length > 0 && base.orderBy.length > 0) throw windowError(`cannot override ORDER BY clause of window "${name}"`, over.at);
  if (base.frame !== undefined) throw windowError(`cannot copy window "${name}" because it has a frame clause`, over.at);
  return { ...over, base: undefined, partitionBy: base.partitionBy, orderBy: over.orderBy.length > 0 ? over.orderBy : base.orderBy };
}

function namedWindow(identifier: Identifier, scope: Scope, seen: readonly string[]): WindowSpec {
  const key = identifier.name.toLowerCase();
  const spec = scope.frame.namedWindows.get(key);
  if (spec === undefined || seen.includes(key)) {
    throw new SqlError('42704', `window "${identifier.name}" does not exist`, { position: identifier.at });
  }
  return resolveSpec(spec, scope, [...seen, key]);
}

const WHOLE: Frame = { mode: 'RANGE', start: { kind: 'UnboundedPreceding' }, end: { kind: 'CurrentRow' } };

/** Bounds in the order in which a frame may name them. */
const RANK: Readonly<Record<FrameBoundNode['kind'], number>> = {
  UnboundedPreceding: 0,
  Preceding: 1,
  CurrentRow: 2,
  Following: 3,
  UnboundedFollowing: 4,
};

function bindFrame(node: WindowFrame | undefined, orderBy: readonly SortKey[], scope: Scope, at: number | undefined): Frame {
  if (node === undefined) return WHOLE;
  if (node.start.kind === 'UnboundedFollowing') throw windowError('frame start cannot be UNBOUNDED FOLLOWING', at);
  if (node.end.kind === 'UnboundedPreceding') throw windowError('frame end cannot be UNBOUNDED PRECEDING', at);
  if (RANK[node.start.kind] > RANK[node.end.kind]) {
    const start = node.start.kind === 'Following' ? 'following row' : 'current row';
    throw windowError(`frame starting from ${start} cannot have preceding rows`, at);
  }
  if (node.mode === 'GROUPS' && orderBy.length === 0) throw windowError('GROUPS mode requires an ORDER BY clause', at);
  const bound = (each: FrameBoundNode, which: 'starting' | 'ending'): FrameBound =>
    'offset' in each ? { kind: each.kind, offset: bindOffset(each.offset, which, node.mode, orderBy, scope) } : each;
  return { mode: node.mode, start: bound(node.start, 'starting'), end: bound(node.end, 'ending'), exclude: node.exclude };
}

function bindOffset(node: ExprNode, which: 'starting' | 'ending', mode: Frame['mode'], orderBy: readonly SortKey[], scope: Scope): Expr {
  const expr = bindExpr(node, scope);
  if (freeColumns(expr).size > 0) throw new SqlError('42P10', `argument of ${mode} must not contain variables`, { position: node.at });
  if (mode === 'RANGE' && orderBy.length !== 1) {
    throw windowError('RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column', node.at);
  }
  const offset = toTypeOf(mode, expr, mode === 'RANGE' ? offsetType(orderBy[0].expr.type, node.at) : BIGINT, scope.binding);
  if (offset.kind !== 'Literal') return offset;
  if (offset.value === null) throw frameOffsetError(which, 'null', node.at);
  if ((typeof offset.value === 'bigint' || typeof offset.value === 'number') && offset.value < 0) {
    throw mode === 'RANGE' ? rangeOffsetError(node.at) : frameOffsetError(which, 'negative', node.at);
  }
  return offset;
}

/** What may be added to the ordering column: an interval to dates and times, a number of its own type to a number. */
function offsetType(type: SqlType, at: number | undefined): SqlType {
  switch (type.kind) {
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
    case 'interval':
      return INTERVAL;
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'real':
    case 'double':
    case 'decimal':
      return type;
    default:
      throw unsupported(`RANGE with offset PRECEDING/FOLLOWING for column type ${type.kind}`, at);
  }
}
