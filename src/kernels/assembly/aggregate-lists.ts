import { region_alloc } from './memory';
import { view_make } from './view';

/*
 * Growing lists in aggregate states. A buffer doubles when it is full and its old half is left to the region, so garbage stays below what is
 * held; what was appended once never moves within its buffer, so views of it stay valid.
 *
 * Slots:  0 address of the slots · 4 how many · 8 capacity · 12 address of the validity bitmap (bit i of slot i) · 16 1 when one is NULL
 * Bytes:  0 address · 4 length · 8 capacity · 12 length of the first separator, which is not part of the result · 16 1 when there is a value
 */

function grow(old: usize, used: u32, bytes: u64, region: usize): usize {
  // An impossible size, so that the allocation raises out_of_memory.
  const address = region_alloc(region, bytes > 0xf0000000 ? 0xffffffff : <u32>bytes);
  if (used !== 0) memory.copy(address, old, used);
  return address;
}

/** Address of a new slot of `width` bytes at the end; `valid` is 0 for NULL. */
export function slots_push(list: usize, width: u32, valid: i32, region: usize): usize {
  const count = load<u32>(list, 4);
  const capacity = load<u32>(list, 8);
  if (count === capacity) {
    const wider: u64 = capacity === 0 ? 8 : <u64>capacity << 1;
    store<u32>(list, <u32>grow(load<u32>(list), count * width, wider * width, region));
    store<u32>(list, <u32>grow(load<u32>(list, 12), (count + 7) >> 3, (wider + 7) >> 3, region), 12);
    store<u32>(list, <u32>wider, 8);
  }
  const byte: usize = <usize>load<u32>(list, 12) + (count >> 3);
  const bit: u32 = 1 << (count & 7);
  // The bits above the list's end are arbitrary.
  if (valid) {
    store<u8>(byte, <u8>(load<u8>(byte) | bit));
  } else {
    store<u8>(byte, <u8>(load<u8>(byte) & ~bit));
    store<u32>(list, 1, 16);
  }
  store<u32>(list, count + 1, 4);
  return <usize>load<u32>(list) + <usize>count * width;
}

/** Makes `out` the view of an array with the list's elements. */
export function slots_array(out: usize, list: usize): void {
  store<u32>(out, load<u32>(list, 4));
  store<u32>(out, 0, 4);
  store<u32>(out, load<u32>(list, 16) !== 0 ? load<u32>(list, 12) : 0, 8);
  store<u32>(out, load<u32>(list), 12);
}

function appendBytes(list: usize, bytes: usize, length: u32, region: usize): void {
  const used = load<u32>(list, 4);
  const needed = <u64>used + length;
  if (needed > load<u32>(list, 8)) {
    const capacity = max<u64>(needed, max<u64>(32, <u64>load<u32>(list, 8) << 1));
    store<u32>(list, <u32>grow(load<u32>(list), used, capacity, region));
    store<u32>(list, <u32>min<u64>(capacity, 0xffffffff), 8);
  }
  memory.copy(<usize>load<u32>(list) + used, bytes, length);
  store<u32>(list, used + length, 4);
}

// @ts-ignore: decorator
@inline
function bytesOf(view: usize): usize { return load<u32>(view) <= 12 ? view + 4 : load<u32>(view, 12); }

/** Appends a separator and a value to a list of bytes. */
export function bytes_push(list: usize, separator: usize, value: usize, region: usize): void {
  appendBytes(list, bytesOf(separator), load<u32>(separator), region);
  if (load<u32>(list, 16) === 0) {
    store<u32>(list, load<u32>(separator), 12);
    store<u32>(list, 1, 16);
  }
  appendBytes(list, bytesOf(value), load<u32>(value), region);
}

/** Appends another list of bytes, its first separator included. */
export function bytes_merge(list: usize, other: usize, region: usize): void {
  if (load<u32>(other, 16) === 0) return;
  if (load<u32>(list, 16) === 0) {
    store<u32>(list, load<u32>(other, 12), 12);
    store<u32>(list, 1, 16);
  }
  appendBytes(list, load<u32>(other), load<u32>(other, 4), region);
}

/** Makes `out` a view of the bytes after the first separator. */
export function bytes_view(out: usize, list: usize): void {
  const lead = load<u32>(list, 12);
  view_make(out, <usize>load<u32>(list) + lead, load<u32>(list, 4) - lead);
}
