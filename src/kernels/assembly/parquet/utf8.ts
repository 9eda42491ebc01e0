/** Whether no byte of the range has its top bit set. */
export function isAscii(data: usize, size: u32): bool {
  const end = data + size;
  let any = i64x2.splat(0);
  for (; end - data >= 64; data += 64) {
    any = v128.or(any, v128.or(v128.or(v128.load(data), v128.load(data, 16)), v128.or(v128.load(data, 32), v128.load(data, 48))));
  }
  for (; end - data >= 16; data += 16) any = v128.or(any, v128.load(data));
  let rest: u32 = 0;
  for (; data < end; data++) rest |= load<u8>(data);
  return i8x16.bitmask(any) === 0 && (rest & 128) === 0;
}

/** Whether the range is well-formed UTF-8 (RFC 3629): shortest forms only, no surrogates, nothing above U+10FFFF. */
export function isUtf8(data: usize, size: u32): bool {
  const end = data + size;
  while (data < end) {
    const lead = <u32>load<u8>(data);
    if (lead < 0x80) {
      if (end - data >= 16 && i8x16.bitmask(v128.load(data)) === 0) data += 16;
      else data++;
    } else if (lead < 0xe0) {
      if (lead < 0xc2 || end - data < 2 || !continues(data + 1)) return false;
      data += 2;
    } else if (lead < 0xf0) {
      if (end - data < 3 || !continues(data + 1) || !continues(data + 2)) return false;
      const second = <u32>load<u8>(data, 1);
      if ((lead === 0xe0 && second < 0xa0) || (lead === 0xed && second >= 0xa0)) return false;
      data += 3;
    } else {
      if (lead > 0xf4 || end - data < 4 || !continues(data + 1) || !continues(data + 2) || !continues(data + 3)) return false;
      const second = <u32>load<u8>(data, 1);
      if ((lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second >= 0x90)) return false;
      data += 4;
    }
  }
  return true;
}

// @ts-ignore: decorator
@inline
function continues(data: usize): bool {
  return (load<u8>(data) & 0xc0) === 0x80;
}
