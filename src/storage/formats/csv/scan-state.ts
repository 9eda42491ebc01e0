import type { Arena } from '../../../data/arena.js';
import type { CsvOptions } from '../format.js';

/** Offsets into the state of kernels/assembly/csv/state.ts. */
export const STATE = {
  next: 20,
  status: 24,
  errorAt: 28,
  errorFields: 32,
  errorRow: 36,
  leftOut: 40,
  mode: 44,
  least: 64,
  doubled: 80,
  wait: 84,
} as const;
const STATE_BYTES = 608;
const FLAG_IGNORE = 1;
const FLAG_PAD = 2;
const FLAG_BLANK = 4;

export type Dialect = Pick<CsvOptions, 'delimiter' | 'quote' | 'escape'>;

export const byteOf = (character: string): number => (character === '' ? 0 : character.charCodeAt(0));

/** A scan state for rows of `fields` fields. */
export function createState(
  arena: Arena,
  region: number,
  dialect: Dialect,
  fields: number,
  lenient: { ignoreErrors: boolean; nullPadding: boolean },
): number {
  const state = arena.kernels.region_alloc(region, STATE_BYTES) >>> 0;
  arena.u8.fill(0, state, state + STATE_BYTES);
  const words = arena.u32;
  words[state >>> 2] = byteOf(dialect.delimiter);
  words[(state + 4) >>> 2] = byteOf(dialect.quote);
  words[(state + 8) >>> 2] = byteOf(dialect.escape === '' ? dialect.quote : dialect.escape);
  words[(state + 12) >>> 2] = fields;
  words[(state + 16) >>> 2] =
    (lenient.ignoreErrors ? FLAG_IGNORE : 0) | (lenient.nullPadding ? FLAG_PAD : 0) | (fields === 1 ? FLAG_BLANK : 0);
  return state;
}

/** Where csv_scan writes the fields that it finds. */
export interface ScannedRows {
  readonly fields: number;
  /** Address of one u32 per row, and one more: the address before the row's first byte. */
  readonly befores: number;
  /** Address of one u32 per field of each row: the address where it ends. */
  readonly ends: number;
}

/** What csv_scan may write beyond the rows. */
const SLACK_ENTRIES = 4200;

/** Room for `rows` rows of `fields` fields. */
export function createRows(arena: Arena, region: number, rows: number, fields: number): ScannedRows {
  const alloc = (entries: number): number => arena.kernels.region_alloc(region, (entries + SLACK_ENTRIES) * 4) >>> 0;
  return { fields, befores: alloc(rows + 1), ends: alloc(rows * fields) };
}

/** The address of a field's first byte. */
export const startOf = ({ u32 }: Arena, { fields, befores, ends }: ScannedRows, row: number, field: number): number =>
  u32[field === 0 ? (befores >>> 2) + row : (ends >>> 2) + row * fields + field - 1] + 1;

/** The address after a field's last byte; before its start when padding made the field. */
export const endOf = ({ u32 }: Arena, { fields, ends }: ScannedRows, row: number, field: number): number =>
  u32[(ends >>> 2) + row * fields + field];

/** True when a byte that is NUL or not ASCII was seen since the last call. */
export function sawOddBytes(arena: Arena, state: number): boolean {
  let odd = false;
  for (let i = state + STATE.least; i < state + STATE.least + 16; i++) odd ||= arena.u8[i] === 0 || arena.u8[i] > 127;
  arena.u8.fill(0x7f, state + STATE.least, state + STATE.least + 16);
  return odd;
}
