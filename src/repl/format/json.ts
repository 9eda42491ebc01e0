import type { Formatter } from './formatter.js';
import { jsonRow } from './json-value.js';

/** One array of objects, an object a line. */
export const json: Formatter = function* (rows, { timeZone }) {
  const { columns } = rows;
  let before = '[';
  for (const row of rows.values()) {
    yield before + jsonRow(row, columns, timeZone);
    before = ',\n ';
  }
  yield before === '[' ? '[]\n' : ']\n';
};
