import { formatValue } from '../../data/format.js';
import type { Formatter } from './formatter.js';

/** A header and RFC 4180 rows with plain line feeds, as psql and most tools write them. NULL is an empty field, empty text is `""`. */
export const csv: Formatter = function* (rows, { timeZone }) {
  const { columns } = rows;
  yield `${columns.map(({ name }) => field(name)).join(',')}\n`;
  for (const row of rows.values()) {
    yield `${row.map((value, i) => (value === null ? '' : field(formatValue(value, columns[i].type, timeZone)))).join(',')}\n`;
  }
};

function field(text: string): string {
  return text === '' || /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
