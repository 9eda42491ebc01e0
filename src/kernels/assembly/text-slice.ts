import { raise, RaiseCode } from './raise';
import { lastCharacters, skipCharacters } from './text-characters';
import { bytes_find } from './text-search';
import { view_bytes, view_make } from './view';

/* Parts of strings: views of the same bytes, nothing is copied. */

/** `count` characters from the 1-based `start`; what lies before the first counts but is not there. Raises for a negative count. */
export function text_substring(out: usize, view: usize, start: i32, count: i32): void {
  if (count < 0) {
    raise(RaiseCode.NEGATIVE_SUBSTRING_LENGTH);
    return;
  }
  slice(out, view, start, <i64>start + count);
}

/** Everything from the 1-based character `start`. */
export function text_substring_from(out: usize, view: usize, start: i32): void {
  slice(out, view, start, i64.MAX_VALUE);
}

/** Characters `start` up to, without, `stop`, both 1-based. */
function slice(out: usize, view: usize, start: i64, stop: i64): void {
  if (start < 1) start = 1;
  const bytes = view_bytes(view);
  const end = bytes + load<u32>(view);
  const from = skipCharacters(bytes, end, <u32>(start - 1));
  const to = stop <= start ? from : stop - start > 0xffffffff ? end : skipCharacters(from, end, <u32>(stop - start));
  view_make(out, from, <u32>(to - from));
}

/** As text_substring, in bytes. */
export function bytes_substring(out: usize, view: usize, start: i32, count: i32): void {
  if (count < 0) {
    raise(RaiseCode.NEGATIVE_SUBSTRING_LENGTH);
    return;
  }
  byteSlice(out, view, start, <i64>start + count);
}

export function bytes_substring_from(out: usize, view: usize, start: i32): void {
  byteSlice(out, view, start, i64.MAX_VALUE);
}

function byteSlice(out: usize, view: usize, start: i64, stop: i64): void {
  const length: i64 = load<u32>(view);
  const from = min<i64>(max<i64>(start - 1, 0), length);
  const to = max<i64>(from, min<i64>(stop - 1, length));
  view_make(out, view_bytes(view) + <usize>from, <u32>(to - from));
}

/** The first `count` characters, or all but the last −count. */
export function text_left(out: usize, view: usize, count: i32): void {
  const bytes = view_bytes(view);
  const end = bytes + load<u32>(view);
  const to = count >= 0 ? skipCharacters(bytes, end, count) : lastCharacters(bytes, end, -count);
  view_make(out, bytes, <u32>(to - bytes));
}

/** The last `count` characters, or all but the first −count. */
export function text_right(out: usize, view: usize, count: i32): void {
  const bytes = view_bytes(view);
  const end = bytes + load<u32>(view);
  const from = count >= 0 ? lastCharacters(bytes, end, count) : skipCharacters(bytes, end, -count);
  view_make(out, from, <u32>(end - from));
}

/** 1 when the character at `at` is one of `set`. */
function isIn(at: usize, size: u32, set: usize, setEnd: usize): bool {
  for (let member = set; member < setEnd;) {
    const bytes = skipCharacters(member, setEnd, 1) - member;
    if (<u32>bytes === size) {
      let i: u32 = 0;
      while (i < size && load<u8>(member + i) === load<u8>(at + i)) i++;
      if (i === size) return true;
    }
    member += bytes;
  }
  return false;
}

/** Without the characters of `set` at its start (sides & 1) and its end (sides & 2). */
export function text_trim(out: usize, view: usize, set: usize, sides: i32): void {
  let from = view_bytes(view);
  let to = from + load<u32>(view);
  const setStart = view_bytes(set);
  const setEnd = setStart + load<u32>(set);
  if (load<u32>(set) === 1) {
    const byte = load<u8>(setStart);
    if (sides & 1) while (from < to && load<u8>(from) === byte) from++;
    if (sides & 2) while (from < to && load<u8>(to - 1) === byte) to--;
  } else {
    if (sides & 1) {
      while (from < to) {
        const next = skipCharacters(from, to, 1);
        if (!isIn(from, <u32>(next - from), setStart, setEnd)) break;
        from = next;
      }
    }
    if (sides & 2) {
      while (from < to) {
        const last = lastCharacters(from, to, 1);
        if (!isIn(last, <u32>(to - last), setStart, setEnd)) break;
        to = last;
      }
    }
  }
  view_make(out, from, <u32>(to - from));
}

/** The n-th part between delimiters, from 1, or from the end for a negative n; empty when there is none. Raises for 0. */
export function text_split_part(out: usize, view: usize, delimiter: usize, n: i32): void {
  if (n === 0) {
    raise(RaiseCode.FIELD_POSITION_ZERO);
    return;
  }
  const bytes = view_bytes(view);
  const end = bytes + load<u32>(view);
  const length = load<u32>(delimiter);
  const needle = view_bytes(delimiter);
  if (length === 0) {
    view_make(out, bytes, n === 1 || n === -1 ? load<u32>(view) : 0);
    return;
  }
  if (n < 0) {
    let parts: i32 = 1;
    for (let at = bytes; ; parts++) {
      const found = bytes_find(at, <u32>(end - at), needle, length);
      if (found < 0) break;
      at += <usize>found + length;
    }
    n += parts + 1;
    if (n < 1) {
      view_make(out, bytes, 0);
      return;
    }
  }
  let from = bytes;
  while (true) {
    const found = bytes_find(from, <u32>(end - from), needle, length);
    if (n === 1) {
      view_make(out, from, found < 0 ? <u32>(end - from) : <u32>found);
      return;
    }
    if (found < 0) break;
    from += <usize>found + length;
    n--;
  }
  view_make(out, bytes, 0);
}
