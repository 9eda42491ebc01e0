import { quickDecimal } from './decimal';
import { quickDouble } from './double';
import {
  DEFERRED, JOB_BAD, JOB_BEFORES, JOB_BEFORE_STRIDE, JOB_DEFERRED, JOB_DEFERRED_COUNT, JOB_ENDS, JOB_END_STRIDE, JOB_ESCAPED, JOB_FAILURE,
  JOB_KIND, JOB_NULL_COUNT, JOB_NULLS, JOB_PRECISION, JOB_PROGRAM, JOB_QUOTE, JOB_SCALE, JOB_SEPARATOR, JOB_STRICT, JOB_VALIDITY, JOB_VALUES, NULL,
  PARSED,
} from './field';
import { quickInteger } from './integer';
import {
  BIGINT, BOOLEAN, DATE, DECIMAL, DOUBLE, INTEGER, REAL, SMALLINT, TEXT, TIME, TIMESTAMP, TIMESTAMPTZ, UUID, widthOf,
} from './kind';
import { parseAny } from './parse-any';
import { quickDate, quickTimestamp } from './quick-datetime';
import {
  ABOVE_NINE, DIGIT_ZEROS, HUNDREDS, LANES, LOW_BYTES, quickNumber, TEN_THOUSANDS, TENS,
} from './quick-number';
import { storeView } from './text';

/** Rows of which one column after the other is parsed, while their bytes are in the nearest cache; a multiple of 64. */
const SLICE_ROWS: u32 = 128;

/** Whether the usual form of a field may be tried: nothing of that form is a NULL string, stands in quotes, or means something else. */
// @ts-ignore: decorator
@inline
function hasQuick(kind: u32, job: usize): bool {
  if (kind === BOOLEAN || kind === TIME || kind === UUID || kind === REAL) return false;
  if (load<u32>(job, JOB_NULLS) !== 0 || load<u32>(job, JOB_STRICT) !== 0 || load<u32>(job, JOB_PROGRAM) !== 0) return false;
  if (kind === DECIMAL && load<u32>(job, JOB_PRECISION) > 18) return false;
  // Signs, digits and points are no quotes.
  return kind === TEXT || load<u32>(job, JOB_QUOTE) - 43 > 14;
}

/**
 * Parses the rows from `from` (a multiple of 64) up to `to` of a column, whose first row's value is `offset` (a multiple of 64) values on; -1,
 * or the first row whose value is bad. Fields of the usual form are taken in a loop without calls, which leaves all that it needs in registers.
 */
// @ts-ignore: decorator
@inline
function parseRows(kind: u32, job: usize, from: u32, to: u32, offset: u32): i32 {
  const beforeStride: usize = load<u32>(job, JOB_BEFORE_STRIDE);
  const endStride: usize = load<u32>(job, JOB_END_STRIDE);
  const quick = hasQuick(kind, job);
  const width = widthOf(kind, job);
  const ends: usize = load<u32>(job, JOB_ENDS);
  const full = ends + <usize>to * endStride;
  let slot: usize = <usize>load<u32>(job, JOB_VALUES) + <usize>(offset + from) * width;
  let before: usize = <usize>load<u32>(job, JOB_BEFORES) + <usize>from * beforeStride;
  let endAt: usize = ends + <usize>from * endStride;
  const validity: usize = <usize>load<u32>(job, JOB_VALIDITY) + (<usize>offset >> 3);
  for (let row = from; row < to; row += 64) store<u64>(validity + (<usize>row >> 3), ~(<u64>0) >> max<i32>(0, <i32>(row + 64 - to)));

  const quote = load<u32>(job, JOB_QUOTE) || 256;
  const escaped = load<u32>(job, JOB_ESCAPED);
  const precision = load<u32>(job, JOB_PRECISION);
  const scale = load<u32>(job, JOB_SCALE);
  const separator = v128.load_splat<u8>(job, JOB_SEPARATOR);
  const lanes = v128.load(LANES);
  const zeros = v128.load(DIGIT_ZEROS);
  const aboveNine = v128.load(ABOVE_NINE);
  const tens = v128.load(TENS);
  const lowBytes = v128.load(LOW_BYTES);
  const hundreds = v128.load(HUNDREDS);
  const tenThousands = v128.load(TEN_THOUSANDS);

  while (endAt < full) {
    if (quick) {
      while (endAt < full) {
        const start: usize = <usize>load<u32>(before) + 1;
        const end: usize = load<u32>(endAt);
        if (kind === TEXT) {
          if (start >= end) break;
          const quoted = <usize>(<u32>load<u8>(start) === quote);
          if ((quoted & escaped) !== 0) break;
          storeView(slot, start + quoted, end - quoted);
        } else if (kind === SMALLINT || kind === INTEGER || kind === BIGINT) {
          if (!quickInteger(start, end, slot, <i32>width)) break;
        } else if (kind === DOUBLE || kind === DECIMAL) {
          const negative = <u64>(load<u8>(start) === 45);
          const number = quickNumber(
            start + <usize>negative, end, separator, lanes, zeros, aboveNine, tens, lowBytes, hundreds, tenThousands,
          );
          if (!(kind === DOUBLE ? quickDouble(number, negative, slot) : quickDecimal(number, negative, slot, precision, scale))) break;
        } else if (kind === DATE) {
          if (!quickDate(start, end, slot)) break;
        } else {
          if (!quickTimestamp(start, end, slot)) break;
        }
        before += beforeStride;
        endAt += endStride;
        slot += width;
      }
    }
    if (endAt >= full) break;
    const row = <u32>((endAt - ends) / endStride);
    const start: usize = <usize>load<u32>(before) + 1;
    const end: usize = load<u32>(endAt);
    const status = parseAny(job, start, end, slot);
    if (status === NULL) {
      const word = validity + (<usize>(row >> 6) << 3);
      store<u64>(word, load<u64>(word) ^ (<u64>1 << (row & 63)));
      store<u32>(job, load<u32>(job, JOB_NULL_COUNT) + 1, JOB_NULL_COUNT);
      if (kind === TEXT) v128.store(slot, i64x2.splat(0));
    } else if (status !== PARSED && !put(job, status, row, start, end)) {
      return row;
    }
    before += beforeStride;
    endAt += endStride;
    slot += width;
  }
  return -1;
}

/** Keeps a field for the host, or a row as bad; false when the scan is to stop there. */
function put(job: usize, status: u32, row: u32, start: usize, end: usize): bool {
  if (status === DEFERRED) {
    const deferred = load<u32>(job, JOB_DEFERRED_COUNT);
    const entry = <usize>load<u32>(job, JOB_DEFERRED) + <usize>deferred * 12;
    const quote = load<u32>(job, JOB_QUOTE);
    const quotes = <u32>(quote !== 0 && <u32>load<u8>(start) === quote);
    store<u32>(job, deferred + 1, JOB_DEFERRED_COUNT);
    store<u32>(entry, row);
    store<u32>(entry, <u32>start + quotes, 4);
    store<u32>(entry, <u32>end - quotes, 8);
    return true;
  }
  const bad: usize = load<u32>(job, JOB_BAD);
  if (bad === 0) {
    store<u32>(job, status, JOB_FAILURE);
    return false;
  }
  store<u8>(bad + row, 1);
  return true;
}

function parseTexts(job: usize, from: u32, to: u32, offset: u32): i32 { return parseRows(TEXT, job, from, to, offset); }
function parseBooleans(job: usize, from: u32, to: u32, offset: u32): i32 { return parseRows(BOOLEAN, job, from, to, offset); }
function parseSmallints(job: usize, from: u32, to: u32, offset: u32): i32 { return parseRows(SMALLINT, job, from, to, offset); }
function parseIntegers(job: usize, from: u32, to: u32, offset: u32): i32 { return parseRows(INTEGER, job, from, to, offset); }
function parseBigints(job: usize, from: u32, to: u32, offset: u32): i32 { return parseRows(BIGINT, job, from, to, offset); }
function parseDoubles(job: usize, from: u32, to: u32, offset: u32): i32 { return parseRows(DOUBLE, job, from, to, offset); }
function parseDecimals(job: usize, from: u32, to: u32, offset: u32): i32 { return parseRows(DECIMAL, job, from, to, offset); }
function parseDates(job: usize, from: u32, to: u32, offset: u32): i32 { return parseRows(DATE, job, from, to, offset); }
function parseTimes(job: usize, from: u32, to: u32, offset: u32): i32 { return parseRows(TIME, job, from, to, offset); }
function parseTimestamps(job: usize, from: u32, to: u32, offset: u32): i32 { return parseRows(TIMESTAMP, job, from, to, offset); }
function parseUuids(job: usize, from: u32, to: u32, offset: u32): i32 { return parseRows(UUID, job, from, to, offset); }
function parseReals(job: usize, from: u32, to: u32, offset: u32): i32 { return parseRows(REAL, job, from, to, offset); }

function parse(job: usize, from: u32, to: u32, offset: u32): i32 {
  switch (load<u32>(job, JOB_KIND)) {
    case TEXT:
      return parseTexts(job, from, to, offset);
    case BOOLEAN:
      return parseBooleans(job, from, to, offset);
    case SMALLINT:
      return parseSmallints(job, from, to, offset);
    case INTEGER:
      return parseIntegers(job, from, to, offset);
    case BIGINT:
      return parseBigints(job, from, to, offset);
    case DOUBLE:
      return parseDoubles(job, from, to, offset);
    case DECIMAL:
      return parseDecimals(job, from, to, offset);
    case DATE:
      return parseDates(job, from, to, offset);
    case TIME:
      return parseTimes(job, from, to, offset);
    case UUID:
      return parseUuids(job, from, to, offset);
    case REAL:
      return parseReals(job, from, to, offset);
    default:
      return parseTimestamps(job, from, to, offset);
  }
}

/**
 * Parses one column of scanned rows (a job, see field.ts) into values and validity, the first row's at row `offset` (a multiple of 64); -1, or
 * the first row whose value is bad.
 */
export function csv_parse_column(job: usize, rows: u32, offset: u32): i32 {
  store<u32>(job, 0, JOB_NULL_COUNT);
  store<u32>(job, 0, JOB_DEFERRED_COUNT);
  return parse(job, 0, rows, offset);
}

/**
 * The same for the `count` columns whose jobs' addresses stand at `jobs`; false when a value is bad or left to the host: then nothing is done.
 * `escaped`: quoted texts may hold escapes.
 */
export function csv_parse_columns(jobs: usize, count: u32, rows: u32, offset: u32, escaped: u32): bool {
  for (let k: u32 = 0; k < count; k++) {
    const job: usize = load<u32>(jobs + (<usize>k << 2));
    store<u32>(job, 0, JOB_NULL_COUNT);
    store<u32>(job, 0, JOB_DEFERRED_COUNT);
    store<u32>(job, escaped, JOB_ESCAPED);
  }
  for (let from: u32 = 0; from < rows; from += SLICE_ROWS) {
    const to = min(rows, from + SLICE_ROWS);
    for (let k: u32 = 0; k < count; k++) {
      const job: usize = load<u32>(jobs + (<usize>k << 2));
      if (parse(job, from, to, offset) >= 0 || load<u32>(job, JOB_DEFERRED_COUNT) !== 0) return false;
    }
  }
  return true;
}
