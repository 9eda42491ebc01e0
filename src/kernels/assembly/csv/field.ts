/*
 * A column to parse, 112 bytes in the arena (mirrored by storage/formats/csv/column-job.ts):
 *
 *   0 where the address before the first row's field stands · 4 bytes from there to the next row's · 8 type (kind.ts) · 12 quote (0: none) · 16 escape
 *   20 NULL strings other than the empty one: count, then (length, address) pairs; 0 none · 24 1 when an empty field is NULL
 *   28 values · 32 validity bitmap · 36 one byte per row to set when its value is bad; 0: stop there · 40 region
 *   44 deferred list: (row, start, end) · 48 and 52 parameters of the type · 56 decimal separator · 60 format program, 0 none
 *   64 NULLs found · 68 kind of the failure that stopped · 72 deferred values · 76 strict: only what inference takes for the type
 *   80 where the address of the first row's field's end stands · 84 bytes from there to the next row's · 88 1 when quoted texts may hold escapes
 *   96 scratch
 */
export const JOB_BEFORES: usize = 0;
export const JOB_BEFORE_STRIDE: usize = 4;
export const JOB_KIND: usize = 8;
export const JOB_QUOTE: usize = 12;
export const JOB_ESCAPE: usize = 16;
export const JOB_NULLS: usize = 20;
export const JOB_EMPTY_NULL: usize = 24;
export const JOB_VALUES: usize = 28;
export const JOB_VALIDITY: usize = 32;
export const JOB_BAD: usize = 36;
export const JOB_REGION: usize = 40;
export const JOB_DEFERRED: usize = 44;
export const JOB_PRECISION: usize = 48;
export const JOB_SCALE: usize = 52;
export const JOB_SEPARATOR: usize = 56;
export const JOB_PROGRAM: usize = 60;
export const JOB_NULL_COUNT: usize = 64;
export const JOB_FAILURE: usize = 68;
export const JOB_DEFERRED_COUNT: usize = 72;
export const JOB_STRICT: usize = 76;
export const JOB_ENDS: usize = 80;
export const JOB_END_STRIDE: usize = 84;
export const JOB_ESCAPED: usize = 88;
export const JOB_SCRATCH: usize = 96;

/** What a parser says of one field. */
export const PARSED: u32 = 0;
export const BAD_SYNTAX: u32 = 1;
export const OUT_OF_RANGE: u32 = 2;
/** Left to the host, which finishes it from the deferred list. */
export const DEFERRED: u32 = 3;
/** No value. */
export const NULL: u32 = 4;

export function isNullString(nulls: usize, start: usize, end: usize): bool {
  const count = load<u32>(nulls);
  const length = <u32>(end - start);
  for (let k: u32 = 0; k < count; k++) {
    const entry = nulls + 4 + (<usize>k << 3);
    if (load<u32>(entry) !== length) continue;
    const text: usize = load<u32>(entry, 4);
    let i: u32 = 0;
    while (i < length && load<u8>(start + i) === load<u8>(text + i)) i++;
    if (i === length) return true;
  }
  return false;
}

/** PostgreSQL's white space around numbers and dates. */
// @ts-ignore: decorator
@inline
export function isSpace(byte: u32): bool {
  return byte === 32 || byte - 9 < 5;
}

/** Eight ASCII digits as a number, most significant first; the caller has checked them. */
// @ts-ignore: decorator
@inline
export function eightDigits(chunk: u64): u64 {
  chunk = chunk * 10 + (chunk >> 8);
  return (((chunk & 0x000000ff000000ff) * 0x000f424000000064) + (((chunk >> 16) & 0x000000ff000000ff) * 0x0000271000000001)) >> 32;
}

/** True when all eight bytes, '0' taken off by exclusive or, are 0 to 9. */
// @ts-ignore: decorator
@inline
export function areDigits(chunk: u64): bool {
  return (((chunk + 0x7676767676767676) | chunk) & 0x8080808080808080) === 0;
}

export const ZEROS: u64 = 0x3030303030303030;
