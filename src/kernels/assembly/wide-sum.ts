import { raise, RaiseCode } from './raise';
import { multiplyHigh, powerHigh, powerLow, quotientToDouble } from './wide';

/*
 * Sums of three words (functions/decimal/wide-sum-code.ts), two's complement.
 */

/** The sum as a decimal of at most 38 digits; raises when it has more. */
export function wide_sum_decimal(out: usize, low: u64, middle: i64, high: i64): void {
  const negative = middle < 0;
  const m0 = negative ? 0 - low : low;
  const m1 = negative ? ~<u64>middle + u64(low === 0) : <u64>middle;
  const limit = powerHigh(38);
  if (high !== middle >> 63 || m1 > limit || (m1 === limit && m0 >= powerLow(38))) raise(RaiseCode.NUMERIC_OUT_OF_RANGE);
  store<u64>(out, low);
  store<i64>(out, middle, 8);
}

/** sum ÷ (count × 10^scale), rounded once to double (twice when the divisor has more than 128 bits). `scratch` takes 16 bytes. */
export function wide_sum_average(scratch: usize, low: u64, middle: u64, high: i64, count: u64, scale: i32): f64 {
  let m0 = low;
  let m1 = middle;
  let m2 = <u64>high;
  if (high < 0) {
    m0 = 0 - low;
    m1 = ~middle + u64(low === 0);
    m2 = ~<u64>high + u64((low | middle) === 0);
  }
  let d0 = powerLow(scale);
  let d1 = powerHigh(scale);
  const top = multiplyHigh(d0, count);
  const product = d1 * count;
  let result: f64;
  if (multiplyHigh(d1, count) === 0 && product + top >= product) {
    result = quotientToDouble(scratch, m2, m1, m0, product + top, d0 * count, false);
  } else {
    result = quotientToDouble(scratch, m2, m1, m0, d1, d0, false) / <f64>count;
  }
  return high < 0 ? -result : result;
}
