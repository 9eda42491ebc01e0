/** How far `copyWild` may write past its end. */
export const WILD: u32 = 32;

/** Copies `length` bytes from elsewhere in steps of 16: reads and writes up to 15 bytes more than asked. */
// @ts-ignore: decorator
@inline
export function copyWild(to: usize, from: usize, length: u32): void {
  const stop = to + length;
  do {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  } while (to < stop);
}

/**
 * An LZ77 match: `length` bytes from `offset` bytes back, which may overlap what is written. The caller has checked that `offset` is not 0
 * and stays inside the output, and that `length` bytes fit before `limit`; nothing is written past `limit`.
 */
// @ts-ignore: decorator
@inline
export function copyMatch(to: usize, offset: u32, length: u32, limit: usize): void {
  let from = to - offset;
  const stop = to + length;
  if (limit - stop < WILD) {
    while (to < stop) store<u8>(to++, load<u8>(from++));
  } else if (offset >= 16) {
    do {
      v128.store(to, v128.load(from));
      to += 16;
      from += 16;
    } while (to < stop);
  } else {
    // Each round doubles the distance over which the pattern is known, until 8 bytes can be copied at once.
    let distance = offset;
    while (distance < 8) {
      store<u64>(to, load<u64>(from));
      to += distance;
      distance <<= 1;
    }
    while (to < stop) {
      store<u64>(to, load<u64>(from));
      to += 8;
      from += 8;
    }
  }
}
