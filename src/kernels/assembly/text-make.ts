import { raise, RaiseCode } from './raise';
import { characterSize } from './text-search';
import { countCharacters, skipCharacters } from './text-characters';
import { view_begin, view_bytes, view_copy, view_finish, view_make } from './view';

/** The longest string that is made: 256 MiB. */
const MAX_BYTES: u64 = 0xfffffff;

/** One string after the other. */
export function text_concat(out: usize, a: usize, b: usize, region: usize): void {
  const aLength = load<u32>(a);
  const bLength = load<u32>(b);
  const length: u64 = <u64>aLength + bLength;
  if (length > MAX_BYTES) {
    raise(RaiseCode.TEXT_TOO_LONG);
    return;
  }
  const bytes = view_begin(out, <u32>length, region);
  memory.copy(bytes, view_bytes(a), aLength);
  memory.copy(bytes + aLength, view_bytes(b), bLength);
  view_finish(out);
}

/** The string `count` times; empty when that is not positive. */
export function text_repeat(out: usize, view: usize, count: i32, region: usize): void {
  const length = load<u32>(view);
  const total: u64 = count <= 0 ? 0 : <u64>length * count;
  if (total > MAX_BYTES) {
    raise(RaiseCode.TEXT_TOO_LONG);
    return;
  }
  const bytes = view_bytes(view);
  const start = view_begin(out, <u32>total, region);
  for (let at: usize = 0; at < <usize>total; at += length) memory.copy(start + at, bytes, length);
  view_finish(out);
}

/** The characters in reverse order. */
export function text_reverse(out: usize, view: usize, region: usize): void {
  const length = load<u32>(view);
  const bytes = view_bytes(view);
  const end = bytes + length;
  let target = view_begin(out, length, region) + length;
  for (let at = bytes; at < end;) {
    const size = characterSize(at, end);
    target -= size;
    memory.copy(target, at, size);
    at += size;
  }
  view_finish(out);
}

/** Filled up to `count` characters with `fill`, over and over, on the left (side 0) or the right (1); longer strings are cut at the right. */
export function text_pad(out: usize, view: usize, count: i32, fill: usize, side: i32, region: usize): void {
  const bytes = view_bytes(view);
  const length = load<u32>(view);
  const have = countCharacters(bytes, length);
  const want: u32 = max(count, 0);
  if (want <= have) {
    view_make(out, bytes, <u32>(skipCharacters(bytes, bytes + length, want) - bytes));
    return;
  }
  const fillBytes = view_bytes(fill);
  const fillLength = load<u32>(fill);
  if (fillLength === 0) {
    view_copy(out, view, region);
    return;
  }
  const missing = want - have;
  const fillCharacters = countCharacters(fillBytes, fillLength);
  const rounds = missing / fillCharacters;
  const rest = <u32>(skipCharacters(fillBytes, fillBytes + fillLength, missing % fillCharacters) - fillBytes);
  const padding: u64 = <u64>rounds * fillLength + rest;
  if (padding + length > MAX_BYTES) {
    raise(RaiseCode.TEXT_TOO_LONG);
    return;
  }
  const start = view_begin(out, <u32>padding + length, region);
  let at = side === 0 ? start : start + length;
  for (let i: u32 = 0; i < rounds; i++) {
    memory.copy(at, fillBytes, fillLength);
    at += fillLength;
  }
  memory.copy(at, fillBytes, rest);
  memory.copy(side === 0 ? at + rest : start, bytes, length);
  view_finish(out);
}
