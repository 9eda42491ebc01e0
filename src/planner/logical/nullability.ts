import { operandsOf } from './children.js';
import { conjunctsOf } from './make.js';
import type { ColumnId, Expr } from './expr.js';
import type { LogicalPlan, ProjectItem } from './plan.js';

type ColumnIds = ReadonlySet<ColumnId>;
const NONE: ColumnIds = new Set();
const known = new WeakMap<LogicalPlan, ColumnIds>();

/** The output columns of a plan that are proven never NULL. */
export function nonNullColumns(plan: LogicalPlan): ColumnIds {
  let columns = known.get(plan);
  if (columns === undefined) known.set(plan, (columns = findNonNull(plan)));
  return columns;
}

const union = (a: ColumnIds, b: ColumnIds): ColumnIds => (a.size === 0 ? b : b.size === 0 ? a : new Set([...a, ...b]));

function findNonNull(plan: LogicalPlan): ColumnIds {
  switch (plan.kind) {
    case 'Scan': {
      const declared = new Set(plan.columns.filter(({ ordinal }) => !plan.table.columns[ordinal].nullable).map(({ id }) => id));
      return union(declared, rejectedNulls(plan.conjuncts));
    }
    case 'Values':
      return new Set(plan.columns.filter((_, i) => plan.rows.every((row) => isNonNull(row[i], NONE))).map(({ id }) => id));
    case 'Filter':
      return union(nonNullColumns(plan.input), rejectedNulls(plan.conjuncts));
    case 'Project':
      return nonNullItems(plan.items, nonNullColumns(plan.input));
    case 'Aggregate': {
      const keys = plan.groupingSets === undefined ? nonNullItems(plan.keys, nonNullColumns(plan.input)) : NONE;
      const counts = plan.aggregates.filter(({ call }) => call.fn.name === 'count').map(({ id }) => id);
      return new Set([...keys, ...counts, ...(plan.groupingId === undefined ? [] : [plan.groupingId.id])]);
    }
    case 'Join':
    case 'DependentJoin': {
      const left = nonNullColumns(plan.left);
      switch (plan.type) {
        case 'inner':
          return union(union(left, nonNullColumns(plan.right)), rejectedNulls(plan.on));
        case 'semi':
          return union(left, rejectedNulls(plan.on));
        case 'right':
          return nonNullColumns(plan.right);
        case 'full':
          return NONE;
        case 'mark': {
          const both = union(left, nonNullColumns(plan.right));
          return plan.mark !== undefined && plan.on.every((conjunct) => isNonNull(conjunct, both))
            ? union(left, new Set([plan.mark.id]))
            : left;
        }
        default:
          return left;
      }
    }
    case 'Sort':
    case 'Limit':
      return nonNullColumns(plan.input);
    case 'Window':
      return union(
        nonNullColumns(plan.input),
        new Set(plan.items.filter(({ call }) => NEVER_NULL_WINDOWS.has(call.fn.name)).map(({ id }) => id)),
      );
    case 'UnionAll': {
      const inputs = plan.inputs.map((input) => nonNullColumns(input.plan));
      return new Set(
        plan.columns.filter((_, i) => plan.inputs.every(({ sources }, k) => inputs[k].has(sources[i].id))).map(({ id }) => id),
      );
    }
    case 'Unnest':
      return nonNullColumns(plan.input);
    case 'Materialize': {
      const input = nonNullColumns(plan.input);
      return new Set(plan.columns.filter((_, i) => input.has(plan.sources[i])).map(({ id }) => id));
    }
    case 'TableFunction':
    case 'RecursiveUnion':
    case 'RecursiveRef':
      return NONE;
  }
}

const NEVER_NULL_WINDOWS = new Set(['row_number', 'rank', 'dense_rank', 'ntile', 'count', 'percent_rank', 'cume_dist']);

const nonNullItems = (items: readonly ProjectItem[], input: ColumnIds): ColumnIds =>
  new Set(items.filter(({ expr }) => isNonNull(expr, input)).map(({ id }) => id));

/** Whether an expression is never NULL when the columns in `columns` are not. Functions may give NULL for other arguments, except the well-known. */
export function isNonNull(expr: Expr, columns: ColumnIds): boolean {
  switch (expr.kind) {
    case 'Column':
      return columns.has(expr.id);
    case 'Literal':
      return expr.value !== null;
    case 'Parameter':
    case 'IsNull':
    case 'IsBoolean':
    case 'Distinct':
      return true;
    case 'Coalesce':
      return expr.args.some((arg) => isNonNull(arg, columns));
    case 'Cast':
      return !expr.lenient && expr.input.type.kind !== 'json' && isNonNull(expr.input, columns);
    case 'Call':
      return STRICT_OPERATORS.has(expr.fn.name) && expr.args.every((arg) => isNonNull(arg, columns));
    case 'Case':
      return [...expr.branches.map((branch) => branch.then), expr.otherwise].every((result) => isNonNull(result, columns));
    case 'And':
    case 'Or':
    case 'Not':
    case 'InList':
      return operandsOf(expr).every((operand) => isNonNull(operand, columns));
    case 'Subquery':
      return expr.form === 'exists';
  }
}

/** Operators that give NULL for NULL arguments and for no others. */
const STRICT_OPERATORS = new Set([
  '=',
  '<>',
  '<',
  '<=',
  '>',
  '>=',
  '+',
  '-',
  '*',
  '/',
  '%',
  'like',
  'ilike',
  'substring',
  'length',
  'upper',
  'lower',
]);

/** Columns that are not NULL in a row for which every conjunct is TRUE. */
export function rejectedNulls(conjuncts: readonly Expr[]): ColumnIds {
  const found = new Set<ColumnId>();
  for (const conjunct of conjuncts.flatMap(conjunctsOf)) addRejected(conjunct, found);
  return found.size === 0 ? NONE : found;
}

function addRejected(conjunct: Expr, into: Set<ColumnId>): void {
  switch (conjunct.kind) {
    case 'Column':
      into.add(conjunct.id);
      break;
    case 'IsNull':
      if (conjunct.negated) addStrictColumns(conjunct.arg, into);
      break;
    case 'IsBoolean':
      if (conjunct.test !== null && !conjunct.negated) addStrictColumns(conjunct.arg, into);
      break;
    case 'And':
      for (const arg of conjunct.args) addRejected(arg, into);
      break;
    case 'Or': {
      const branches = conjunct.args.map((arg) => rejectedNulls([arg]));
      for (const id of branches[0]) if (branches.every((branch) => branch.has(id))) into.add(id);
      break;
    }
    case 'Distinct':
      if (conjunct.negated && isNonNull(conjunct.left, NONE)) addStrictColumns(conjunct.right, into);
      if (conjunct.negated && isNonNull(conjunct.right, NONE)) addStrictColumns(conjunct.left, into);
      break;
    default:
      addStrictColumns(conjunct, into);
  }
}

/** Columns whose NULL makes the expression NULL. */
export function addStrictColumns(expr: Expr, into: Set<ColumnId>): void {
  switch (expr.kind) {
    case 'Column':
      into.add(expr.id);
      break;
    case 'Call':
      if (expr.fn.nulls === 'propagate') for (const arg of expr.args) addStrictColumns(arg, into);
      break;
    case 'Cast':
      addStrictColumns(expr.input, into);
      break;
    case 'Not':
      addStrictColumns(expr.arg, into);
      break;
    case 'InList':
      addStrictColumns(expr.arg, into);
      break;
    default:
      break;
  }
}
