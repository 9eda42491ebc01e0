import type { IntervalValue } from '../value.js';
import {
  civilFromDays,
  civilFromTimestamp,
  clockFromMicros,
  DATE_INFINITY,
  DATE_MINUS_INFINITY,
  MICROS_PER_SECOND,
  TIMESTAMP_INFINITY,
  TIMESTAMP_MINUS_INFINITY,
  floorDivide,
  type CivilDate,
  type CivilTimestamp,
} from './calendar.js';
import { formatOffset, timeZone, toLocal } from './time-zone.js';

const two = (n: number): string => (n < 10 ? `0${n}` : String(n));

/** `2024-02-29`, `0044-03-15 BC`, `infinity`. */
export function formatDate(days: number): string {
  if (days === DATE_INFINITY) return 'infinity';
  if (days === DATE_MINUS_INFINITY) return '-infinity';
  const civil = civilFromDays(days);
  return civilText(civil) + era(civil);
}

/** `23:59:59.5`: microseconds without trailing zeros. */
export const formatTime = (micros: bigint): string => clockText(clockFromMicros(micros));

/** `2024-02-29 12:00:00`. */
export function formatTimestamp(micros: bigint): string {
  const infinite = infinityText(micros);
  if (infinite !== undefined) return infinite;
  const civil = civilFromTimestamp(micros);
  return `${civilText(civil)} ${clockText(civil)}${era(civil)}`;
}

/** `2024-02-29 12:00:00+00` in the given zone. */
export function formatTimestampTz(micros: bigint, zoneName: string): string {
  const infinite = infinityText(micros);
  if (infinite !== undefined) return infinite;
  const zone = timeZone(zoneName);
  const offset = zone.offsetAt(Number(floorDivide(micros, MICROS_PER_SECOND)));
  const civil = civilFromTimestamp(toLocal(zone, micros));
  return `${civilText(civil)} ${clockText(civil)}${formatOffset(offset)}${era(civil)}`;
}

/** `1 year 2 mons 3 days 04:05:06.789`: PostgreSQL's own interval style. Each part has its own sign. */
export function formatInterval({ months, days, micros }: IntervalValue): string {
  const parts: string[] = [];
  let isNegative = false;
  const add = (value: number, unit: string): void => {
    if (value === 0) return;
    parts.push(`${isNegative && value > 0 ? '+' : ''}${value} ${unit}${value === 1 ? '' : 's'}`);
    isNegative = value < 0;
  };
  add(Math.trunc(months / 12), 'year');
  add(months % 12, 'mon');
  add(days, 'day');
  if (micros !== 0n || parts.length === 0) {
    const sign = micros < 0n ? '-' : isNegative ? '+' : '';
    const time = micros < 0n ? -micros : micros;
    const hour = time / 3_600_000_000n;
    const rest = clockText(clockFromMicros(time % 3_600_000_000n)).slice(2);
    parts.push(`${sign}${String(hour).padStart(2, '0')}${rest}`);
  }
  return parts.join(' ');
}

function civilText({ year, month, day }: CivilDate): string {
  return `${String(year > 0 ? year : 1 - year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

const era = ({ year }: CivilDate): string => (year > 0 ? '' : ' BC');

function clockText({ hour, minute, second, micros }: Pick<CivilTimestamp, 'hour' | 'minute' | 'second' | 'micros'>): string {
  const fraction = micros === 0 ? '' : `.${String(micros).padStart(6, '0').replace(/0+$/, '')}`;
  return `${two(hour)}:${two(minute)}:${two(second)}${fraction}`;
}

function infinityText(micros: bigint): string | undefined {
  if (micros === TIMESTAMP_INFINITY) return 'infinity';
  return micros === TIMESTAMP_MINUS_INFINITY ? '-infinity' : undefined;
}
