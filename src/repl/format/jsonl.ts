import type { Formatter } from './formatter.js';
import { jsonRow } from './json-value.js';

/** An object a line, without anything around. */
export const jsonl: Formatter = function* (rows, { timeZone }) {
  const { columns } = rows;
  for (const row of rows.values()) yield `${jsonRow(row, columns, timeZone)}\n`;
};
