import { cellText, fit, visible, widthOf } from './cell.js';
import type { Formatter } from './formatter.js';
import { take } from './table.js';

/** One line per column, a block per row: psql's expanded display. Values are never cut. */
export const expanded: Formatter = function* (rows, { maxRows, timeZone }) {
  const names = rows.columns.map(({ name }) => visible(name));
  const width = Math.max(0, ...names.map(widthOf));
  let number = 0;
  for (const row of take(rows.values(), maxRows ?? Infinity)) {
    number++;
    const head = `-[ RECORD ${number} ]`;
    const lines = row.map((value, i) =>
      `${fit(names[i], width, false, false)} | ${cellText(value, rows.columns[i].type, timeZone)}`.trimEnd(),
    );
    yield `${head.padEnd(width + 1, '-')}${head.length <= width + 1 ? '+' : ''}\n${lines.join('\n')}\n`;
  }
  const shown = number < rows.rowCount ? `, ${number} shown` : '';
  yield `(${rows.rowCount === 1 ? '1 row' : `${rows.rowCount} rows`}${shown})\n`;
};
