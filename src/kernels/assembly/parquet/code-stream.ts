import { headerBytes, headerValue, repeatedValue } from './rle';
import { Status } from './status';
import { unpack } from './unpack';

/*
 * Dictionary codes (the hybrid of rle.ts) piece by piece, so that pieces that nobody needs are not unpacked.
 *
 * State (48 bytes): 0 address of what comes next · 4 values left in the run · 8 width in bits if the run is packed, 0 if it repeats a value ·
 * 12 that value, or the next value's place in its group of 8 · 16 a group.
 */

/** Prepares to decode from `source` on. */
export function parquet_code_stream(state: usize, source: usize): void {
  store<u32>(state, <u32>source);
  store<u32>(state, 0, 4);
}

/**
 * The next `count` values of `width` bits as u32s at `target` (room for 7 more), each below `limit`; passes over them when `target` is 0,
 * without looking at packed ones. 0, or a Status, after which the state is of no use.
 */
export function parquet_next_codes(state: usize, end: usize, width: u32, count: u32, limit: u32, target: usize): i32 {
  if (width > 32) return Status.BAD_ENCODING;
  if (count !== 0 && limit === 0) return Status.BAD_CODE;
  if (width === 0) {
    if (target !== 0) memory.fill(target, 0, <usize>count << 2);
    return 0;
  }
  while (count > 0) {
    if (load<u32>(state, 4) === 0) {
      const status = nextRun(state, end, width, limit);
      if (status < 0) return status;
      continue;
    }
    const left = load<u32>(state, 4);
    const taken = min(count, left);
    store<u32>(state, left - taken, 4);
    count -= taken;
    if (load<u32>(state, 8) !== 0) {
      if (!nextPacked(state, end, width, taken, left === taken, limit, target)) return Status.BAD_CODE;
    } else if (target !== 0) {
      const values = i32x4.splat(<i32>load<u32>(state, 12));
      const stop = target + (<usize>taken << 2);
      for (let at = target; at < stop; at += 16) v128.store(at, values);
    }
    if (target !== 0) target += <usize>taken << 2;
  }
  return 0;
}

/** Reads the header of a run. Of a packed one only the values count whose bytes are there. */
function nextRun(state: usize, end: usize, width: u32, limit: u32): i32 {
  let source: usize = load<u32>(state);
  const bytes = headerBytes(source, end);
  if (bytes < 0) return bytes;
  const header = headerValue(source, bytes);
  source += bytes;
  if (header & 1) {
    const there = (<u64>(end - source) << 3) / width;
    const values = <u32>min<u64>(<u64>(header >> 1) << 3, there);
    if (values === 0 && header !== 1) return Status.TRUNCATED;
    store<u32>(state, values, 4);
    store<u32>(state, width, 8);
    store<u32>(state, 0, 12);
  } else {
    const valueBytes = (width + 7) >> 3;
    if (valueBytes > <u32>(end - source)) return Status.TRUNCATED;
    const value = repeatedValue(source, valueBytes);
    source += valueBytes;
    if (value >= limit && header !== 0) return Status.BAD_CODE;
    store<u32>(state, header >> 1, 4);
    store<u32>(state, 0, 8);
    store<u32>(state, value, 12);
  }
  store<u32>(state, <u32>source);
  return 0;
}

/** Takes `count` values of a packed run; whether all are below `limit`. */
function nextPacked(state: usize, end: usize, width: u32, count: u32, isLast: bool, limit: u32, target: usize): bool {
  let source: usize = load<u32>(state);
  let place = load<u32>(state, 12);
  if (target === 0) {
    place += count;
    source += <usize>(place >> 3) * width;
    place &= 7;
  } else {
    if (place !== 0) {
      const group = state + 16;
      unpack(source, width, group, 1);
      const stop = min<u32>(8, place + count);
      count -= stop - place;
      for (; place < stop; place++, target += 4) {
        const code = load<u32>(group + (<usize>place << 2));
        if (code >= limit) return false;
        store<u32>(target, code);
      }
      source += place === 8 ? <usize>width : 0;
      place &= 7;
    }
    if (count !== 0) {
      const whole = count >> 3;
      if (unpack(source, width, target, whole) >= limit) return false;
      source += <usize>whole * width;
      target += <usize>whole << 5;
      place = count & 7;
      if (place !== 0) {
        unpack(source, width, target, 1);
        for (let i: u32 = 0; i < place; i++) if (load<u32>(target + (<usize>i << 2)) >= limit) return false;
      }
    }
  }
  // Only a run that was cut short ends within a group.
  if (isLast && place !== 0) source = end;
  store<u32>(state, <u32>source);
  store<u32>(state, place, 12);
  return true;
}
