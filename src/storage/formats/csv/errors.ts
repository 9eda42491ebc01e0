import type { Arena } from '../../../data/arena.js';
import { typeName, type SqlType } from '../../../data/types.js';
import { SqlError, type SqlErrorFields, type SqlState } from '../../../errors.js';
import { withPinned } from '../../backends/disk.js';
import type { FilePin } from '../format.js';

const COUNT_BYTES = 1 << 20;
const SHOWN_CHARACTERS = 80;

/** The kernels' scan statuses. */
export type ScanStatus = 1 | 2 | 3 | 4;

/** The line (from 1) of a byte of a file: one more than the line ends before it, those within quotes too. */
export function lineOf(arena: Arena, region: number, pin: FilePin, offset: number): number {
  const buffer = arena.kernels.region_alloc(region, COUNT_BYTES) >>> 0;
  let line = 1;
  let afterCr = 0;
  withPinned(pin, (file) => {
    for (let at = 0; at < offset; at += COUNT_BYTES) {
      const count = Math.min(COUNT_BYTES, offset - at);
      file.readInto(arena.u8.subarray(buffer, buffer + count), at);
      line += arena.kernels.csv_count_lines(buffer, buffer + count, afterCr) >>> 0;
      afterCr = arena.u8[buffer + count - 1] === 13 ? 1 : 0;
    }
  });
  return line;
}

/** Where in the files something went wrong. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column?: string;
}

const placeText = ({ path, line, column }: Place): string =>
  `file "${path}", line ${line}${column === undefined ? '' : `, column "${column}"`}`;

/** Every error of a CSV file's content begins with the place. */
export const csvError = (sqlState: SqlState, place: Place, message: string, fields: SqlErrorFields = {}) =>
  new SqlError(sqlState, `${placeText(place)}: ${message}`, fields);

const LENIENT_HINT = 'ignore_errors => true leaves such rows out';

/** A row whose fields or quotes do not fit. `found` fields were there, `row` is its text. */
export function structureError(status: ScanStatus, place: Place, found: number, columns: readonly string[], row: string): SqlError {
  const detail = `The row: ${clip(row)}`;
  const counts = `the row has ${plural(found, 'field')}, the table ${plural(columns.length, 'column')}`;
  switch (status) {
    case 1:
      return csvError('22P04', { ...place, column: columns[found] }, `missing data for column "${columns[found]}": ${counts}`, {
        detail,
        hint: `null_padding => true fills short rows with NULL, ${LENIENT_HINT}`,
      });
    case 2:
      return csvError('22P04', place, `extra data after last expected column: ${counts}`, { detail, hint: LENIENT_HINT });
    case 3:
      return csvError('22P04', { ...place, column: columns[found - 1] }, 'unterminated CSV quoted field', {
        detail,
        hint: "close the quote, or name another with the option quote => '…' (quote => '' for none)",
      });
    case 4:
      return csvError('22P04', place, 'unexpected data after a closing quote', {
        detail,
        hint: `double a quote inside quotes, or set the option escape; ${LENIENT_HINT}`,
      });
  }
}

/** A value that is none of its column's type; `kind` as the kernels say it: 1 syntax, 2 range. */
export function valueError(kind: number, place: Place, type: SqlType, text: string, inferred: boolean): SqlError {
  const shown = clip(text);
  const hint = inferred
    ? `the type was inferred from a sample: give it with types => '${typeHint(place.column ?? '')}', look at more rows with sample_size => -1, or leave such rows out with ignore_errors => true`
    : LENIENT_HINT;
  const isDatetime = type.kind === 'date' || type.kind === 'time' || type.kind === 'timestamp' || type.kind === 'timestamptz';
  if (kind === 1) {
    return csvError(isDatetime ? '22007' : '22P02', place, `invalid input syntax for type ${baseName(type)}: "${shown}"`, { hint });
  }
  if (isDatetime) return csvError('22008', place, `date/time field value out of range: "${shown}"`, { hint });
  if (type.kind === 'decimal') {
    return csvError('22003', place, `numeric field overflow: "${shown}"`, {
      hint,
      detail: `A field with precision ${type.precision}, scale ${type.scale} must round to an absolute value less than 10^${type.precision - type.scale}.`,
    });
  }
  return csvError('22003', place, `value "${shown}" is out of range for type ${typeName(type)}`, { hint });
}

/** Bytes that are no text. `byte` begins the bad sequence. */
export function bytesError(place: Place, bytes: Uint8Array): SqlError {
  if (bytes[0] === 0)
    return csvError('22P04', place, 'the file contains a NUL byte', { hint: `is it a text file in UTF-8? ${LENIENT_HINT}` });
  const shown = [...bytes].map((byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(' ');
  return csvError('22021', place, `invalid byte sequence for encoding "UTF8": ${shown}`, {
    hint: `convert the file to UTF-8 first; ${LENIENT_HINT}`,
  });
}

const baseName = (type: SqlType): string => (type.kind === 'decimal' ? 'numeric' : typeName(type));

const typeHint = (column: string): string => JSON.stringify({ [column]: 'text' }).replaceAll("'", "''");

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Text for a message: control characters made visible, cut off at a screen line. */
export function clip(text: string): string {
  const visible = text.slice(0, SHOWN_CHARACTERS + 1).replace(/[\u0000-\u001f\u007f]/g, (char) => {
    if (char === '\n') return '\\n';
    if (char === '\r') return '\\r';
    if (char === '\t') return '\\t';
    return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return visible.length > SHOWN_CHARACTERS ? `${visible.slice(0, SHOWN_CHARACTERS)}…` : visible;
}
