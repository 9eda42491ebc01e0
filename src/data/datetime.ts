/** Dates, times and intervals in JavaScript: the calendar, time zones, and PostgreSQL's text forms in both directions. */
export * from './datetime/calendar.js';
export { formatDate, formatInterval, formatTime, formatTimestamp, formatTimestampTz } from './datetime/format.js';
export { checkedInterval, INTERVAL_FIELDS, intervalUnit, parseInterval, restrictInterval, type IntervalUnit } from './datetime/interval.js';
export { parseDate, parseTime, parseTimestamp, parseTimestampTz, type ParseContext } from './datetime/parse.js';
export { findTimeZone, fixedZone, formatOffset, sessionTimeZone, timeZone, toLocal, toUtc, type TimeZone } from './datetime/time-zone.js';
