import { decimal, type SqlType } from '../../data/types.js';
import type { ColumnId, Expr } from '../logical/expr.js';
import type { LogicalPlan, ValueBounds } from '../logical/plan.js';
import { mapAll } from '../logical/map-all.js';
import { transformUp } from '../logical/rewrite.js';
import { planRule } from './rule.js';

/** Digits of a decimal that one 64-bit word holds. */
const WORD_DIGITS = 18;
const WORD_LIMIT = 10n ** BigInt(WORD_DIGITS);

/**
 * Computes sums and averages of decimal arithmetic in one word where the bounds that files state for their columns show that two are not
 * needed, although the types would allow it: `sum(price * (1 - discount))` over DECIMAL(15,2) is DECIMAL(31,4) by its type. Scans check the
 * bounds that are relied on, so that a file that lies gives an error.
 */
export const narrowDecimals = planRule('NarrowDecimals', (plan) => {
  const bounds = new Map<ColumnId, ValueBounds>();
  transformUp(plan, (node) => {
    if (node.kind === 'Scan') {
      for (const { id, type, ordinal } of node.columns) {
        const { min, max } = node.table.statistics[ordinal] ?? {};
        if (type.kind === 'decimal' && typeof min === 'bigint' && typeof max === 'bigint') bounds.set(id, { min, max });
      }
    }
    return node;
  });
  if (bounds.size === 0) return plan;

  const relied = new Set<ColumnId>();
  const narrowed = transformUp(plan, (node) => {
    if (node.kind !== 'Aggregate') return node;
    const aggregates = mapAll(node.aggregates, (item) => {
      const { call } = item;
      if (call.fn.name !== 'sum' && call.fn.name !== 'avg') return item;
      const args = mapAll(call.args, (arg) => {
        const { expr, uses } = narrow(arg, bounds);
        if (expr !== arg) uses.forEach((id) => relied.add(id));
        return expr;
      });
      return args === call.args ? item : { ...item, call: { ...call, args } };
    });
    return aggregates === node.aggregates ? node : { ...node, aggregates };
  });
  return relied.size === 0 ? plan : transformUp(narrowed, (node) => relyOn(node, relied, bounds));
});

function relyOn(node: LogicalPlan, relied: ReadonlySet<ColumnId>, bounds: ReadonlyMap<ColumnId, ValueBounds>): LogicalPlan {
  if (node.kind !== 'Scan') return node;
  const columns = mapAll(node.columns, (column) => (relied.has(column.id) ? { ...column, bounds: bounds.get(column.id) } : column));
  return columns === node.columns ? node : { ...node, columns };
}

interface Narrowed {
  readonly expr: Expr;
  /** Of the unscaled value; undefined: unknown. */
  readonly bounds: ValueBounds | undefined;
  /** The columns whose bounds these follow from. */
  readonly uses: readonly ColumnId[];
}

const unknown = (expr: Expr): Narrowed => ({ expr, bounds: undefined, uses: [] });

function narrow(expr: Expr, columns: ReadonlyMap<ColumnId, ValueBounds>): Narrowed {
  const { type } = expr;
  if (type.kind !== 'decimal') return unknown(expr);
  if (expr.kind === 'Column') return { expr, bounds: columns.get(expr.id), uses: [expr.id] };
  if (expr.kind === 'Literal') {
    const value = expr.value as bigint | null;
    return value === null ? unknown(expr) : { expr, bounds: { min: value, max: value }, uses: [] };
  }
  if (expr.kind !== 'Call' || expr.args.length !== 2 || !isDecimalArithmetic(expr.fn.name)) return unknown(expr);
  const sides = expr.args.map((arg) => narrow(arg, columns));
  const bounds = boundsOf(expr.fn.name, sides, type);
  if (bounds === undefined || bounds.min <= -WORD_LIMIT || bounds.max >= WORD_LIMIT || type.scale > WORD_DIGITS) return unknown(expr);
  const args = sides.map((side) => side.expr);
  const fitsAlready = type.precision <= WORD_DIGITS && args.every((arg, i) => arg === expr.args[i]);
  if (args.some((arg) => arg.type.kind !== 'decimal' || arg.type.precision > WORD_DIGITS)) return unknown(expr);
  const uses = sides.flatMap((side) => side.uses);
  return { expr: fitsAlready ? expr : { ...expr, args, type: decimal(WORD_DIGITS, type.scale) }, bounds, uses };
}

const isDecimalArithmetic = (name: string): name is '+' | '-' | '*' => name === '+' || name === '-' || name === '*';

/** The bounds of a result of `type`, and of what its sides are scaled to on the way. */
function boundsOf(name: '+' | '-' | '*', sides: readonly Narrowed[], { scale }: SqlType & { kind: 'decimal' }): ValueBounds | undefined {
  const [a, b] = sides.map(({ expr, bounds }) => {
    const from = (expr.type as SqlType & { kind: 'decimal' }).scale;
    return bounds === undefined ? undefined : { ...bounds, from };
  });
  if (a === undefined || b === undefined) return undefined;
  if (name === '*') {
    if (a.from + b.from !== scale) return undefined;
    const products = [a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max];
    return { min: products.reduce((x, y) => (x < y ? x : y)), max: products.reduce((x, y) => (x > y ? x : y)) };
  }
  const [x, y] = [a, b].map(({ min, max, from }) => ({ min: min * 10n ** BigInt(scale - from), max: max * 10n ** BigInt(scale - from) }));
  return name === '+' ? { min: x.min + y.min, max: x.max + y.max } : { min: x.min - y.max, max: x.max - y.min };
}
