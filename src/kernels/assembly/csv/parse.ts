import { parseBoolean } from './boolean';
import { parseDate, parseTime, parseTimestamp } from './datetime';
import { parseDecimal } from './decimal';
import { parseDouble, parseReal } from './double';
import {
  BAD_SYNTAX, DEFERRED, isNullString, JOB_BAD, JOB_DEFERRED, JOB_DEFERRED_COUNT, JOB_EMPTY_NULL, JOB_ESCAPE, JOB_FAILURE, JOB_NULL_COUNT,
  JOB_NULLS, JOB_PROGRAM, JOB_QUOTE, JOB_REGION, JOB_ROWS, JOB_SLOTS, JOB_STRICT, JOB_STRIDE, JOB_VALIDITY, JOB_VALUES, PARSED,
} from './field';
import { parseFormatted } from './format-program';
import { parseInteger } from './integer';
import { storeUnescaped, storeUuid, storeView } from './text';

const TEXT: i32 = 0;
const BOOLEAN: i32 = 1;
const SMALLINT: i32 = 2;
const INTEGER: i32 = 3;
const BIGINT: i32 = 4;
const DOUBLE: i32 = 5;
const DECIMAL: i32 = 6;
const DATE: i32 = 7;
const TIME: i32 = 8;
const TIMESTAMP: i32 = 9;
const TIMESTAMPTZ: i32 = 10;
const UUID: i32 = 11;
const REAL: i32 = 12;

// @ts-ignore: decorator
@inline
function widthOf(kind: i32, job: usize): usize {
  if (kind === TEXT || kind === UUID) return 16;
  if (kind === BOOLEAN) return 1;
  if (kind === SMALLINT) return 2;
  if (kind === INTEGER || kind === DATE || kind === REAL) return 4;
  if (kind === DECIMAL) {
    const precision = load<u32>(job, 48);
    return precision <= 9 ? 4 : precision <= 18 ? 8 : 16;
  }
  return 8;
}

// @ts-ignore: decorator
@inline
function parseField(kind: i32, start: usize, end: usize, slot: usize, job: usize, strict: u32, program: usize): u32 {
  if (kind === BOOLEAN) return parseBoolean(start, end, slot, strict);
  if (kind === SMALLINT) return parseInteger(start, end, slot, 2, strict);
  if (kind === INTEGER) return parseInteger(start, end, slot, 4, strict);
  if (kind === BIGINT) return parseInteger(start, end, slot, 8, strict);
  if (kind === DOUBLE) return parseDouble(start, end, slot, job);
  if (kind === REAL) return parseReal(start, end, slot, job);
  if (kind === DECIMAL) return parseDecimal(start, end, slot, job);
  if (kind === DATE) return program !== 0 ? parseFormatted(start, end, slot, program, false, true) : parseDate(start, end, slot, job);
  if (kind === TIME) return parseTime(start, end, slot);
  if (kind === TIMESTAMP || kind === TIMESTAMPTZ) {
    if (program !== 0) return parseFormatted(start, end, slot, program, kind === TIMESTAMPTZ, false);
    return parseTimestamp(start, end, slot, job, kind === TIMESTAMPTZ);
  }
  if (kind === UUID) return storeUuid(slot, start, end) ? PARSED : BAD_SYNTAX;
  return BAD_SYNTAX;
}

/**
 * Parses one column of scanned rows (a job, see field.ts) into values and validity; -1, or the first row whose value is bad.
 *
 * A text is NULL when it is a NULL string without quotes; a value of another type also when quotes stand around one, since nothing else
 * can be meant.
 */
// @ts-ignore: decorator
@inline
function parseColumn(kind: i32, job: usize): i32 {
  const stride: usize = load<u32>(job, JOB_STRIDE);
  const rows = load<u32>(job, JOB_ROWS);
  const quote = load<u32>(job, JOB_QUOTE);
  const escape = load<u32>(job, JOB_ESCAPE);
  const nulls: usize = load<u32>(job, JOB_NULLS);
  const emptyIsNull = load<u32>(job, JOB_EMPTY_NULL) !== 0;
  const validity: usize = load<u32>(job, JOB_VALIDITY);
  const bad: usize = load<u32>(job, JOB_BAD);
  const region: usize = load<u32>(job, JOB_REGION);
  const strict = load<u32>(job, JOB_STRICT);
  const program: usize = load<u32>(job, JOB_PROGRAM);
  const width = widthOf(kind, job);
  let slot: usize = load<u32>(job, JOB_VALUES);
  let field: usize = load<u32>(job, JOB_SLOTS);
  let bits: u64 = 0;
  let nullCount: u32 = 0;
  let deferred: u32 = 0;

  for (let row: u32 = 0; row < rows; row++, field += stride, slot += width) {
    let start: usize = <usize>load<u32>(field) + 1;
    let end: usize = load<u32>(field, 4);
    let isNull = false;
    let quoted = false;
    if (start >= end) {
      isNull = start > end || emptyIsNull;
    } else if (quote !== 0 && <u32>load<u8>(start) === quote) {
      quoted = true;
      start++;
      end--;
      if (kind !== TEXT) isNull = start === end ? emptyIsNull : nulls !== 0 && isNullString(nulls, start, end);
    } else if (nulls !== 0) {
      isNull = isNullString(nulls, start, end);
    }

    if (isNull) {
      nullCount++;
      if (kind === TEXT) v128.store(slot, i64x2.splat(0));
    } else {
      bits |= <u64>1 << (row & 63);
      if (kind === TEXT) {
        if (quoted) storeUnescaped(slot, start, end, quote, escape, region);
        else storeView(slot, start, end);
      } else {
        const status = start < end ? parseField(kind, start, end, slot, job, strict, program) : BAD_SYNTAX;
        if (status === DEFERRED) {
          const entry = <usize>load<u32>(job, JOB_DEFERRED) + <usize>deferred * 12;
          deferred++;
          store<u32>(entry, row);
          store<u32>(entry, <u32>start, 4);
          store<u32>(entry, <u32>end, 8);
        } else if (status !== PARSED) {
          if (bad === 0) {
            store<u32>(job, status, JOB_FAILURE);
            return row;
          }
          store<u8>(bad + row, 1);
        }
      }
    }
    if ((row & 63) === 63) {
      store<u64>(validity + (<usize>(row >> 6) << 3), bits);
      bits = 0;
    }
  }
  if ((rows & 63) !== 0) store<u64>(validity + (<usize>(rows >> 6) << 3), bits);
  store<u32>(job, nullCount, JOB_NULL_COUNT);
  store<u32>(job, deferred, JOB_DEFERRED_COUNT);
  return -1;
}

export function csv_parse_text(job: usize): i32 { return parseColumn(TEXT, job); }
export function csv_parse_boolean(job: usize): i32 { return parseColumn(BOOLEAN, job); }
export function csv_parse_smallint(job: usize): i32 { return parseColumn(SMALLINT, job); }
export function csv_parse_integer(job: usize): i32 { return parseColumn(INTEGER, job); }
export function csv_parse_bigint(job: usize): i32 { return parseColumn(BIGINT, job); }
export function csv_parse_double(job: usize): i32 { return parseColumn(DOUBLE, job); }
export function csv_parse_decimal(job: usize): i32 { return parseColumn(DECIMAL, job); }
export function csv_parse_date(job: usize): i32 { return parseColumn(DATE, job); }
export function csv_parse_time(job: usize): i32 { return parseColumn(TIME, job); }
export function csv_parse_timestamp(job: usize): i32 { return parseColumn(TIMESTAMP, job); }
export function csv_parse_timestamptz(job: usize): i32 { return parseColumn(TIMESTAMPTZ, job); }
export function csv_parse_uuid(job: usize): i32 { return parseColumn(UUID, job); }
export function csv_parse_real(job: usize): i32 { return parseColumn(REAL, job); }
