import type { ColumnId, Expr } from '../logical/expr.js';
import type { ColumnEstimate } from './column-estimate.js';
import { distinctAgainst, toNumber } from './column-estimate.js';

type Columns = ReadonlyMap<ColumnId, ColumnEstimate>;

const EQUALITY = 0.05;
const RANGE = 0.3;
const LIKE_PREFIX = 0.05;
const LIKE_INFIX = 0.1;
const UNKNOWN = 0.3;

const clamp = (fraction: number): number => Math.max(0, Math.min(1, fraction));

/** The share of rows for which a condition is expected to be TRUE. */
export function selectivity(condition: Expr, columns: Columns): number {
  switch (condition.kind) {
    case 'Literal':
      return condition.value === true ? 1 : 0;
    case 'And':
      return conjunctionSelectivity(condition.args, columns);
    case 'Or':
      return clamp(1 - condition.args.reduce((none, arg) => none * (1 - selectivity(arg, columns)), 1));
    case 'Not':
      return clamp(1 - selectivity(condition.arg, columns));
    case 'IsNull': {
      const fraction = nullFraction(condition.arg, columns);
      return condition.negated ? 1 - fraction : fraction;
    }
    case 'IsBoolean': {
      const share =
        condition.test === null ? 0.05 : condition.test ? selectivity(condition.arg, columns) : 1 - selectivity(condition.arg, columns);
      return condition.negated ? 1 - share : share;
    }
    case 'Distinct': {
      const same = equality(condition.left, condition.right, columns);
      return condition.negated ? same : 1 - same;
    }
    case 'InList':
      return clamp(condition.items.reduce((sum, item) => sum + equality(condition.arg, item, columns), 0));
    case 'Call':
      return rangeOf(condition) === undefined
        ? callSelectivity(condition.fn.name, condition.args, columns)
        : rangeSelectivities([condition], columns)[0];
    case 'Column':
      return 0.5;
    default:
      return UNKNOWN;
  }
}

/** Conjuncts are rarely independent: the most selective counts in full, each next one by the root of the one before (exponential backoff). */
export function conjunctionSelectivity(conjuncts: readonly Expr[], columns: Columns): number {
  const shares = conjuncts.filter((conjunct) => rangeOf(conjunct) === undefined).map((conjunct) => selectivity(conjunct, columns));
  shares.push(...rangeSelectivities(conjuncts, columns));
  return backoff(shares);
}

export function backoff(shares: readonly number[]): number {
  const sorted = [...shares].sort((a, b) => a - b);
  return sorted.reduce((product, share, i) => product * share ** (1 / 2 ** Math.min(i, 4)), 1);
}

function callSelectivity(name: string, args: readonly Expr[], columns: Columns): number {
  switch (name) {
    case '=':
      return equality(args[0], args[1], columns);
    case '<>':
      return clamp(1 - equality(args[0], args[1], columns));
    case '<':
    case '<=':
    case '>':
    case '>=':
      return RANGE;
    case 'like':
    case 'ilike':
    case '~~':
    case '~~*': {
      const pattern = args[1].kind === 'Literal' ? String(args[1].value) : '%';
      return pattern.startsWith('%') ? LIKE_INFIX : LIKE_PREFIX;
    }
    case 'not like':
    case '!~~':
      return 1 - LIKE_INFIX;
    default:
      return UNKNOWN;
  }
}

function nullFraction(expr: Expr, columns: Columns): number {
  return expr.kind === 'Column' ? (columns.get(expr.id)?.nullFraction ?? 0.05) : 0.05;
}

function equality(left: Expr, right: Expr, columns: Columns): number {
  const estimates = [left, right].map((side) => estimateOf(side, columns));
  const [one, another] = estimates;
  const distinct =
    one === undefined || another === undefined
      ? ((one ?? another)?.distinct ?? 0)
      : Math.max(distinctAgainst(one, another), distinctAgainst(another, one));
  if (distinct === 0) return EQUALITY;
  for (const [side, other] of [
    [left, right],
    [right, left],
  ]) {
    const estimate = estimateOf(side, columns);
    const value = other.kind === 'Literal' ? toNumber(other.value, other.type) : undefined;
    if (estimate === undefined || value === undefined) continue;
    if ((estimate.min !== undefined && value < estimate.min) || (estimate.max !== undefined && value > estimate.max)) return 0.0001;
  }
  return 1 / distinct;
}

/** The estimate of a column, also under casts; of other expressions nothing is known. */
export function estimateOf(expr: Expr, columns: Columns): ColumnEstimate | undefined {
  if (expr.kind === 'Column') return columns.get(expr.id);
  return expr.kind === 'Cast' ? estimateOf(expr.input, columns) : undefined;
}

interface Range {
  readonly column: ColumnId;
  readonly low?: number;
  readonly high?: number;
}

/** `column < literal` and its like as a range. */
function rangeOf(condition: Expr): Range | undefined {
  if (condition.kind !== 'Call' || condition.args.length !== 2) return undefined;
  const { name } = condition.fn;
  if (name !== '<' && name !== '<=' && name !== '>' && name !== '>=') return undefined;
  const [left, right] = condition.args;
  const [column, value, isLess] = left.kind === 'Column' ? [left, right, name.startsWith('<')] : [right, left, name.startsWith('>')];
  if (column.kind !== 'Column' || value.kind !== 'Literal') return undefined;
  const bound = toNumber(value.value, value.type);
  if (bound === undefined) return undefined;
  return isLess ? { column: column.id, high: bound } : { column: column.id, low: bound };
}

/** One share per column that is compared with literals: both ends of a range count together. */
function rangeSelectivities(conditions: readonly Expr[], columns: Columns): number[] {
  const merged = new Map<ColumnId, { low: number; high: number }>();
  for (const condition of conditions) {
    const range = rangeOf(condition);
    if (range === undefined) continue;
    const known = merged.get(range.column) ?? { low: -Infinity, high: Infinity };
    merged.set(range.column, { low: Math.max(known.low, range.low ?? -Infinity), high: Math.min(known.high, range.high ?? Infinity) });
  }
  return [...merged].map(([id, { low, high }]) => {
    const estimate = columns.get(id);
    if (estimate?.min === undefined || estimate.max === undefined)
      return Number.isFinite(low) && Number.isFinite(high) ? RANGE * RANGE : RANGE;
    const width = estimate.max - estimate.min;
    const covered = Math.min(high, estimate.max) - Math.max(low, estimate.min);
    if (width <= 0) return covered >= 0 ? 1 : 0.0001;
    return Math.max(clamp(covered / width), 1 / Math.max(estimate.distinct, 100) / 10) * (1 - estimate.nullFraction);
  });
}
