/** Fields of dates and times, as extract and date_trunc name them. */
export namespace Field {
  export const UNKNOWN: i32 = -1;
  export const MICROSECOND: i32 = 0;
  export const MILLISECOND: i32 = 1;
  export const SECOND: i32 = 2;
  export const MINUTE: i32 = 3;
  export const HOUR: i32 = 4;
  export const DAY: i32 = 5;
  export const WEEK: i32 = 6;
  export const MONTH: i32 = 7;
  export const QUARTER: i32 = 8;
  export const YEAR: i32 = 9;
  export const DECADE: i32 = 10;
  export const CENTURY: i32 = 11;
  export const MILLENNIUM: i32 = 12;
  export const EPOCH: i32 = 13;
  export const DOW: i32 = 14;
  export const ISODOW: i32 = 15;
  export const DOY: i32 = 16;
  export const ISOYEAR: i32 = 17;
  export const JULIAN: i32 = 18;
  export const TIMEZONE: i32 = 19;
}

/** The view of each name (length and bytes, as two words) and its field; the usual ones first. */
const NAMES: usize = memory.data<u64>([
  0x7261657900000004, 0x0000000000000000, 9, // year
  0x746e6f6d00000005, 0x0000000000000068, 7, // month
  0x0079616400000003, 0x0000000000000000, 5, // day
  0x7261757100000007, 0x0000000000726574, 8, // quarter
  0x6b65657700000004, 0x0000000000000000, 6, // week
  0x72756f6800000004, 0x0000000000000000, 4, // hour
  0x756e696d00000006, 0x0000000000006574, 3, // minute
  0x6f63657300000006, 0x000000000000646e, 2, // second
  0x7263696d0000000b, 0x00646e6f6365736f, 0, // microsecond
  0x7263696d0000000c, 0x73646e6f6365736f, 0, // microseconds
  0x6365737500000004, 0x0000000000000000, 0, // usec
  0x6365737500000005, 0x0000000000000073, 0, // usecs
  0x0000737500000002, 0x0000000000000000, 0, // us
  0x6c6c696d0000000b, 0x00646e6f63657369, 1, // millisecond
  0x6c6c696d0000000c, 0x73646e6f63657369, 1, // milliseconds
  0x6365736d00000004, 0x0000000000000000, 1, // msec
  0x6365736d00000005, 0x0000000000000073, 1, // msecs
  0x0000736d00000002, 0x0000000000000000, 1, // ms
  0x6f63657300000007, 0x000000000073646e, 2, // seconds
  0x0063657300000003, 0x0000000000000000, 2, // sec
  0x7363657300000004, 0x0000000000000000, 2, // secs
  0x0000007300000001, 0x0000000000000000, 2, // s
  0x756e696d00000007, 0x0000000000736574, 3, // minutes
  0x006e696d00000003, 0x0000000000000000, 3, // min
  0x736e696d00000004, 0x0000000000000000, 3, // mins
  0x0000006d00000001, 0x0000000000000000, 3, // m
  0x72756f6800000005, 0x0000000000000073, 4, // hours
  0x0000726800000002, 0x0000000000000000, 4, // hr
  0x0073726800000003, 0x0000000000000000, 4, // hrs
  0x0000006800000001, 0x0000000000000000, 4, // h
  0x7379616400000004, 0x0000000000000000, 5, // days
  0x0000006400000001, 0x0000000000000000, 5, // d
  0x6b65657700000005, 0x0000000000000073, 6, // weeks
  0x0000007700000001, 0x0000000000000000, 6, // w
  0x746e6f6d00000006, 0x0000000000007368, 7, // months
  0x006e6f6d00000003, 0x0000000000000000, 7, // mon
  0x736e6f6d00000004, 0x0000000000000000, 7, // mons
  0x0072747100000003, 0x0000000000000000, 8, // qtr
  0x7261657900000005, 0x0000000000000073, 9, // years
  0x0000727900000002, 0x0000000000000000, 9, // yr
  0x0073727900000003, 0x0000000000000000, 9, // yrs
  0x0000007900000001, 0x0000000000000000, 9, // y
  0x6163656400000006, 0x0000000000006564, 10, // decade
  0x6163656400000007, 0x0000000000736564, 10, // decades
  0x0063656400000003, 0x0000000000000000, 10, // dec
  0x7363656400000004, 0x0000000000000000, 10, // decs
  0x746e656300000007, 0x0000000000797275, 11, // century
  0x746e656300000009, 0x0000007365697275, 11, // centuries
  0x746e656300000004, 0x0000000000000000, 11, // cent
  0x0000006300000001, 0x0000000000000000, 11, // c
  0x6c6c696d0000000a, 0x00006d75696e6e65, 12, // millennium
  0x6c6c696d00000009, 0x00000061696e6e65, 12, // millennia
  0x006c696d00000003, 0x0000000000000000, 12, // mil
  0x736c696d00000004, 0x0000000000000000, 12, // mils
  0x636f706500000005, 0x0000000000000068, 13, // epoch
  0x00776f6400000003, 0x0000000000000000, 14, // dow
  0x646f736900000006, 0x000000000000776f, 15, // isodow
  0x00796f6400000003, 0x0000000000000000, 16, // doy
  0x796f736900000007, 0x0000000000726165, 17, // isoyear
  0x696c756a00000006, 0x0000000000006e61, 18, // julian
  0x0000646a00000002, 0x0000000000000000, 18, // jd
  0x0000006a00000001, 0x0000000000000000, 18, // j
  0x656d697400000008, 0x00000000656e6f7a, 19, // timezone
]);
const NAME_COUNT: usize = 63;

/** The field that a string names, in any case; `Field.UNKNOWN` for none. */
export function fieldOf(view: usize): i32 {
  const low = load<u64>(view);
  const high = load<u64>(view, 8);
  const found = findName(low, high);
  if (found !== Field.UNKNOWN) return found;
  if (<u32>low > 12) {
    // timezone_hour and timezone_minute, which only a timestamptz has.
    const bytes: usize = load<u32>(view, 12);
    return lowerCase(load<u64>(bytes)) === 0x656e6f7a656d6974 && load<u8>(bytes, 8) === 0x5f ? Field.TIMEZONE : Field.UNKNOWN;
  }
  return findName(low & 0xffffffff | lowerCase(low) & 0xffffffff00000000, lowerCase(high));
}

function findName(low: u64, high: u64): i32 {
  const end = NAMES + NAME_COUNT * 24;
  for (let at = NAMES; at < end; at += 24) {
    if (load<u64>(at) === low && load<u64>(at, 8) === high) return <i32>load<u64>(at, 16);
  }
  return Field.UNKNOWN;
}

/** ASCII letters of a word in lower case. */
function lowerCase(word: u64): u64 {
  let result: u64 = 0;
  for (let shift: u64 = 0; shift < 64; shift += 8) {
    let byte = word >> shift & 0xff;
    if (byte - 0x41 < 26) byte |= 0x20;
    result |= byte << shift;
  }
  return result;
}
