import { invalidDatetime, SqlError } from '../../errors.js';
import {
  DATE_INFINITY,
  DATE_MINUS_INFINITY,
  isDateInRange,
  isTimestampInRange,
  MICROS_PER_DAY,
  splitTimestamp,
  TIMESTAMP_INFINITY,
  TIMESTAMP_MINUS_INFINITY,
} from './calendar.js';
import { decodeDateTime, type DecodedDate } from './decode.js';
import { timeZone, toLocal, toUtc } from './time-zone.js';

/** What `now`, `today` and text without a zone refer to. */
export interface ParseContext {
  readonly nowMicros: bigint;
  readonly timeZone: string;
}

/** Days since 1970-01-01 of text in any form that PostgreSQL reads; 22007 for bad text, 22008 out of range. */
export function parseDate(text: string, context: ParseContext): number {
  const decoded = decodeDateTime('date', text);
  if (decoded.moment === 'infinity') return DATE_INFINITY;
  if (decoded.moment === '-infinity') return DATE_MINUS_INFINITY;
  const days = decoded.moment === undefined ? decoded.days! : splitTimestamp(localMoment(decoded, context)).days;
  if (!isDateInRange(days)) throw new SqlError('22008', `date out of range: "${text}"`);
  return days;
}

/** Microseconds of the day; a date and a zone in the text are ignored. */
export function parseTime(text: string, context: ParseContext): bigint {
  const decoded = decodeDateTime('time', text, 'time');
  if (decoded.moment === undefined) return decoded.time;
  if (decoded.moment !== 'now') throw invalidDatetime('time', text);
  return splitTimestamp(localMoment(decoded, context)).time;
}

/** Local microseconds since 1970-01-01; a zone in the text is ignored. */
export function parseTimestamp(text: string, context: ParseContext): bigint {
  const decoded = decodeDateTime('timestamp', text);
  return checked(infinite(decoded) ?? localMoment(decoded, context), text);
}

/** Microseconds since 1970-01-01 UTC; text without a zone is in the session's. */
export function parseTimestampTz(text: string, context: ParseContext): bigint {
  const decoded = decodeDateTime('timestamp with time zone', text);
  const moment = infinite(decoded);
  if (moment !== undefined) return moment;
  if (decoded.moment === 'now') return context.nowMicros;
  const local = localMoment(decoded, context);
  if (decoded.moment === 'epoch') return local;
  const { zone } = decoded;
  const utc = typeof zone === 'number' ? local - BigInt(zone) * 1_000_000n : toUtc(zone ?? timeZone(context.timeZone), local);
  return checked(utc, text);
}

function infinite({ moment }: DecodedDate): bigint | undefined {
  if (moment === 'infinity') return TIMESTAMP_INFINITY;
  return moment === '-infinity' ? TIMESTAMP_MINUS_INFINITY : undefined;
}

const DAY_OFFSETS: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tomorrow: 1 };

function localMoment({ moment, days, time }: DecodedDate, context: ParseContext): bigint {
  if (moment === undefined) return BigInt(days!) * MICROS_PER_DAY + time;
  if (moment === 'epoch') return 0n;
  const now = toLocal(timeZone(context.timeZone), context.nowMicros);
  if (moment === 'now') return now;
  return BigInt(splitTimestamp(now).days + DAY_OFFSETS[moment]) * MICROS_PER_DAY + time;
}

function checked(micros: bigint, text: string): bigint {
  if (micros !== TIMESTAMP_INFINITY && micros !== TIMESTAMP_MINUS_INFINITY && !isTimestampInRange(micros)) {
    throw new SqlError('22008', `timestamp out of range: "${text}"`);
  }
  return micros;
}
