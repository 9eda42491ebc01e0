/*
 * Unsigned arithmetic over 64-bit words, the floor of the decimal kernels. A function with two words to give stores them at an address, low
 * word first; remainders are recomputed from quotients, which is cheaper than returning them.
 */

/** 10^0 to 10^38: low word, high word. */
const POWERS: usize = memory.data<u64>([
  0x0000000000000001, 0x0000000000000000,
  0x000000000000000a, 0x0000000000000000,
  0x0000000000000064, 0x0000000000000000,
  0x00000000000003e8, 0x0000000000000000,
  0x0000000000002710, 0x0000000000000000,
  0x00000000000186a0, 0x0000000000000000,
  0x00000000000f4240, 0x0000000000000000,
  0x0000000000989680, 0x0000000000000000,
  0x0000000005f5e100, 0x0000000000000000,
  0x000000003b9aca00, 0x0000000000000000,
  0x00000002540be400, 0x0000000000000000,
  0x000000174876e800, 0x0000000000000000,
  0x000000e8d4a51000, 0x0000000000000000,
  0x000009184e72a000, 0x0000000000000000,
  0x00005af3107a4000, 0x0000000000000000,
  0x00038d7ea4c68000, 0x0000000000000000,
  0x002386f26fc10000, 0x0000000000000000,
  0x016345785d8a0000, 0x0000000000000000,
  0x0de0b6b3a7640000, 0x0000000000000000,
  0x8ac7230489e80000, 0x0000000000000000,
  0x6bc75e2d63100000, 0x0000000000000005,
  0x35c9adc5dea00000, 0x0000000000000036,
  0x19e0c9bab2400000, 0x000000000000021e,
  0x02c7e14af6800000, 0x000000000000152d,
  0x1bcecceda1000000, 0x000000000000d3c2,
  0x161401484a000000, 0x0000000000084595,
  0xdcc80cd2e4000000, 0x000000000052b7d2,
  0x9fd0803ce8000000, 0x00000000033b2e3c,
  0x3e25026110000000, 0x00000000204fce5e,
  0x6d7217caa0000000, 0x00000001431e0fae,
  0x4674edea40000000, 0x0000000c9f2c9cd0,
  0xc0914b2680000000, 0x0000007e37be2022,
  0x85acef8100000000, 0x000004ee2d6d415b,
  0x38c15b0a00000000, 0x0000314dc6448d93,
  0x378d8e6400000000, 0x0001ed09bead87c0,
  0x2b878fe800000000, 0x0013426172c74d82,
  0xb34b9f1000000000, 0x00c097ce7bc90715,
  0x00f436a000000000, 0x0785ee10d5da46d9,
  0x098a224000000000, 0x4b3b4ca85a86c47a,
]);

// @ts-ignore: decorator
@inline
export function powerLow(digits: i32): u64 { return load<u64>(POWERS + (<usize>digits << 4)); }
// @ts-ignore: decorator
@inline
export function powerHigh(digits: i32): u64 { return load<u64>(POWERS + (<usize>digits << 4), 8); }

/** High word of the 128-bit product. */
export function multiplyHigh(a: u64, b: u64): u64 {
  const a0 = a & 0xffffffff;
  const a1 = a >> 32;
  const b0 = b & 0xffffffff;
  const b1 = b >> 32;
  const low = a0 * b0;
  const middle = a1 * b0 + (low >> 32);
  const other = a0 * b1 + (middle & 0xffffffff);
  return a1 * b1 + (middle >> 32) + (other >> 32);
}

/** ⌊(high, low) / divisor⌋ for high < divisor: Hacker's Delight's divlu, in 32-bit digits. */
export function divideWords(high: u64, low: u64, divisor: u64): u64 {
  if (high === 0) return low / divisor;
  const shift = clz<u64>(divisor);
  const d = divisor << shift;
  const d1 = d >> 32;
  const d0 = d & 0xffffffff;
  const n2 = shift === 0 ? high : high << shift | low >> (64 - shift);
  const n10 = low << shift;
  const n1 = n10 >> 32;
  const n0 = n10 & 0xffffffff;

  let q1 = n2 / d1;
  let rest = n2 - q1 * d1;
  while (q1 > 0xffffffff || q1 * d0 > (rest << 32 | n1)) {
    q1--;
    rest += d1;
    if (rest > 0xffffffff) break;
  }
  const n21 = (n2 << 32 | n1) - q1 * d;
  let q0 = n21 / d1;
  rest = n21 - q0 * d1;
  while (q0 > 0xffffffff || q0 * d0 > (rest << 32 | n0)) {
    q0--;
    rest += d1;
    if (rest > 0xffffffff) break;
  }
  return (q1 << 32) + q0;
}

/** One quotient word of (n2, n1, n0) / (d1, d0) for (n2, n1) < (d1, d0) and d1's top bit set: Knuth's algorithm D, step D3. */
function divideStep(n2: u64, n1: u64, n0: u64, d1: u64, d0: u64): u64 {
  let quotient: u64;
  let rest: u64;
  let exhausted = false;
  if (n2 === d1) {
    quotient = u64.MAX_VALUE;
    rest = n1 + d1;
    exhausted = rest < d1;
  } else {
    quotient = divideWords(n2, n1, d1);
    rest = n1 - quotient * d1;
  }
  while (!exhausted) {
    const high = multiplyHigh(quotient, d0);
    if (high < rest || (high === rest && quotient * d0 <= n0)) break;
    quotient--;
    rest += d1;
    exhausted = rest < d1;
  }
  return quotient;
}

/** What `divide256` says about the remainder, bits that add up. */
export const INEXACT: i32 = 1;
export const HALF_OR_MORE: i32 = 2;
export const EXACTLY_HALF: i32 = 4;

/** Stores ⌊(n3, n2, n1, n0) / (d1, d0)⌋ at `out`; −1 when it has more than 128 bits, otherwise bits about the remainder. The divisor is not zero. */
export function divide256(out: usize, n3: u64, n2: u64, n1: u64, n0: u64, d1: u64, d0: u64): i32 {
  if (d1 === 0) {
    if (n3 !== 0 || n2 >= d0) return -1;
    const q1 = n2 === 0 ? n1 / d0 : divideWords(n2, n1, d0);
    let rest = n1 - q1 * d0;
    const q0 = divideWords(rest, n0, d0);
    rest = n0 - q0 * d0;
    store<u64>(out, q0);
    store<u64>(out, q1, 8);
    if (rest === 0) return 0;
    const left = d0 - rest;
    return INEXACT | (rest >= left ? HALF_OR_MORE : 0) | (rest === left ? EXACTLY_HALF : 0);
  }
  if (n3 > d1 || (n3 === d1 && n2 >= d0)) return -1;
  const shift = clz<u64>(d1);
  if (shift !== 0) {
    const back = 64 - shift;
    d1 = d1 << shift | d0 >> back;
    d0 <<= shift;
    n3 = n3 << shift | n2 >> back;
    n2 = n2 << shift | n1 >> back;
    n1 = n1 << shift | n0 >> back;
    n0 <<= shift;
  }
  const q1 = divideStep(n3, n2, n1, d1, d0);
  // The remainder is below the divisor, so two words of it are all of it.
  let r0 = n1 - q1 * d0;
  let r1 = n2 - q1 * d1 - multiplyHigh(q1, d0) - u64(n1 < q1 * d0);
  const q0 = divideStep(r1, r0, n0, d1, d0);
  const low = q0 * d0;
  r1 = r0 - q0 * d1 - multiplyHigh(q0, d0) - u64(n0 < low);
  r0 = n0 - low;
  store<u64>(out, q0);
  store<u64>(out, q1, 8);
  if ((r0 | r1) === 0) return 0;
  const h0 = d0 - r0;
  const h1 = d1 - r1 - u64(d0 < r0);
  return INEXACT | (r1 > h1 || (r1 === h1 && r0 >= h0) ? HALF_OR_MORE : 0) | (r1 === h1 && r0 === h0 ? EXACTLY_HALF : 0);
}

/** `divide256` of (a1, a0) × (b1, b0) by (d1, d0). */
export function multiplyDivide(out: usize, a1: u64, a0: u64, b1: u64, b0: u64, d1: u64, d0: u64): i32 {
  const n0 = a0 * b0;
  let n1 = multiplyHigh(a0, b0);
  let n2: u64 = 0;
  let n3: u64 = 0;
  if ((a1 | b1) !== 0) {
    const x = a1 * b0;
    const y = a0 * b1;
    n1 += x;
    let carry = u64(n1 < x);
    n1 += y;
    carry += u64(n1 < y);
    n2 = multiplyHigh(a1, b0);
    const y1 = multiplyHigh(a0, b1);
    n2 += y1;
    n3 = u64(n2 < y1);
    n2 += carry;
    n3 += u64(n2 < carry);
    const z = a1 * b1;
    n2 += z;
    n3 += u64(n2 < z) + multiplyHigh(a1, b1);
  }
  return divide256(out, n3, n2, n1, n0, d1, d0);
}

/** The number of bits of a 128-bit number. */
// @ts-ignore: decorator
@inline
export function bitLength(high: u64, low: u64): i32 {
  return high !== 0 ? 128 - <i32>clz<u64>(high) : 64 - <i32>clz<u64>(low);
}

/** 2^exponent for −1022 ≤ exponent ≤ 1023. */
// @ts-ignore: decorator
@inline
export function powerOfTwo(exponent: i32): f64 { return reinterpret<f64>(<u64>(exponent + 1023) << 52); }

/**
 * (n2, n1, n0) / (d1, d0) as a double. `odd` rounds to odd, after which rounding to a narrower type is still correct; otherwise to
 * nearest, halves to even. `scratch` takes 16 bytes.
 */
export function quotientToDouble(scratch: usize, n2: u64, n1: u64, n0: u64, d1: u64, d0: u64, odd: bool): f64 {
  if ((n2 | n1 | n0) === 0) return 0;
  const dBits = bitLength(d1, d0);
  let nBits = n2 !== 0 ? 192 - <i32>clz<u64>(n2) : bitLength(n1, n0);
  let sticky: u64 = 0;
  let scale: i32 = 0;
  if (nBits - dBits >= 127) {
    sticky = u64(n0 !== 0);
    n0 = n1;
    n1 = n2;
    n2 = 0;
    nBits -= 64;
    scale = 64;
  }
  // At least 66 bits of quotient, whatever rounds them sees all that matters.
  let shift = max(0, 66 + dBits - nBits);
  scale -= shift;
  let n3: u64 = 0;
  while (shift >= 64) {
    n3 = n2;
    n2 = n1;
    n1 = n0;
    n0 = 0;
    shift -= 64;
  }
  if (shift !== 0) {
    n3 = n3 << shift | n2 >> (64 - shift);
    n2 = n2 << shift | n1 >> (64 - shift);
    n1 = n1 << shift | n0 >> (64 - shift);
    n0 <<= shift;
  }
  if (divide256(scratch, n3, n2, n1, n0, d1, d0) !== 0) sticky = 1;
  const q1 = load<u64>(scratch, 8);
  const q0 = load<u64>(scratch);
  const down = bitLength(q1, q0) - 64;
  let top = down === 64 ? q1 : q1 << (64 - down) | q0 >> down;
  const lost = down === 64 ? q0 : q0 << (64 - down);
  if ((lost | sticky) !== 0) top |= 1;
  scale += down;
  if (odd) {
    const dropped = top & 0x7ff;
    top >>= 11;
    if (dropped !== 0) top |= 1;
    scale += 11;
  }
  return <f64>top * powerOfTwo(scale);
}
