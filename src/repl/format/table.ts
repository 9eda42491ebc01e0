import type { SqlValue } from '../../data/value.js';
import { cellText, fit, isRightAligned, visible, widthOf } from './cell.js';
import type { Formatter, Rows } from './formatter.js';

/** Narrower than this no column gets; when that does not suffice, columns in the middle are left out. */
const MIN_WIDTH = 6;
/** Rows that decide how wide the columns are. Longer cells further down are cut where a width is given, and else stick out. */
const MEASURED_ROWS = 10_000;

/**
 * psql's aligned table, made to fit the width: long cells end in an ellipsis, then columns in the middle give way to one of dots.
 * A single column, such as EXPLAIN's, is left whole.
 */
export const table: Formatter = function* (rows, { width: given, maxRows = Infinity, timeZone, hints }) {
  const width = rows.columns.length === 1 ? undefined : given;
  const toCells = (row: readonly SqlValue[]) => row.map((value, i) => cellText(value, rows.columns[i].type, timeZone));
  const values = rows.values()[Symbol.iterator]();
  const measured = [...take(values, Math.min(maxRows, MEASURED_ROWS))].map(toCells);
  const names = rows.columns.map(({ name }) => visible(name));
  const natural = names.map((name, i) => measured.reduce((most, row) => Math.max(most, widthOf(row[i])), widthOf(name)));
  const layout = layOut(natural, width);
  const line = (cells: readonly string[]): string => {
    const parts = layout.map((slot) =>
      slot === undefined
        ? ' … '
        : ` ${fit(cells[slot.column], slot.width, isRightAligned(rows.columns[slot.column].type), width !== undefined)} `,
    );
    return `${parts.join('|').trimEnd()}\n`;
  };

  if (names.length > 0) {
    yield `${layout
      .map((slot) => (slot === undefined ? ' … ' : ` ${centred(names[slot.column], slot.width)} `))
      .join('|')
      .trimEnd()}\n`;
    yield `${layout.map((slot) => '-'.repeat((slot?.width ?? 1) + 2)).join('+')}\n`;
    for (const cells of measured) yield line(cells);
    for (const row of take(values, maxRows - measured.length)) yield line(toCells(row));
  }
  yield `${footer(rows, maxRows, layout.filter((slot) => slot !== undefined).length, hints === true)}\n`;
};

interface Slot {
  readonly column: number;
  readonly width: number;
}

/** The columns that are shown, and how wide; undefined stands for those left out. */
function layOut(natural: readonly number[], width: number | undefined): readonly (Slot | undefined)[] {
  const all = (cap: number) => natural.map((own, column): Slot => ({ column, width: Math.min(own, cap) }));
  if (width === undefined || lineWidth(all(Infinity)) <= width) return all(Infinity);
  for (let cap = Math.min(width, Math.max(...natural) - 1); cap >= MIN_WIDTH; cap--) {
    if (lineWidth(all(cap)) <= width) return all(cap);
  }
  const narrow = all(MIN_WIDTH);
  for (let count = narrow.length - 1; count > 1; count--) {
    const head = Math.ceil(count / 2);
    const slots = [...narrow.slice(0, head), undefined, ...narrow.slice(narrow.length - (count - head))];
    if (lineWidth(slots) <= width) return slots;
  }
  return narrow.length > 1 ? [narrow[0], undefined] : narrow;
}

function lineWidth(slots: readonly (Slot | undefined)[]): number {
  return slots.reduce((sum, slot) => sum + (slot?.width ?? 1) + 3, -1);
}

function centred(text: string, width: number): string {
  const space = Math.max(0, width - widthOf(text));
  return fit(' '.repeat(Math.floor(space / 2)) + text, width, false, true);
}

function footer({ rowCount, columns }: Rows, maxRows: number, columnsShown: number, hints: boolean): string {
  const parts = [rowCount === 1 ? '1 row' : `${rowCount} rows`];
  if (maxRows < rowCount) parts.push(`${maxRows} shown${hints ? ', \\rows all shows the rest' : ''}`);
  if (columnsShown < columns.length) parts.push(`${columnsShown} of ${columns.length} columns shown${hints ? ', \\x shows all' : ''}`);
  return `(${parts.join(', ')})`;
}

/** At most `count` items; an iterator that is given can be read on afterwards. */
export function* take<T>(items: Iterable<T> | Iterator<T>, count: number): Iterable<T> {
  const iterator = Symbol.iterator in items ? items[Symbol.iterator]() : items;
  for (let left = count; left > 0; left--) {
    const { done, value } = iterator.next();
    if (done === true) return;
    yield value;
  }
}
