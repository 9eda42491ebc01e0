/** BYTE_STREAM_SPLIT: byte b of value i is byte i of stream b. The source holds exactly `count * width` bytes. */
export function parquet_byte_stream_split(source: usize, count: u32, width: u32, target: usize): void {
  if (width === 4) {
    let i: u32 = 0;
    for (; i + 16 <= count; i += 16, target += 64) {
      const a = v128.load(source + i);
      const b = v128.load(source + i + count);
      const c = v128.load(source + i + count * 2);
      const d = v128.load(source + i + count * 3);
      const abLow = v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      const abHigh = v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
      const cdLow = v128.shuffle<u8>(c, d, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
      const cdHigh = v128.shuffle<u8>(c, d, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
      v128.store(target, v128.shuffle<u16>(abLow, cdLow, 0, 8, 1, 9, 2, 10, 3, 11));
      v128.store(target, v128.shuffle<u16>(abLow, cdLow, 4, 12, 5, 13, 6, 14, 7, 15), 16);
      v128.store(target, v128.shuffle<u16>(abHigh, cdHigh, 0, 8, 1, 9, 2, 10, 3, 11), 32);
      v128.store(target, v128.shuffle<u16>(abHigh, cdHigh, 4, 12, 5, 13, 6, 14, 7, 15), 48);
    }
    for (; i < count; i++) {
      for (let b: u32 = 0; b < 4; b++) store<u8>(target++, load<u8>(source + b * count + i));
    }
    return;
  }
  // A stream at a time for a block of values that stays in the first-level cache.
  for (let from: u32 = 0; from < count; from += 512) {
    const to = min(count, from + 512);
    for (let b: u32 = 0; b < width; b++) {
      const stream = source + b * count;
      let out = target + <usize>from * width + b;
      for (let i = from; i < to; i++, out += width) store<u8>(out, load<u8>(stream + i));
    }
  }
}
