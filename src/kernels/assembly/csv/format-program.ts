import { BAD_SYNTAX, OUT_OF_RANGE, PARSED } from './field';
import { daysFromCivil, daysInMonth, MICROS_PER_DAY } from './datetime';

/*
 * A date format as pairs of bytes, (operation, argument), ended by operation 0; storage/formats/csv/date-format.ts writes them.
 * Operations: 1 the byte of the argument · 2 year, up to `argument` digits · 3 year of two digits (69 is 1969) · 4 month · 5 day · 6 hour ·
 * 7 hour of twelve · 8 minute · 9 second · 10 fraction of a second · 11 AM or PM · 12 name of a month · 13 name of a weekday · 14 zone ·
 * 15 any white space · 16 day of the year
 */

/** Three letters a month, lower case. */
const MONTHS: usize = memory.data<u8>([
  0x6a, 0x61, 0x6e, 0x66, 0x65, 0x62, 0x6d, 0x61, 0x72, 0x61, 0x70, 0x72, 0x6d, 0x61, 0x79, 0x6a, 0x75, 0x6e,
  0x6a, 0x75, 0x6c, 0x61, 0x75, 0x67, 0x73, 0x65, 0x70, 0x6f, 0x63, 0x74, 0x6e, 0x6f, 0x76, 0x64, 0x65, 0x63,
]);

function monthOfName(at: usize): i32 {
  for (let month: usize = 0; month < 12; month++) {
    const name = MONTHS + month * 3;
    if ((load<u8>(at) | 32) === load<u8>(name) && (load<u8>(at, 1) | 32) === load<u8>(name, 1) && (load<u8>(at, 2) | 32) === load<u8>(name, 2)) {
      return <i32>month + 1;
    }
  }
  return 0;
}

// @ts-ignore: decorator
@inline
function isLetter(byte: u32): bool {
  return (byte | 32) - 97 < 26;
}

/** A text under a format program, as microseconds since 1970-01-01 at `out`, less its zone when `zoned`; an i32 of days when `asDate`. */
export function parseFormatted(start: usize, end: usize, out: usize, program: usize, zoned: bool, asDate: bool): u32 {
  let at = start;
  let year: i32 = 1970;
  let month: u32 = 1;
  let day: u32 = 1;
  let dayOfYear: u32 = 0;
  let hour: u32 = 0;
  let minute: u32 = 0;
  let second: u32 = 0;
  let micros: i64 = 0;
  let zone: i64 = 0;
  let half: i32 = -1;
  for (; load<u8>(program) !== 0; program += 2) {
    const operation = <u32>load<u8>(program);
    const argument = <u32>load<u8>(program, 1);
    if (operation === 15) {
      while (at < end && (load<u8>(at) === 32 || load<u8>(at) === 9)) at++;
      continue;
    }
    if (at >= end) return BAD_SYNTAX;
    if (operation === 1) {
      if (<u32>load<u8>(at++) !== argument) return BAD_SYNTAX;
    } else if (operation === 11) {
      if (at + 2 > end || (load<u8>(at, 1) | 32) !== 109) return BAD_SYNTAX;
      const letter = <u32>load<u8>(at) | 32;
      if (letter !== 97 && letter !== 112) return BAD_SYNTAX;
      half = letter === 97 ? 0 : 1;
      at += 2;
    } else if (operation === 12 || operation === 13) {
      if (at + 3 > end) return BAD_SYNTAX;
      if (operation === 12) {
        month = monthOfName(at);
        if (month === 0) return BAD_SYNTAX;
      }
      const first = at;
      while (at < end && isLetter(load<u8>(at))) at++;
      if (at === first) return BAD_SYNTAX;
    } else if (operation === 14) {
      const sign = <u32>load<u8>(at++);
      if ((sign | 32) === 122) continue;
      if ((sign !== 43 && sign !== 45) || at + 2 > end) return BAD_SYNTAX;
      const tens = <u32>load<u8>(at) - 48;
      const ones = <u32>load<u8>(at, 1) - 48;
      if (tens > 1 || ones > 9) return BAD_SYNTAX;
      zone = <i64>(tens * 10 + ones) * 60;
      at += 2;
      if (at < end && load<u8>(at) === 58) at++;
      if (at + 2 <= end && <u32>load<u8>(at) - 48 <= 5 && <u32>load<u8>(at, 1) - 48 <= 9) {
        zone += <i64>((<u32>load<u8>(at) - 48) * 10 + <u32>load<u8>(at, 1) - 48);
        at += 2;
      }
      zone *= sign === 45 ? -60000000 : 60000000;
    } else {
      let value: u32 = 0;
      let count: u32 = 0;
      while (at < end && count < argument) {
        const digit = <u32>load<u8>(at) - 48;
        if (digit > 9) break;
        value = value * 10 + digit;
        count++;
        at++;
      }
      if (count === 0) return BAD_SYNTAX;
      switch (operation) {
        case 2: year = <i32>value; break;
        case 3: year = <i32>(value < 69 ? 2000 + value : value < 100 ? 1900 + value : value); break;
        case 4: month = value; break;
        case 5: day = value; break;
        case 6: hour = value; break;
        case 7:
          if (value === 0 || value > 12) return OUT_OF_RANGE;
          hour = value;
          if (half < 0) half = -2;
          break;
        case 8: minute = value; break;
        case 9: second = value; break;
        case 10:
          for (let k = count; k < 6; k++) value *= 10;
          for (let k = count; k > 6; k--) value /= 10;
          micros = <i64>value;
          break;
        case 16: dayOfYear = value; if (value === 0) return OUT_OF_RANGE; break;
        default: return BAD_SYNTAX;
      }
    }
  }
  if (at !== end) return BAD_SYNTAX;
  if (half >= 0) hour = (hour % 12) + <u32>half * 12;
  if (month - 1 > 11 || day === 0 || day > daysInMonth(year, month) || hour > 24 || minute > 59 || second > 60) return OUT_OF_RANGE;
  if (year > 294246 || dayOfYear > 365 + <u32>(daysInMonth(year, 2) === 29)) return OUT_OF_RANGE;
  const days = dayOfYear !== 0 ? daysFromCivil(year, 1, 1) + <i32>dayOfYear - 1 : daysFromCivil(year, month, day);
  if (asDate) {
    store<i32>(out, days);
    return PARSED;
  }
  const time = ((<i64>hour * 60 + <i64>minute) * 60 + <i64>second) * 1000000 + micros;
  if (time > MICROS_PER_DAY) return OUT_OF_RANGE;
  store<i64>(out, <i64>days * MICROS_PER_DAY + time - (zoned ? zone : 0));
  return PARSED;
}
