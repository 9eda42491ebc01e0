import { SqlError } from '../../errors.js';
import { floorDivide, isFiniteTimestamp, MICROS_PER_SECOND } from './calendar.js';
import { ZONE_ABBREVIATIONS } from './zone-abbreviations.js';

/** A time zone: where it stands east of UTC at each moment, in seconds. */
export interface TimeZone {
  readonly name: string;
  readonly offsetAt: (utcSeconds: number) => number;
  /** The abbreviation that to_char's TZ prints. */
  readonly abbreviationAt: (utcSeconds: number) => string;
}

const zones = new Map<string, TimeZone | undefined>();

/**
 * A zone by IANA name, abbreviation, or POSIX form such as `UTC+3` or `<+02>-02`, whose sign counts west of Greenwich; case-insensitive.
 * Undefined when there is none.
 */
export function findTimeZone(name: string): TimeZone | undefined {
  const key = name.trim().toLowerCase();
  if (!zones.has(key)) zones.set(key, makeZone(key, name.trim()));
  return zones.get(key);
}

/** As `findTimeZone`; 22023 for an unknown zone. */
export function timeZone(name: string): TimeZone {
  const zone = findTimeZone(name);
  if (zone === undefined) throw new SqlError('22023', `time zone "${name}" not recognized`);
  return zone;
}

/** The zone that stands `seconds` east of UTC, named as PostgreSQL names it. */
export function fixedZone(seconds: number): TimeZone {
  const label = formatOffset(seconds);
  return constant(`<${label}>${formatOffset(-seconds)}`, label, seconds);
}

/** What `SET TIME ZONE` stores: a number or signed offset counts hours east, anything else is a zone's name. 22023 when unknown. */
export function sessionTimeZone(value: string): string {
  const offset = /^([+-]?)(\d{1,2})(?::(\d{2}))?(?:\.(\d+))?$/.exec(value.trim());
  if (offset !== null) {
    const [, sign, hours, minutes = '0', fraction = '0'] = offset;
    const seconds = Number(hours) * 3600 + Number(minutes) * 60 + Math.round(Number(`0.${fraction}`) * 3600);
    return fixedZone(sign === '-' ? -seconds : seconds).name;
  }
  const zone = findTimeZone(value);
  if (zone === undefined) throw new SqlError('22023', `invalid value for parameter "TimeZone": "${value}"`);
  return zone.name;
}

/** Local time of a moment. Infinities stay. */
export function toLocal(zone: TimeZone, utc: bigint): bigint {
  return isFiniteTimestamp(utc) ? utc + BigInt(zone.offsetAt(wholeSeconds(utc))) * MICROS_PER_SECOND : utc;
}

/**
 * The moment of a local time. A time that a spring change skips is read with the offset before it, one that an autumn change repeats with the
 * offset after it, as in PostgreSQL. Infinities stay.
 */
export function toUtc(zone: TimeZone, local: bigint): bigint {
  if (!isFiniteTimestamp(local)) return local;
  const seconds = wholeSeconds(local);
  const before = zone.offsetAt(seconds - 86_400);
  const after = zone.offsetAt(seconds + 86_400);
  const offset = before !== after && zone.offsetAt(seconds - after) === after ? after : before;
  return local - BigInt(offset) * MICROS_PER_SECOND;
}

const wholeSeconds = (micros: bigint): number => Number(floorDivide(micros, MICROS_PER_SECOND));

/** `+02`, `-05:30`, `+05:30:10`: an offset as PostgreSQL prints it. */
export function formatOffset(seconds: number): string {
  const absolute = Math.abs(seconds);
  const two = (n: number): string => String(n).padStart(2, '0');
  const minutes = Math.floor(absolute / 60) % 60;
  const rest = absolute % 60;
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(absolute / 3600))}${minutes !== 0 || rest !== 0 ? `:${two(minutes)}` : ''}${rest !== 0 ? `:${two(rest)}` : ''}`;
}

const constant = (name: string, abbreviation: string, seconds: number): TimeZone => ({
  name,
  offsetAt: () => seconds,
  abbreviationAt: () => abbreviation,
});

function makeZone(key: string, name: string): TimeZone | undefined {
  if (key === 'utc' || key === 'z' || key === 'zulu' || key === 'gmt' || key === 'etc/utc') {
    const label = key === 'gmt' ? 'GMT' : 'UTC';
    return constant(key === 'etc/utc' ? 'Etc/UTC' : label, label, 0);
  }
  const abbreviation = ZONE_ABBREVIATIONS.get(key);
  if (abbreviation !== undefined) return constant(key.toUpperCase(), key.toUpperCase(), abbreviation * 60);
  return ianaZone(key) ?? posixZone(name);
}

function posixZone(name: string): TimeZone | undefined {
  const match = /^(?:<([^>]+)>|([A-Za-z]*))([+-]?)(\d{1,3})(?::(\d{1,2})(?::(\d{1,2}))?)?$/.exec(name);
  if (match === null) return undefined;
  const [, bracketed, plain, sign, hours, minutes = '0', rest = '0'] = match;
  if (Number(hours) > 167 || Number(minutes) > 59 || Number(rest) > 59) return undefined;
  const west = Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
  const seconds = sign === '-' ? west : -west;
  return constant(name, bracketed ?? plain, seconds === 0 ? 0 : seconds);
}

/** Offsets are asked for at the ends of buckets of about twelve days; where the ends differ the change is searched for. */
const BUCKET_SECONDS = 1 << 20;
/** What a JavaScript Date spans. */
const MAX_DATE_SECONDS = 8.64e12;

interface Bucket {
  readonly start: number;
  readonly end: number;
  readonly change: number;
}

function ianaZone(key: string): TimeZone | undefined {
  if (!/^[a-z]/.test(key)) return undefined;
  let parts: Intl.DateTimeFormat;
  try {
    parts = new Intl.DateTimeFormat('en-US', {
      timeZone: key,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
  const ask = (seconds: number): number => offsetFromParts(parts, seconds);
  const buckets = new Map<number, Bucket>();
  const offsetAt = (utcSeconds: number): number => {
    const seconds = Math.max(-MAX_DATE_SECONDS, Math.min(MAX_DATE_SECONDS - BUCKET_SECONDS, utcSeconds));
    const index = Math.floor(seconds / BUCKET_SECONDS);
    let bucket = buckets.get(index);
    if (bucket === undefined) {
      bucket = makeBucket(ask, Math.max(-MAX_DATE_SECONDS, index * BUCKET_SECONDS), (index + 1) * BUCKET_SECONDS);
      buckets.set(index, bucket);
    }
    return seconds < bucket.change ? bucket.start : bucket.end;
  };
  const short = new Intl.DateTimeFormat('en-US', { timeZone: key, timeZoneName: 'short' });
  return {
    name: canonicalName(key),
    offsetAt,
    abbreviationAt(utcSeconds) {
      const label = short.formatToParts(utcSeconds * 1000).find((part) => part.type === 'timeZoneName')?.value ?? '';
      return label.startsWith('GMT') && label !== 'GMT' ? formatOffset(offsetAt(utcSeconds)) : label;
    },
  };
}

function makeBucket(ask: (seconds: number) => number, low: number, high: number): Bucket {
  const start = ask(low);
  const end = ask(high);
  if (start === end) return { start, end, change: high };
  let from = low;
  let to = high;
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (ask(middle) === start) from = middle;
    else to = middle;
  }
  return { start, end, change: to };
}

function offsetFromParts(format: Intl.DateTimeFormat, seconds: number): number {
  const field: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(seconds * 1000)) field[type] = value;
  const year = field.era.startsWith('B') ? 1 - Number(field.year) : Number(field.year);
  const local = new Date(0);
  local.setUTCFullYear(year, Number(field.month) - 1, Number(field.day));
  local.setUTCHours(Number(field.hour), Number(field.minute), Number(field.second));
  return local.getTime() / 1000 - seconds;
}

let spellings: Map<string, string> | undefined;

/** The usual spelling of a lower-case zone name; Intl alone would give an alias's target. */
function canonicalName(key: string): string {
  spellings ??= new Map(Intl.supportedValuesOf('timeZone').map((name) => [name.toLowerCase(), name]));
  return spellings.get(key) ?? key.replace(/(^|[/_-])([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
}
