const DAY_MICROS: i64 = 86400000000;

/** Whole days of an interval: months of 30 days, and the days within its microseconds, rounded down. */
function intervalDays(micros: i64, high: i64): i64 {
  const carried = micros / DAY_MICROS - i64(micros % DAY_MICROS < 0);
  return (high >> 32) * 30 + <i64><i32>high + carried;
}

/** −1, 0 or 1: intervals by length (data/types.ts for the words), as PostgreSQL compares them. */
export function interval_compare(aLow: i64, aHigh: i64, bLow: i64, bHigh: i64): i32 {
  const a = intervalDays(aLow, aHigh);
  const b = intervalDays(bLow, bHigh);
  if (a !== b) return a < b ? -1 : 1;
  const x = (aLow % DAY_MICROS + DAY_MICROS) % DAY_MICROS;
  const y = (bLow % DAY_MICROS + DAY_MICROS) % DAY_MICROS;
  return i32(x > y) - i32(x < y);
}
