import { Status } from './status';
import { isAscii, isUtf8 } from './utf8';

/** Writes the view of `length` bytes at `data` (data/column.ts); may read up to 12 bytes from `data`. */
// @ts-ignore: decorator
@inline
export function storeView(view: usize, data: usize, length: u32): void {
  if (length > 12) {
    store<u64>(view, <u64>length | (<u64>load<u32>(data) << 32));
    store<u64>(view, <u64>data << 32, 8);
  } else {
    const low: u64 = length >= 8 ? ~0 : (<u64>1 << (length << 3)) - 1;
    const high: u64 = length <= 8 ? 0 : (<u64>1 << ((length - 8) << 3)) - 1;
    store<u32>(view, length);
    store<u64>(view, load<u64>(data) & low, 4);
    store<u32>(view, <u32>(load<u32>(data, 8) & high), 12);
  }
}

/** Views of `count` PLAIN byte arrays, pointing into the page; `text` asks for well-formed UTF-8. 0, or a Status. */
export function parquet_views(source: usize, end: usize, count: u32, target: usize, text: bool): i32 {
  const after = makeViews(source, end, count, target);
  if (after === 0) return Status.TRUNCATED;
  return !text || areTexts(source, after, count) ? 0 : Status.BAD_UTF8;
}

/**
 * As parquet_views, for the arrays from the address at `state` on, which then is that of what follows; with a `target` of 0 they are passed
 * over, and neither made into views nor checked.
 */
export function parquet_next_views(state: usize, end: usize, count: u32, target: usize, text: bool): i32 {
  const source = <usize>load<u32>(state);
  const after = target === 0 ? passOver(source, end, count) : makeViews(source, end, count, target);
  if (after === 0) return Status.TRUNCATED;
  store<u32>(state, <u32>after);
  return target === 0 || !text || areTexts(source, after, count) ? 0 : Status.BAD_UTF8;
}

/** Address after the last one; 0 when the page ends before. */
function makeViews(source: usize, end: usize, count: u32, target: usize): usize {
  const stop = target + (<usize>count << 4);
  for (; target < stop; target += 16) {
    if (<u32>(end - source) < 4) return 0;
    const length = load<u32>(source);
    source += 4;
    if (length > <u32>(end - source)) return 0;
    storeView(target, source, length);
    source += length;
  }
  return source;
}

/** As makeViews. */
function passOver(source: usize, end: usize, count: u32): usize {
  for (; count > 0; count--) {
    if (<u32>(end - source) < 4) return 0;
    const length = load<u32>(source);
    source += 4;
    if (length > <u32>(end - source)) return 0;
    source += length;
  }
  return source;
}

/** Whether `count` PLAIN byte arrays, which are known to be there, are UTF-8. Lengths below 128 are ASCII as well. */
function areTexts(source: usize, after: usize, count: u32): bool {
  if (isAscii(source, <u32>(after - source))) return true;
  for (; count > 0; count--) {
    const length = load<u32>(source);
    if (!isUtf8(source + 4, length)) return false;
    source += 4 + length;
  }
  return true;
}

/** Views of `count` consecutive byte strings whose lengths are i32s at `lengths`. 0, or a Status. */
export function parquet_length_views(lengths: usize, source: usize, end: usize, count: u32, target: usize, text: bool): i32 {
  const check = text && !isAscii(source, <u32>(end - source));
  const stop = target + (<usize>count << 4);
  for (; target < stop; target += 16, lengths += 4) {
    const length = load<u32>(lengths);
    if (length > <u32>(end - source)) return Status.TRUNCATED;
    if (check && !isUtf8(source, length)) return Status.BAD_UTF8;
    storeView(target, source, length);
    source += length;
  }
  return 0;
}

/** Views of `count` byte strings of `length` bytes each. */
export function parquet_fixed_views(source: usize, length: u32, count: u32, target: usize): void {
  for (let i: u32 = 0; i < count; i++, target += 16, source += length) storeView(target, source, length);
}

/** Bytes that `count` delta strings (prefix and suffix lengths, i32) take together; negative when a prefix is longer than the string before. */
export function parquet_delta_string_bytes(prefixes: usize, suffixes: usize, count: u32): i64 {
  let previous: u64 = 0;
  let total: u64 = 0;
  for (let i: u32 = 0; i < count; i++, prefixes += 4, suffixes += 4) {
    const prefix = <u64>load<u32>(prefixes);
    const suffix = load<i32>(suffixes);
    if (prefix > previous || suffix < 0) return Status.BAD_ENCODING;
    previous = prefix + suffix;
    total += previous;
    if (total > 0xffffffff) return Status.WRONG_SIZE;
  }
  return total;
}

/** Puts `count` delta strings together at `output`, with `room` bytes, and writes their views. 0, or a Status. */
export function parquet_delta_strings(
  prefixes: usize, suffixes: usize, source: usize, end: usize, count: u32, output: usize, room: u32, target: usize, text: bool,
): i32 {
  const limit = output + room;
  let previous = output;
  for (let i: u32 = 0; i < count; i++, prefixes += 4, suffixes += 4, target += 16) {
    const prefix = load<u32>(prefixes);
    const suffix = load<u32>(suffixes);
    if (suffix > <u32>(end - source)) return Status.TRUNCATED;
    if (<u64>prefix + suffix > <u64>(limit - output)) return Status.WRONG_SIZE;
    memory.copy(output, previous, prefix);
    memory.copy(output + prefix, source, suffix);
    source += suffix;
    if (text && !isUtf8(output, prefix + suffix)) return Status.BAD_UTF8;
    storeView(target, output, prefix + suffix);
    previous = output;
    output += prefix + suffix;
  }
  return 0;
}

/** Copies `count` views' bytes, each exactly `length` long, one after the other. 0, or a Status. */
export function parquet_views_to_fixed(views: usize, count: u32, length: u32, target: usize): i32 {
  for (let i: u32 = 0; i < count; i++, views += 16, target += length) {
    if (load<u32>(views) !== length) return Status.BAD_ENCODING;
    memory.copy(target, length <= 12 ? views + 4 : <usize>load<u32>(views, 12), length);
  }
  return 0;
}
