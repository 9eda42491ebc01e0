import { formatValue } from '../../data/format.js';
import { isNumeric, type SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import { stringWidth } from './string-width.js';

/** Made when a cell is first cut: it takes longer than a short query. */
let segmenter: Intl.Segmenter | undefined;

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A value for a terminal: control characters become visible, so that no data can move the cursor. NULL is empty. */
export function cellText(value: SqlValue, type: SqlType, timeZone: string): string {
  return visible(formatValue(value, type, timeZone));
}

export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f]/g,
    (c) => ESCAPES[c] ?? `\\x${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/** Numbers stand to the right, as psql prints them. */
export const isRightAligned = (type: SqlType): boolean => isNumeric(type);

/** Columns that the text takes on a terminal: two for a wide character, none for a combining one. */
export const widthOf = (text: string): number => (/^[ -~]*$/.test(text) ? text.length : stringWidth(text));

/** The text padded to `width` columns, and when it `mayCut` made no wider, with an ellipsis. */
export function fit(text: string, width: number, right: boolean, mayCut: boolean): string {
  const own = widthOf(text);
  if (own > width) return mayCut ? fit(cut(text, width), width, right, true) : text;
  const space = ' '.repeat(width - own);
  return right ? space + text : text + space;
}

function cut(text: string, width: number): string {
  let taken = '';
  let used = 0;
  segmenter ??= new Intl.Segmenter();
  for (const { segment } of segmenter.segment(text)) {
    used += widthOf(segment);
    if (used > width - 1) break;
    taken += segment;
  }
  return `${taken}…`;
}
