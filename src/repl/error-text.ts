import { SqlError } from '../errors.js';
import { visible, widthOf } from './format/cell.js';

/** Longest part of a line that is shown around an error. */
const CONTEXT = 60;

/** An error as psql prints it: message, the line of `sql` it points into with a caret below, detail and hint. `prefix` is `file:line: `. */
export function errorText(error: unknown, sql: string, prefix = ''): string {
  if (!(error instanceof SqlError)) return `${prefix}ERROR:  ${error instanceof Error ? error.message : String(error)}\n`;
  const lines = [`${prefix}ERROR:  ${error.message}`];
  if (error.position !== undefined) lines.push(...pointer(sql, Math.min(error.position, sql.length)));
  if (error.detail !== undefined) lines.push(`DETAIL:  ${error.detail}`);
  if (error.hint !== undefined) lines.push(`HINT:  ${error.hint}`);
  return `${lines.join('\n')}\n`;
}

/** The line number, from 1, of an offset. */
export function lineOf(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

function pointer(sql: string, position: number): string[] {
  const start = sql.lastIndexOf('\n', position - 1) + 1;
  const newline = sql.indexOf('\n', position);
  const end = newline < 0 ? sql.length : newline;
  const from = Math.max(start, position - CONTEXT);
  const to = Math.min(end, from + 2 * CONTEXT);
  const label = `LINE ${lineOf(sql, position)}: ${from > start ? '...' : ''}`;
  const before = visible(sql.slice(from, position));
  return [
    `${label}${before}${visible(sql.slice(position, to))}${to < end ? '...' : ''}`,
    `${' '.repeat(widthOf(label) + widthOf(before))}^`,
  ];
}
