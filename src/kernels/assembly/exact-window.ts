import { region_alloc } from './memory';

/*
 * Exact sums of whole numbers × 2^position, the floor of exact-sum.ts and moments.ts. A state is small: it holds a window of two or three
 * words around the first value. Only numbers that do not fit into it, and a sum that outgrows it, go to an accumulator of 32-bit digits over
 * the whole grid, which is allocated then; its digits are held in 64-bit words, so that carries wait (R. M. Neal, "Fast exact summation using
 * small and large superaccumulators", 2015).
 *
 *   0 flags of exact-sum.ts (u16) · 2 position of the window's lowest bit + BIASED, 0 when unset (u16) · 4 address of the whole accumulator or 0
 *   8 the window, two's complement
 *   whole accumulator: 0 additions since carries were moved · 8 its digits, digit k weighs 2^(32k)
 *
 * The number of words tells sums (2) from sums of products (3).
 */
export const BASE: usize = 2;
export const WHOLE: usize = 4;
export const WINDOW: usize = 8;
export const BIASED: i32 = 1024;
/** So far below the first value, or somewhat farther, a window begins. */
const MARGIN: i32 = 24;
/** Windows begin at multiples of this, so that those of equal states mostly agree. */
const STEP: i32 = 16;
/** Each addition puts less than 2^32 into a digit. */
const MAX_PENDING: u32 = 1 << 20;

// @ts-ignore: decorator
@inline
export function digitsOf(words: i32): i32 { return words === 2 ? 68 : 138; }

/** The last position where a window may begin: for sums, so that infinities and NaN never fall within 64 bits of it. */
// @ts-ignore: decorator
@inline
function lastBase(words: i32): i32 { return words === 2 ? 1968 : 4080; }

/** A number may be added to the window when it ends below this bit: far enough below the sign that `isLarge` comes before an overflow. */
// @ts-ignore: decorator
@inline
function room(words: i32): i32 { return (words << 6) - 8; }

/** Whether the window's highest word has come within a bit of its sign, so that the window must be emptied. */
// @ts-ignore: decorator
@inline
export function isLarge(highest: i64): bool { return (highest ^ highest << 1) < 0; }

/** Where the window of a first value begins, BIASED. */
// @ts-ignore: decorator
@inline
export function firstBase(words: i32, position: i32): i32 { return min(max(position - MARGIN & -STEP, 0), lastBase(words)) + BIASED; }

/** Word `i` of a number of three words, with zeroes below and signs above. */
function wordAt(w0: u64, w1: u64, w2: u64, i: i32): u64 {
  if (i < 0) return 0;
  if (i === 0) return w0;
  if (i === 1) return w1;
  return i === 2 ? w2 : <u64>(<i64>w2 >> 63);
}

/** 64 bits of a number from bit `at` on, which may be below its lowest bit. */
export function bitsAt(w0: u64, w1: u64, w2: u64, at: i32): u64 {
  const shift = <u64>(at & 63);
  const low = wordAt(w0, w1, w2, at >> 6);
  return shift === 0 ? low : low >> shift | wordAt(w0, w1, w2, (at >> 6) + 1) << (64 - shift);
}

/** Bits up to the highest that differs from the sign. */
function lengthOf(w0: u64, w1: u64, w2: u64): i32 {
  const sign = <u64>(<i64>w2 >> 63);
  if (w2 !== sign) return 192 - <i32>clz<u64>(w2 ^ sign);
  if (w1 !== sign) return 128 - <i32>clz<u64>(w1 ^ sign);
  return 64 - <i32>clz<u64>(w0 ^ sign);
}

/** Zero bits below the lowest one; 192 for zero. */
function zeroesBelow(w0: u64, w1: u64, w2: u64): i32 {
  if (w0 !== 0) return <i32>ctz<u64>(w0);
  if (w1 !== 0) return 64 + <i32>ctz<u64>(w1);
  return 128 + <i32>ctz<u64>(w2);
}

/** Word `i` of the window; above its own, signs. */
// @ts-ignore: decorator
@inline
export function windowWord(state: usize, words: i32, i: i32): u64 {
  return i < words ? load<u64>(state + WINDOW + (<usize>i << 3)) : <u64>(load<i64>(state + (<usize>words << 3)) >> 63);
}

/** Moves carries up; all digits but the last are then in [0, 2^32), and the last has the sign. */
export function carryDigits(digits: usize, count: i32): void {
  let carry: i64 = 0;
  for (let i = 0; i < count - 1; i++) {
    const at = digits + (<usize>i << 3);
    const digit = load<i64>(at) + carry;
    carry = digit >> 32;
    store<i64>(at, digit & 0xffffffff);
  }
  const last = digits + (<usize>(count - 1) << 3);
  store<i64>(last, load<i64>(last) + carry);
}

/** Adds a number × 2^position to digits of which the first weighs 2^(32 × first). */
export function addToDigits(digits: usize, first: i32, w0: u64, w1: u64, w2: u64, position: i32): void {
  const negative = <i64>w2 < 0;
  const m0 = negative ? 0 - w0 : w0;
  const m1 = negative ? ~w1 + u64(w0 === 0) : w1;
  const m2 = negative ? ~w2 + u64((w0 | w1) === 0) : w2;
  const at = digits + (<usize>((position >> 5) - first) << 3);
  for (let i = 0; i < 7; i++) {
    const digit = <i64>(bitsAt(m0, m1, m2, (i << 5) - (position & 31)) & 0xffffffff);
    if (digit === 0) continue;
    const to = at + (<usize>i << 3);
    store<i64>(to, load<i64>(to) + (negative ? -digit : digit));
  }
}

export function carryWhole(whole: usize, words: i32): void {
  carryDigits(whole + 8, digitsOf(words));
  store<u32>(whole, 0);
}

function wholeOf(state: usize, words: i32, region: usize): usize {
  let whole: usize = load<u32>(state, WHOLE);
  if (whole === 0) {
    const bytes: u32 = 8 + (<u32>digitsOf(words) << 3);
    whole = region_alloc(region, bytes);
    memory.fill(whole, 0, bytes);
    store<u32>(state, <u32>whole, WHOLE);
  }
  if (load<u32>(whole) >= MAX_PENDING) carryWhole(whole, words);
  store<u32>(whole, load<u32>(whole) + 1);
  return whole;
}

/** Moves what the window holds to the whole accumulator. */
export function emptyWindow(state: usize, words: i32, region: usize): void {
  const position = <i32>load<u16>(state, BASE) - BIASED;
  const whole = wholeOf(state, words, region);
  addToDigits(whole + 8, 0, windowWord(state, words, 0), windowWord(state, words, 1), windowWord(state, words, 2), position);
  memory.fill(state + WINDOW, 0, <usize>words << 3);
}

/** Lets the window begin `by` bits higher (lower when negative); it loses nothing by that. */
function moveWindow(state: usize, words: i32, by: i32): void {
  const w0 = windowWord(state, words, 0);
  const w1 = windowWord(state, words, 1);
  const w2 = windowWord(state, words, 2);
  for (let i = 0; i < words; i++) store<u64>(state + WINDOW + (<usize>i << 3), bitsAt(w0, w1, w2, (i << 6) + by));
  store<u16>(state, <u16>(<i32>load<u16>(state, BASE) + by), BASE);
}

/** Moves the window so that a number of `length` bits of which `zeroes` are zeroes at the end fits at `position`, if it can be. */
function fitWindow(state: usize, words: i32, length: i32, zeroes: i32, position: i32): void {
  const base = <i32>load<u16>(state, BASE) - BIASED;
  const w0 = windowWord(state, words, 0);
  const w1 = windowWord(state, words, 1);
  const w2 = windowWord(state, words, 2);
  const below = base - (position + zeroes);
  const above = position + length - base - room(words);
  if (below > 0) {
    const by = min(below + STEP - 1 & -STEP, base);
    if (by >= below && lengthOf(w0, w1, w2) + by <= room(words)) moveWindow(state, words, -by);
  } else if (above > 0) {
    const by = above + STEP - 1 & -STEP;
    if (base + by <= lastBase(words) && zeroesBelow(w0, w1, w2) >= by) moveWindow(state, words, by);
  }
}

/** Adds a number of three words, two's complement, × 2^position. The state's window is set. */
export function addNumber(state: usize, words: i32, w0: u64, w1: u64, w2: u64, position: i32, region: usize): void {
  if ((w0 | w1 | w2) === 0) return;
  const length = lengthOf(w0, w1, w2);
  const zeroes = zeroesBelow(w0, w1, w2);
  let shift = position + BIASED - <i32>load<u16>(state, BASE);
  if (shift + zeroes < 0 || shift + length > room(words)) {
    fitWindow(state, words, length, zeroes, position);
    shift = position + BIASED - <i32>load<u16>(state, BASE);
    if (shift + zeroes < 0 || shift + length > room(words)) {
      addToDigits(wholeOf(state, words, region) + 8, 0, w0, w1, w2, position);
      return;
    }
  }
  let carry: u64 = 0;
  let sum: u64 = 0;
  for (let i = 0; i < words; i++) {
    const at = state + WINDOW + (<usize>i << 3);
    const old = load<u64>(at);
    const partial = old + bitsAt(w0, w1, w2, (i << 6) - shift);
    sum = partial + carry;
    carry = u64(partial < old) + u64(sum < partial);
    store<u64>(at, sum);
  }
  if (isLarge(<i64>sum)) emptyWindow(state, words, region);
}

/** Adds another state's sum; the other one keeps its own. */
export function mergeWindows(state: usize, other: usize, words: i32, region: usize): void {
  const theirs: usize = load<u32>(other, WHOLE);
  if (theirs !== 0) {
    carryWhole(theirs, words);
    const mine = wholeOf(state, words, region);
    for (let i: usize = 8; i <= <usize>digitsOf(words) << 3; i += 8) store<i64>(mine + i, load<i64>(mine + i) + load<i64>(theirs + i));
  }
  const base = load<u16>(other, BASE);
  if (base === 0) return;
  if (load<u16>(state, BASE) === 0) {
    store<u16>(state, base, BASE);
    memory.copy(state + WINDOW, other + WINDOW, <usize>words << 3);
  } else {
    const position = <i32>base - BIASED;
    addNumber(state, words, windowWord(other, words, 0), windowWord(other, words, 1), windowWord(other, words, 2), position, region);
  }
}
