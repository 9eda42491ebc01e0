import { exprsOf, inputsOf, operandsOf } from './children.js';
import type { ColumnExpr, ColumnId, Expr } from './expr.js';
import type { LogicalPlan, OutputColumn } from './plan.js';

/** Hands out ids that no other column, and no shared plan (Materialize, RecursiveUnion), of the query has. */
export type NewColumnId = () => ColumnId;

/** Counts up from `first`. One allocator lives as long as its query is bound and optimised. */
export function columnIds(first = 1): NewColumnId {
  let next = first;
  return () => next++ as ColumnId;
}

const outputs = new WeakMap<LogicalPlan, readonly OutputColumn[]>();

/** The columns that a plan produces, in order. Plans are frozen, so the answer is remembered per node. */
export function outputColumns(plan: LogicalPlan): readonly OutputColumn[] {
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
      return plan.items;
    case 'Filter':
    case 'Sort':
    case 'Limit':
      return outputColumns(plan.input);
  }
  let columns = outputs.get(plan);
  if (columns === undefined) outputs.set(plan, (columns = combineOutputs(plan)));
  return columns;
}

function combineOutputs(
  plan: Extract<LogicalPlan, { kind: 'Aggregate' | 'Join' | 'DependentJoin' | 'Window' | 'Unnest' }>,
): readonly OutputColumn[] {
  switch (plan.kind) {
    case 'Aggregate':
      return [...plan.keys, ...plan.aggregates, ...(plan.groupingId === undefined ? [] : [plan.groupingId])];
    case 'Window':
      return [...outputColumns(plan.input), ...plan.items];
    case 'Unnest':
      return [...outputColumns(plan.input), ...plan.columns, ...(plan.ordinality === undefined ? [] : [plan.ordinality])];
    case 'Join':
    case 'DependentJoin':
      switch (plan.type) {
        case 'semi':
        case 'anti':
          return outputColumns(plan.left);
        case 'mark':
          return [...outputColumns(plan.left), ...(plan.mark === undefined ? [] : [plan.mark])];
        default:
          return [...outputColumns(plan.left), ...outputColumns(plan.right)];
      }
  }
}

/** Columns by id: a set that keeps the reference, and so the type and name. */
export type ColumnSet = ReadonlyMap<ColumnId, ColumnExpr>;

const EMPTY: ColumnSet = new Map();
const freeOfPlan = new WeakMap<LogicalPlan, ColumnSet>();

const isPlan = (node: LogicalPlan | Expr): node is LogicalPlan =>
  !('type' in node) || node.kind === 'Join' || node.kind === 'DependentJoin';

/**
 * Of an expression: every column it reads, those that its subqueries take from outside among them. Of a plan: the columns that it reads
 * but does not produce, which an outer query must supply; none for a whole query.
 */
export function freeColumns(node: LogicalPlan | Expr): ColumnSet {
  if (!isPlan(node)) {
    const found = new Map<ColumnId, ColumnExpr>();
    addColumns(node, found);
    return found;
  }
  let free = freeOfPlan.get(node);
  if (free === undefined) freeOfPlan.set(node, (free = findFree(node)));
  return free;
}

/** Whether an expression reads no columns but these; see `freeColumns`. */
export const readsOnly = (expr: Expr, ids: ReadonlySet<ColumnId>): boolean => readsOf(expr, ids, true);

/** Whether an expression reads none of these columns. */
export const readsNone = (expr: Expr, ids: ReadonlySet<ColumnId>): boolean => readsOf(expr, ids, false);

/** Whether each column that an expression reads is among the ids, or is not. Asked of every condition at every join, so nothing is gathered. */
function readsOf(expr: Expr, ids: ReadonlySet<ColumnId>, isAmong: boolean): boolean {
  if (expr.kind === 'Column') return ids.has(expr.id) === isAmong;
  for (const operand of operandsOf(expr)) if (!readsOf(operand, ids, isAmong)) return false;
  if (expr.kind === 'Subquery') for (const id of freeColumns(expr.plan).keys()) if (ids.has(id) !== isAmong) return false;
  return true;
}

function addColumns(expr: Expr, into: Map<ColumnId, ColumnExpr>): void {
  if (expr.kind === 'Column') {
    into.set(expr.id, expr);
    return;
  }
  for (const operand of operandsOf(expr)) addColumns(operand, into);
  if (expr.kind === 'Subquery') for (const [id, column] of freeColumns(expr.plan)) into.set(id, column);
}

function findFree(plan: LogicalPlan): ColumnSet {
  const found = new Map<ColumnId, ColumnExpr>();
  for (const expr of exprsOf(plan)) addColumns(expr, found);
  for (const id of ownColumns(plan)) found.delete(id);
  const inputs = inputsOf(plan);
  for (const input of inputs) for (const { id } of outputColumns(input)) found.delete(id);
  for (const input of inputs) for (const [id, column] of freeColumns(input)) found.set(id, column);
  if (plan.kind === 'DependentJoin') for (const { id } of outputColumns(plan.left)) found.delete(id);
  return found.size === 0 ? EMPTY : found;
}

/** What a node's own expressions may read besides its inputs: a Scan filters its own columns. */
function ownColumns(plan: LogicalPlan): readonly ColumnId[] {
  return plan.kind === 'Scan' ? plan.columns.map((column) => column.id) : [];
}
