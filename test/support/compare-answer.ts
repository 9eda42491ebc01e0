import { formatValue } from '#quern/data/format.js';
import type { Result } from 'quern';
import type { ExprNode, QueryNode } from '#quern/sql/ast.js';
import { parseStatements } from '#quern/sql/parse.js';
import { printExpr } from '#quern/sql/print.js';

type Row = readonly (string | undefined)[];

/** Numbers may differ by this share: engines round quotients and averages at different digits. */
const PRECISION = 1e-9;

/**
 * The first difference between a query's result and another engine's answer, or undefined. Rows must come in the same order as far as ORDER
 * BY decides it by output columns, and be the same as multisets; where LIMIT cuts among rows that tie, those that tie with the last may differ.
 */
export function differenceFromPeer(sql: string, result: Result, answer: readonly Row[]): string | undefined {
  const rows = Array.from(result.values(), (values): Row =>
    values.map((value, i) => (value === null ? undefined : formatValue(value, result.columns[i].type))),
  );
  if (rows.length !== answer.length) return `${rows.length} rows, not ${answer.length}`;
  const query = queryOf(sql);
  const keys = sortColumns(query, result);
  const keyOf = (row: Row): Row => keys.map((key) => row[key]);
  for (const [i, row] of rows.entries()) {
    if (!sameRow(keyOf(row), keyOf(answer[i]))) return `row ${i + 1} has the sort keys ${show(keyOf(row))}, not ${show(keyOf(answer[i]))}`;
  }
  const last = answer.at(-1);
  const isCut = query.limit?.kind === 'NumberLiteral' && rows.length === Number(query.limit.text) && last !== undefined;
  const isDecided = (row: Row): boolean => !isCut || !sameRow(keyOf(row), keyOf(last));
  const [got, wanted] = [rows, answer].map((list) => list.filter(isDecided).sort(compareRows));
  if (got.length !== wanted.length) return `${got.length} rows before the last sort key, not ${wanted.length}`;
  const different = got.findIndex((row, i) => !sameRow(row, wanted[i]));
  return different < 0 ? undefined : `${show(got[different])}, not ${show(wanted[different])}`;
}

function queryOf(sql: string): QueryNode {
  const [{ statement }] = parseStatements(sql);
  if (statement.kind !== 'QueryStatement') throw new Error('not a query');
  return statement.query;
}

/** The output columns that ORDER BY names, up to the first key that is none. */
function sortColumns({ orderBy, body }: QueryNode, { columns }: Result): readonly number[] {
  const printed = body.kind === 'Select' ? body.items.map(({ expr }) => printExpr(expr)) : [];
  const columnOf = (expr: ExprNode): number => {
    if (expr.kind === 'NumberLiteral') return Number(expr.text) - 1;
    const name = expr.kind === 'ColumnRef' ? expr.name.at(-1)?.name.toLowerCase() : undefined;
    const named = columns.findIndex((column) => column.name.toLowerCase() === name);
    return named >= 0 ? named : printed.indexOf(printExpr(expr));
  };
  const keys = orderBy.map(({ expr }) => columnOf(expr));
  const unknown = keys.indexOf(-1);
  return unknown < 0 ? keys : keys.slice(0, unknown);
}

const isNumber = (text: string | undefined): text is string => text !== undefined && /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(text);

function sameRow(a: Row, b: Row): boolean {
  return a.length === b.length && a.every((field, i) => field === b[i] || closeNumbers(field, b[i]));
}

function closeNumbers(a: string | undefined, b: string | undefined): boolean {
  return isNumber(a) && isNumber(b) && Math.abs(Number(a) - Number(b)) <= PRECISION * Math.max(Math.abs(Number(b)), PRECISION);
}

/** An order in which rows that differ by rounding only come at the same place. */
function compareRows(a: Row, b: Row): number {
  for (let i = 0; i < a.length; i++) {
    if (a[i] === b[i] || closeNumbers(a[i], b[i])) continue;
    const [x, y] = [a[i], b[i]];
    if (x === undefined || y === undefined) return x === undefined ? 1 : -1;
    if (isNumber(x) && isNumber(y)) return Number(x) - Number(y);
    return x < y ? -1 : 1;
  }
  return 0;
}

const show = (row: Row): string => row.map((field) => field ?? 'NULL').join('|');
