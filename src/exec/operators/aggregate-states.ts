import type { NullableValue, Value } from '../../functions/code.js';
import type { CallTypes } from '../../functions/define.js';
import type { Expr } from '../../planner/logical/expr.js';
import type { AggregateItem } from '../../planner/logical/plan.js';
import { isVolatile } from '../../planner/logical/effects.js';
import { sameExpr } from '../../planner/logical/same-expr.js';
import type { Emitter } from '../wasm/emitter.js';
import { compileCondition, compileExpr, type ExpressionContext } from '../wasm/expression.js';
import { anyNull } from '../wasm/null-logic.js';

/** The states of a group's aggregates, side by side in its tuple: `offsets` are from the tuple's address. */
export interface AggregateStates {
  readonly items: readonly AggregateItem[];
  readonly offsets: readonly number[];
  /** By item: which item's state it reads; its own unless another's holds the same. */
  readonly owners: readonly number[];
}

/** Which items share a state: equal calls, and functions that say so (`sharesStateOf`) over equal arguments. */
export function stateOwners(items: readonly AggregateItem[]): readonly number[] {
  const sameInput = ({ call: a }: AggregateItem, { call: b }: AggregateItem): boolean =>
    a.args.length === b.args.length &&
    a.args.every((arg, k) => !isVolatile(arg) && sameExpr(arg, b.args[k])) &&
    (a.filter === undefined || b.filter === undefined ? a.filter === b.filter : !isVolatile(a.filter) && sameExpr(a.filter, b.filter));
  const first = (fits: (item: AggregateItem) => boolean, i: number): number => {
    const found = items.findIndex((item) => fits(item) && sameInput(item, items[i]));
    return found < 0 ? i : found;
  };
  return items.map(({ call: { fn } }, i) => {
    const wider = fn.sharesStateOf === undefined ? i : first(({ call }) => call.fn.name === fn.sharesStateOf, i);
    return wider !== i ? wider : first(({ call }) => call.fn === fn, i);
  });
}

export const callTypes = ({ call }: AggregateItem): CallTypes => ({ args: call.args.map(({ type }) => type), returns: call.type });

export const stateBytes = (item: AggregateItem): number => item.call.fn.stateBytes(callTypes(item));

const stateAt = (tuple: Value, offset: number, code: Emitter): Value =>
  offset === 0 ? tuple : code.op('i32.add', tuple, code.i32(offset));

export function emitInit({ items, offsets, owners }: AggregateStates, tuple: Value, region: Value, code: Emitter): void {
  code.withStateRegion(region, () =>
    items.forEach((item, i) => {
      if (owners[i] === i) item.call.fn.init?.(stateAt(tuple, offsets[i], code), code, callTypes(item));
    }),
  );
}

/** Adds the current row. FILTER keeps rows for which it is TRUE; functions that skip NULLs see none. */
export function emitUpdate({ items, offsets, owners }: AggregateStates, tuple: Value, region: Value, context: ExpressionContext): void {
  const { code } = context;
  const computed: (readonly [Expr, NullableValue])[] = [];
  const compute = (expr: Expr): NullableValue => {
    const known = isVolatile(expr) ? undefined : computed.find(([candidate]) => sameExpr(candidate, expr));
    if (known !== undefined) return known[1];
    const value = compileExpr(expr, context);
    computed.push([expr, value]);
    return value;
  };
  // Arguments that several aggregates share are computed once, before any branch.
  const shared = items.map(({ call }) => (call.filter === undefined ? call.args.map(compute) : undefined));
  const update = (item: AggregateItem, args: readonly NullableValue[], offset: number): void => {
    const { fn } = item.call;
    const state = stateAt(tuple, offset, code);
    if (fn.nulls === 'see') return fn.update(state, args, code, callTypes(item));
    const values = args.map(({ value }) => value);
    const isNull = anyNull(args, code);
    if (isNull === undefined) fn.update(state, values, code, callTypes(item));
    else code.if(code.op('i32.eqz', isNull), () => fn.update(state, values, code, callTypes(item)));
  };
  code.withStateRegion(region, () =>
    items.forEach((item, i) => {
      if (owners[i] !== i) return;
      const args = shared[i];
      if (args !== undefined) update(item, args, offsets[i]);
      else
        code.if(compileCondition(item.call.filter!, context), () =>
          update(
            item,
            item.call.args.map((arg) => compileExpr(arg, context)),
            offsets[i],
          ),
        );
    }),
  );
}

export function emitMerge({ items, offsets, owners }: AggregateStates, into: Value, from: Value, region: Value, code: Emitter): void {
  code.withStateRegion(region, () =>
    items.forEach((item, i) => {
      if (owners[i] === i) item.call.fn.merge(stateAt(into, offsets[i], code), stateAt(from, offsets[i], code), code, callTypes(item));
    }),
  );
}

export const emitFinish = (item: AggregateItem, tuple: Value, offset: number, code: Emitter): NullableValue =>
  item.call.fn.finish(stateAt(tuple, offset, code), code, callTypes(item));
