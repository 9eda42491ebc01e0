import { BAD_SYNTAX, isSpace, PARSED } from './field';

// @ts-ignore: decorator
@inline
function is(start: usize, length: u32, word: u64): bool {
  let text: u64 = 0;
  for (let i: u32 = 0; i < length; i++) text |= <u64>(load<u8>(start + i) | 0x20) << (i << 3);
  return (length < 8 ? word & ((<u64>1 << (length << 3)) - 1) : word) === text;
}

const TRUE: u64 = 0x65757274;
const FALSE: u64 = 0x65736c6166;
const YES: u64 = 0x736579;
const NO: u64 = 0x6f6e;
const ON: u64 = 0x6e6f;
const OFF: u64 = 0x66666f;

/** PostgreSQL's words for truth and their unique prefixes; strictly only true, false, t, f, in any case. */
export function parseBoolean(start: usize, end: usize, slot: usize, strict: u32): u32 {
  while (start < end && isSpace(load<u8>(start))) start++;
  while (start < end && isSpace(load<u8>(end - 1))) end--;
  const length = <u32>(end - start);
  if (length === 0 || length > 5) return BAD_SYNTAX;
  let value: u32 = 2;
  if (length <= 4 && is(start, length, TRUE)) value = 1;
  else if (is(start, length, FALSE)) value = 0;
  if (strict !== 0) {
    if (value === 2 || (length > 1 && length !== 5 - value)) return BAD_SYNTAX;
  } else if (value === 2) {
    const first = <u32>load<u8>(start);
    if (length === 1 && (first === 48 || first === 49)) value = first - 48;
    else if (length <= 3 && is(start, length, YES)) value = 1;
    else if (length <= 2 && is(start, length, NO)) value = 0;
    else if (length === 2 && is(start, 2, ON)) value = 1;
    else if (length >= 2 && length <= 3 && is(start, length, OFF)) value = 0;
    else return BAD_SYNTAX;
  }
  store<u8>(slot, <u8>value);
  return PARSED;
}
