import { formatValue } from '../../data/format.js';
import { isRightAligned } from './cell.js';
import type { Formatter } from './formatter.js';

/** A GitHub-flavoured table. Bars are escaped, line breaks become `<br>`. */
export const markdown: Formatter = function* (rows, { timeZone }) {
  const { columns } = rows;
  if (columns.length === 0) return;
  yield line(columns.map(({ name }) => name));
  yield `|${columns.map(({ type }) => (isRightAligned(type) ? '---:' : '---')).join('|')}|\n`;
  for (const row of rows.values()) yield line(row.map((value, i) => formatValue(value, columns[i].type, timeZone)));
};

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replace(/[\\|]/g, '\\$&').replace(/\r\n|[\r\n]/g, '<br>')).join(' | ')} |\n`;
}
