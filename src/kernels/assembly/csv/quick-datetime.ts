import { MICROS_PER_DAY } from './datetime';
import { areDigits, eightDigits, ZEROS } from './field';

/** What quickDay says of a text that it does not take. */
const NO_DAY: i32 = i32.MIN_VALUE;

/** The bytes of `0000-00-` and `00:00:00`: what is left after exclusive or are digits, and zeros for the marks. */
const DATE_SHAPE: u64 = 0x2d30302d30303030;
const TIME_SHAPE: u64 = 0x30303a30303a3030;

/** By month, first of common years, then (from 20) of leap years: 32 × the days before it plus its own; 0 where there is no such month. */
const MONTHS: usize = memory.data<u16>([
  0, 63, 1052, 1951, 2942, 3903, 4894, 5855, 6847, 7838, 8799, 9790, 10751, 0, 0, 0, 0, 0, 0, 0,
  0, 31, 1021, 1951, 2942, 3903, 4894, 5855, 6847, 7838, 8799, 9790, 10751, 0, 0, 0, 0, 0, 0, 0,
]);

/** The days of `2024-01-31` at `start`. */
// @ts-ignore: decorator
@inline
function quickDay(start: usize): i32 {
  const digits = load<u64>(start) ^ DATE_SHAPE;
  const dayDigits = <u32>load<u16>(start, 8) ^ 0x3030;
  // The highest bit of a byte is set where a digit is above 9 (of the month's first: above 1), or a mark is another.
  const wrong = ((digits + 0x7f767e7f76767676) | digits) & 0x8080808080808080;
  const pairs = digits * 10 + (digits >> 8);
  const century = <u32>pairs & 0xff;
  const yearOfCentury = <u32>(pairs >> 16) & 0xff;
  const month = <u32>(pairs >> 40) & 0x1f;
  const day = (dayDigits & 0xff) * 10 + (dayDigits >> 8);
  const isLeap = <u32>(((yearOfCentury !== 0 ? yearOfCentury : century) & 3) === 0);
  const entry = <u32>load<u16>(MONTHS + (<usize>(min<u32>(month, 19) + 20 * isLeap) << 1));
  const year = century * 100 + yearOfCentury;
  const isWrong = <u32>(wrong !== 0) | (((dayDigits + 0x7676) | dayDigits) & 0x8080) | <u32>(day - 1 >= (entry & 31)) | <u32>(year === 0);
  // The leap days before the next year: those of the year's own months are in the table.
  return isWrong !== 0 ? NO_DAY : <i32>(365 * year + (year >> 2) - century + (century >> 2) + (entry >> 5) + day) - 719529;
}

/** `2024-01-31`. */
// @ts-ignore: decorator
@inline
export function quickDate(start: usize, end: usize, slot: usize): bool {
  if (end - start !== 10) return false;
  const days = quickDay(start);
  if (days === NO_DAY) return false;
  store<i32>(slot, days);
  return true;
}

/** `2024-01-31 12:30:59`, a `T` between, and up to six digits after a point. */
// @ts-ignore: decorator
@inline
export function quickTimestamp(start: usize, end: usize, slot: usize): bool {
  const length = end - start;
  if (length - 19 > 7 || length === 20) return false;
  const between = load<u8>(start, 10);
  const digits = load<u64>(start, 11) ^ TIME_SHAPE;
  const wrong = ((digits + 0x76767f76767f7676) | digits) & 0x8080808080808080;
  if (wrong !== 0 || (between !== 32 && between !== 84)) return false;
  const days = quickDay(start);
  const pairs = digits * 10 + (digits >> 8);
  const hour = <u32>pairs & 0xff;
  const minute = <u32>(pairs >> 24) & 0xff;
  const second = <u32>(pairs >> 48) & 0xff;
  if (days === NO_DAY || hour > 23 || minute > 59 || second > 59) return false;
  let micros: u64 = 0;
  if (length > 19) {
    const count: u64 = length - 20;
    // Zeros follow the digits up to the eighth.
    const fraction = (load<u64>(start, 20) ^ ZEROS) & ((<u64>1 << (count << 3)) - 1);
    if (load<u8>(start, 19) !== 46 || !areDigits(fraction)) return false;
    micros = eightDigits(fraction) / 100;
  }
  store<i64>(slot, <i64>days * MICROS_PER_DAY + <i64>((hour * 60 + minute) * 60 + second) * 1000000 + <i64>micros);
  return true;
}
