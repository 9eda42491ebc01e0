/** Writes `count` numbers of `width` bytes (2, 4, 8): first, first + step, … */
export function series_fill(out: usize, width: u32, first: i64, step: i64, count: u32): void {
  let value = first;
  for (let i: u32 = 0; i < count; i++, value += step) {
    if (width === 8) store<i64>(out + (<usize>i << 3), value);
    else if (width === 4) store<i32>(out + (<usize>i << 2), <i32>value);
    else store<i16>(out + (<usize>i << 1), <i16>value);
  }
}
