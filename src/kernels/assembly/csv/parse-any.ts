import { parseBoolean } from './boolean';
import { parseDate, parseTime, parseTimestamp } from './datetime';
import { parseDecimal } from './decimal';
import { parseDouble, parseReal } from './double';
import {
  BAD_SYNTAX, isNullString, JOB_EMPTY_NULL, JOB_ESCAPE, JOB_ESCAPED, JOB_KIND, JOB_NULLS, JOB_PROGRAM, JOB_QUOTE, JOB_REGION, JOB_STRICT, NULL,
  PARSED,
} from './field';
import { parseFormatted } from './format-program';
import { parseInteger } from './integer';
import { BIGINT, BOOLEAN, DATE, DECIMAL, DOUBLE, INTEGER, REAL, SMALLINT, TEXT, TIME, TIMESTAMP, TIMESTAMPTZ, UUID } from './kind';
import { storeUnescaped, storeUuid, storeView } from './text';

/**
 * Any field of a column: its status, or NULL. A text is NULL when it is a NULL string without quotes; a value of another type also when quotes
 * stand around one, since nothing else can be meant.
 */
export function parseAny(job: usize, start: usize, end: usize, slot: usize): u32 {
  const isText = load<u32>(job, JOB_KIND) === TEXT;
  const nulls: usize = load<u32>(job, JOB_NULLS);
  const quote = load<u32>(job, JOB_QUOTE);
  if (start >= end) {
    if (start > end || load<u32>(job, JOB_EMPTY_NULL) !== 0) return NULL;
  } else if (quote !== 0 && <u32>load<u8>(start) === quote) {
    start++;
    end--;
    if (isText && load<u32>(job, JOB_ESCAPED) !== 0) {
      storeUnescaped(slot, start, end, quote, load<u32>(job, JOB_ESCAPE), load<u32>(job, JOB_REGION));
      return PARSED;
    }
    if (!isText && (start === end ? load<u32>(job, JOB_EMPTY_NULL) !== 0 : nulls !== 0 && isNullString(nulls, start, end))) return NULL;
  } else if (nulls !== 0 && isNullString(nulls, start, end)) {
    return NULL;
  }
  if (isText) {
    storeView(slot, start, end);
    return PARSED;
  }
  return start < end ? parseValue(job, start, end, slot) : BAD_SYNTAX;
}

/** The value of the bytes of a field. */
function parseValue(job: usize, start: usize, end: usize, slot: usize): u32 {
  const strict = load<u32>(job, JOB_STRICT);
  const program: usize = load<u32>(job, JOB_PROGRAM);
  switch (load<u32>(job, JOB_KIND)) {
    case BOOLEAN:
      return parseBoolean(start, end, slot, strict);
    case SMALLINT:
      return parseInteger(start, end, slot, 2, strict);
    case INTEGER:
      return parseInteger(start, end, slot, 4, strict);
    case BIGINT:
      return parseInteger(start, end, slot, 8, strict);
    case DOUBLE:
      return parseDouble(start, end, slot, job);
    case REAL:
      return parseReal(start, end, slot, job);
    case DECIMAL:
      return parseDecimal(start, end, slot, job);
    case DATE:
      return program !== 0 ? parseFormatted(start, end, slot, program, false, true) : parseDate(start, end, slot, job);
    case TIME:
      return parseTime(start, end, slot);
    case TIMESTAMP:
      return program !== 0 ? parseFormatted(start, end, slot, program, false, false) : parseTimestamp(start, end, slot, job, false);
    case TIMESTAMPTZ:
      return program !== 0 ? parseFormatted(start, end, slot, program, true, false) : parseTimestamp(start, end, slot, job, true);
    case UUID:
      return storeUuid(slot, start, end) ? PARSED : BAD_SYNTAX;
    default:
      return BAD_SYNTAX;
  }
}
