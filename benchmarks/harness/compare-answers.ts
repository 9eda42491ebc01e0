import type { Answer } from './engine.js';

/** How much two approximate numbers may differ, relative to the larger; and what an inexact sum may leave where the answer is 0. */
const TOLERANCE = 1e-9;
const NEARLY_ZERO = 1e-15;

type Row = readonly (string | null)[];

/** `1.50` and `1.5` are one number. */
const exact = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text).replace(/^-0$/, '0');

function sameCell(a: string | null, b: string | null, isNumber: boolean, isApproximate: boolean): boolean {
  if (a === null || b === null || a === b) return a === b;
  if (!isNumber) return false;
  if (!isApproximate) return exact(a) === exact(b);
  const [x, y] = [Number(a), Number(b)];
  return (
    x === y ||
    (Number.isNaN(x) && Number.isNaN(y)) ||
    Math.abs(x - y) <= Math.max(NEARLY_ZERO, TOLERANCE * Math.max(Math.abs(x), Math.abs(y)))
  );
}

/** What differs between two answers; undefined when nothing does. Rows are compared as a multiset: ORDER BY leaves ties open. */
export function differenceOf(own: Answer, other: Answer): string | undefined {
  if (own.columns.length !== other.columns.length) return `${own.columns.length} and ${other.columns.length} columns`;
  if (own.rowCount !== other.rowCount) return `${own.rowCount} and ${other.rowCount} rows`;
  if (own.rows === undefined || other.rows === undefined) return undefined;
  const columns = own.columns.map((column, i) => ({
    isNumber: column.isNumber && other.columns[i].isNumber,
    isApproximate: column.isApproximate || other.columns[i].isApproximate,
  }));
  // Exact cells first: only rows that agree in them are told apart by numbers that may differ a little.
  const order = columns.map((_, i) => i).sort((a, b) => Number(columns[a].isApproximate) - Number(columns[b].isApproximate));
  const compareRows = (a: Row, b: Row): number => {
    for (const i of order) {
      const [x, y] = [a[i] ?? '', b[i] ?? ''];
      if (columns[i].isNumber) {
        if (columns[i].isApproximate && sameCell(x, y, true, true)) continue;
        if (Number(x) !== Number(y)) return Number(x) - Number(y);
      } else if (x !== y) return x < y ? -1 : 1;
    }
    return 0;
  };
  const [ours, theirs] = [[...own.rows].sort(compareRows), [...other.rows].sort(compareRows)];
  for (let row = 0; row < ours.length; row++) {
    const i = columns.findIndex(({ isNumber, isApproximate }, at) => !sameCell(ours[row][at], theirs[row][at], isNumber, isApproximate));
    if (i >= 0) return `${own.columns[i].name}: ${String(ours[row][i])} and ${String(theirs[row][i])}`;
  }
  return undefined;
}
