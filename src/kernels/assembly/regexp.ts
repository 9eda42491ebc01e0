import { characterSize } from './text-search';
import { view_begin, view_bytes, view_finish } from './view';

/*
 * Runs the programs of functions/text/regexp-program: a table of steps by state and class of byte. Registers note positions, the first one the
 * end of the match. Each task has the program to itself, so the registers lie in it.
 */
const NEXT: u32 = 0xfffff;
const GOES_ON: u32 = 1;
const UNKNOWN: u32 = 8;
const FIRST_ROW: u32 = 16;
const FROM_HERE: u32 = 0xffff;
const FROM_NOWHERE: u32 = 0xfffe;
const CLASSES: usize = 36;
const MAX_BYTES: u64 = 0xfffffff;

/** Answers: no match, a match (the registers tell where), or only the host can say. */
const NO: i32 = 0;
const YES: i32 = 1;
const ASK: i32 = 2;

/** Carries out list `list` of moves at a position. */
// @ts-ignore: decorator
@inline
function note(lists: usize, list: u32, registers: usize, position: u32): void {
  let at = lists + load<u32>(lists + (<usize>list << 2));
  for (let left = load<u32>(at); left > 0; left--) {
    at += 4;
    const move = load<u32>(at);
    const from = move & 0xffff;
    const value: u32 = from === FROM_HERE ? position : from === FROM_NOWHERE ? <u32>-1 : load<u32>(registers + (<usize>from << 2));
    store<u32>(registers + (<usize>(move >>> 16) << 2), value);
  }
}

/** Looks for the first match that begins at or after an offset. */
function find(program: usize, bytes: usize, length: u32, from: u32): i32 {
  const rows = program + load<u32>(program, 8) - FIRST_ROW;
  const lists = program + load<u32>(program, 12);
  const registers = program + load<u32>(program, 16);
  const lastStep: usize = load<u32>(program, 32);
  const classes = program + CLASSES;
  const end = bytes + length;
  let at = bytes + from;
  store<u32>(registers, <u32>-1);
  let step = load<u32>(program + (from === 0 ? 0 : 4));
  if (step >>> 20 !== 0) note(lists, step >>> 20, registers, from);
  let next = step & NEXT;
  while (next >= FIRST_ROW) {
    if ((next & GOES_ON) !== 0) at = end;
    const row = rows + <usize>(next & ~GOES_ON);
    if (at === end) {
      step = load<u32>(row + lastStep);
      if (step >>> 20 !== 0) note(lists, step >>> 20, registers, length);
      break;
    }
    step = load<u32>(row + (<usize>load<u8>(classes + load<u8>(at)) << 2));
    at++;
    if (step >>> 20 !== 0) note(lists, step >>> 20, registers, <u32>(at - bytes));
    next = step & NEXT;
  }
  if (next === UNKNOWN) return ASK;
  return load<u32>(registers) !== <u32>-1 ? YES : NO;
}

/** 1 when the regular expression matches somewhere, 0 when not, 2 when the host must say. */
export function regexp_matches(view: usize, program: usize): i32 {
  return find(view_bytes(program), view_bytes(view), load<u32>(view), 0);
}

/** Bytes that stand for the match that the registers tell; written to `target` unless it is 0. */
function expand(program: usize, bytes: usize, target: usize): u64 {
  const registers = program + load<u32>(program, 16);
  let piece = program + load<u32>(program, 24);
  let total: u64 = 0;
  for (let left = load<u32>(piece); left > 0; left--) {
    const group = load<u32>(piece, 4);
    let from = program + load<u32>(piece, 8);
    let length = load<u32>(piece, 12);
    if (group !== <u32>-1) {
      const tags = registers + (group === 0 ? 4 : <usize>group << 3);
      const start = load<u32>(tags);
      const end = load<u32>(group === 0 ? registers : tags + 4);
      from = bytes + start;
      length = start === <u32>-1 || end === <u32>-1 ? 0 : end - start;
    }
    if (target !== 0) memory.copy(target + <usize>total, from, length);
    total += length;
    piece += 12;
  }
  return total;
}

/** The string with the first match, or with all, replaced: 0. 2 when the host must do it; `out` is arbitrary then. */
export function regexp_replace(out: usize, view: usize, programView: usize, region: usize): i32 {
  const program = view_bytes(programView);
  const bytes = view_bytes(view);
  const length = load<u32>(view);
  const registers = program + load<u32>(program, 16);
  const all = load<u32>(program, 28) !== 0;
  let found = find(program, bytes, length, 0);
  if (found === ASK) return ASK;
  if (found === NO) {
    // The same view: what it points to outlives the result.
    store<u64>(out, load<u64>(view));
    store<u64>(out, load<u64>(view, 8), 8);
    return 0;
  }
  if (!all) {
    const start = load<u32>(registers, 4);
    const end = load<u32>(registers);
    const total: u64 = <u64>length - (end - start) + expand(program, bytes, 0);
    if (total > MAX_BYTES) return ASK;
    const target = view_begin(out, <u32>total, region);
    memory.copy(target, bytes, start);
    const rest = target + start + <usize>expand(program, bytes, target + start);
    memory.copy(rest, bytes + end, length - end);
    view_finish(out);
    return 0;
  }
  // Once for the length, once to write.
  let target: usize = 0;
  while (true) {
    let written: u64 = 0;
    let copied: u32 = 0;
    let at: u32 = 0;
    while (at <= length) {
      found = find(program, bytes, length, at);
      if (found === ASK) return ASK;
      if (found === NO) break;
      const start = load<u32>(registers, 4);
      const end = load<u32>(registers);
      if (target !== 0) memory.copy(target + <usize>written, bytes + copied, start - copied);
      written += start - copied;
      written += expand(program, bytes, target === 0 ? 0 : target + <usize>written);
      copied = end;
      at = end > start ? end : start < length ? start + characterSize(bytes + start, bytes + length) : length + 1;
    }
    if (target !== 0) memory.copy(target + <usize>written, bytes + copied, length - copied);
    written += length - copied;
    if (written > MAX_BYTES) return ASK;
    if (target !== 0) break;
    target = view_begin(out, <u32>written, region);
  }
  view_finish(out);
  return 0;
}
