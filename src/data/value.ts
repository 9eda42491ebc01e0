/** Months, days and microseconds, kept apart as PostgreSQL keeps them. */
export interface IntervalValue {
  readonly months: number;
  readonly days: number;
  readonly micros: bigint;
}

/**
 * One SQL value in JavaScript, exact, by type: boolean → boolean · smallint, integer, date (days) → number · real, double → number ·
 * bigint, decimal (unscaled), time, timestamp, timestamptz (microseconds) → bigint · text, json → string · uuid → lower-case string ·
 * bytea → Uint8Array · interval → IntervalValue · array → SqlValue[] · struct → SqlValue[] in field order · map → [key, value][] · NULL → null.
 */
export type SqlValue = null | boolean | number | bigint | string | Uint8Array | IntervalValue | readonly SqlValue[];
