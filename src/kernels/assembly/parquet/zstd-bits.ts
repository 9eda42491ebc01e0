/** Bits to skip at the end of a backward bit stream: the padding and the marker bit; negative when there is no marker. */
export function startBits(input: usize, end: usize): i32 {
  if (input >= end) return -1;
  const last = <u32>load<u8>(end - 1);
  if (last === 0) return -1;
  return <i32>clz<u32>(last) - 23;
}
