import { decimalOfInteger, isInteger, sameType, type SqlType } from '../../data/types.js';
import { resolveAggregate, resolveScalar } from '../../functions/resolve.js';
import { isVolatile } from '../logical/effects.js';
import type { AggregateCall, ColumnId, Expr } from '../logical/expr.js';
import { call, column, literal, pass } from '../logical/make.js';
import type { Aggregate, AggregateItem, LogicalPlan, ProjectItem, ValueBounds } from '../logical/plan.js';
import { transformUp } from '../logical/rewrite.js';
import { sameExpr } from '../logical/same-expr.js';
import { planRule, type RuleContext } from './rule.js';

/** `factor * base + offset`, in exact arithmetic, for every value of base. */
interface Linear {
  readonly base: Expr;
  readonly factor: bigint;
  readonly offset: bigint;
}

type Bounds = ReadonlyMap<ColumnId, ValueBounds>;

/**
 * Computes sums of one integer with different constants, `sum(x), sum(x + 1), sum(2 * x)`, from its sum and its count. Only where the bounds of
 * the type, or those that files state, show that no row overflows: this is an error for x = 1, and must stay one
 *
 *   SELECT sum(x), sum(x + 2147483647) FROM a
 */
export const pullConstantsFromSums = planRule('PullConstantsFromSums', (plan, context) => {
  let bounds: Bounds | undefined;
  return transformUp(plan, (node) => {
    if (node.kind !== 'Aggregate' || node.aggregates.length < 2) return node;
    return pullFrom(node, (bounds ??= statedBounds(plan)), context) ?? node;
  });
});

function pullFrom(node: Aggregate, bounds: Bounds, { newId }: RuleContext): LogicalPlan | undefined {
  const forms = node.aggregates.map(({ call: sum }) => linearSum(sum, bounds));
  const shares = (i: number, k: number): boolean => {
    const [a, b] = [forms[i], forms[k]];
    return a !== undefined && b !== undefined && sameExpr(a.base, b.base) && sameFilter(node.aggregates[i].call, node.aggregates[k].call);
  };
  const differs = (i: number, k: number): boolean => forms[i]!.factor !== forms[k]!.factor || forms[i]!.offset !== forms[k]!.offset;
  const pulled = forms.map((_, i) => forms.some((_, k) => shares(i, k) && differs(i, k)));
  if (!pulled.includes(true)) return undefined;

  const aggregates = node.aggregates.filter((_, i) => !pulled[i]);
  /** The column of sum(base) or count(base) under the filter of a call. */
  const state = (name: 'sum' | 'count', base: Expr, { filter }: AggregateCall): Expr => {
    const { fn, returns } = resolveAggregate(name, [base.type]);
    const wanted: AggregateCall = { fn, args: [base], distinct: false, orderBy: [], type: returns, ...(filter && { filter }) };
    let found = aggregates.find(({ call: known }) => known.fn === fn && sameExpr(known.args[0], base) && sameFilter(known, wanted));
    if (found === undefined) aggregates.push((found = { id: newId(), name, type: returns, call: wanted } satisfies AggregateItem));
    return column(found);
  };
  const items = node.aggregates.map((item, i): ProjectItem => {
    const { id, name, type } = item;
    if (!pulled[i]) return pass(item);
    const { base, factor, offset } = forms[i]!;
    const sum = times(state('sum', base, item.call), factor, type);
    const expr = offset === 0n ? sum : arithmetic('+', sum, times(state('count', base, item.call), offset, type));
    return { id, name, type, expr: castTo(type, expr) };
  });
  return { kind: 'Project', input: { ...node, aggregates }, items: [...node.keys.map(pass), ...items] };
}

const sameFilter = ({ filter: a }: AggregateCall, { filter: b }: AggregateCall): boolean =>
  a === undefined || b === undefined ? a === b : sameExpr(a, b);

/** A total times a constant, in the arithmetic of the result: BIGINT, or for sums of BIGINT decimals. */
function times(total: Expr, constant: bigint, type: SqlType): Expr {
  const inType = type.kind === 'decimal' ? decimalOfInteger({ kind: 'bigint' }) : type;
  const operand = total.type.kind === 'decimal' ? total : castTo(inType, total);
  return constant === 1n ? operand : arithmetic('*', operand, literal(constant, inType));
}

const arithmetic = (operator: '+' | '*', left: Expr, right: Expr): Expr =>
  call(resolveScalar(operator, [left.type, right.type]), [left, right]);

const castTo = (type: SqlType, input: Expr): Expr => (sameType(input.type, type) ? input : { kind: 'Cast', input, type, lenient: false });

/** What a sum adds up, if no total of its parts can overflow where the sum itself does not. */
function linearSum({ fn, args, distinct, filter }: AggregateCall, bounds: Bounds): Linear | undefined {
  const [arg] = args;
  if (fn.name !== 'sum' || distinct || !isInteger(arg.type) || isVolatile(arg) || (filter !== undefined && isVolatile(filter)))
    return undefined;
  const { form, least, greatest } = analyse(arg, bounds);
  if (form.factor === 0n) return undefined;
  // Each total is at most the number of rows times a value of this type, as is the sum: it fits.
  const parts = [form.factor * least, form.factor * greatest, form.offset];
  return parts.every((part) => fits(part, arg.type)) ? form : undefined;
}

interface Analysis {
  readonly form: Linear;
  /** Bounds of the base. */
  readonly least: bigint;
  readonly greatest: bigint;
}

/** Takes constants out of integer arithmetic as far as it is proven not to overflow. */
function analyse(expr: Expr, bounds: Bounds): Analysis {
  const opaque = (): Analysis => {
    const limit = limitOf(expr.type);
    const { min, max } = (expr.kind === 'Column' ? bounds.get(expr.id) : undefined) ?? { min: -limit, max: limit - 1n };
    return { form: { base: expr, factor: 1n, offset: 0n }, least: min, greatest: max };
  };
  if (expr.kind === 'Cast' && !expr.lenient && isInteger(expr.input.type)) {
    return limitOf(expr.input.type) <= limitOf(expr.type) ? analyse(expr.input, bounds) : opaque();
  }
  if (expr.kind !== 'Call' || !isInteger(expr.type) || !expr.args.every(({ type }) => isInteger(type))) return opaque();
  const [left, right] = expr.args;
  const [a, b] = expr.args.map(constantOf);
  let inner: Analysis | undefined;
  let change: ((form: Linear) => Linear) | undefined;
  if (expr.args.length === 2 && (a === undefined) !== (b === undefined)) {
    const constant = a ?? b!;
    inner = analyse(a === undefined ? left : right, bounds);
    switch (expr.fn.name) {
      case '+':
        change = (form) => ({ ...form, offset: form.offset + constant });
        break;
      case '-':
        change = (form) =>
          a === undefined ? { ...form, offset: form.offset - constant } : { ...form, factor: -form.factor, offset: constant - form.offset };
        break;
      case '*':
        change = (form) => ({ ...form, factor: form.factor * constant, offset: form.offset * constant });
        break;
    }
  }
  if (inner === undefined || change === undefined) return opaque();
  const { least, greatest } = inner;
  const form = change(inner.form);
  return [least, greatest].every((value) => fits(form.factor * value + form.offset, expr.type)) ? { form, least, greatest } : opaque();
}

function constantOf(expr: Expr): bigint | undefined {
  return expr.kind === 'Literal' && expr.value !== null && isInteger(expr.type) ? BigInt(expr.value as number | bigint) : undefined;
}

/** 2^15, 2^31 or 2^63. */
const limitOf = ({ kind }: SqlType): bigint => 1n << (kind === 'smallint' ? 15n : kind === 'integer' ? 31n : 63n);

const fits = (value: bigint, type: SqlType): boolean => value >= -limitOf(type) && value < limitOf(type);

/** What files state of their integer columns. */
function statedBounds(plan: LogicalPlan): Bounds {
  const bounds = new Map<ColumnId, ValueBounds>();
  transformUp(plan, (node) => {
    if (node.kind === 'Scan') {
      for (const { id, type, ordinal } of node.columns) {
        const { min, max } = node.table.statistics[ordinal];
        if (isInteger(type) && min !== undefined && max !== undefined)
          bounds.set(id, { min: BigInt(min as number | bigint), max: BigInt(max as number | bigint) });
      }
    }
    return node;
  });
  return bounds;
}
