/*
 * CRC-32 (IEEE 802.3), eight bytes at a time over eight tables: "A Systematic Approach to Building High Performance Software-based CRC
 * Generators", Kounavis and Berry, 2005. The tables (8 KiB) are made by the caller's thread, since kernels have no data of their own that changes.
 */

/** Fills the 8 KiB at `tables`. */
export function parquet_crc32_tables(tables: usize): void {
  for (let i: u32 = 0; i < 256; i++) {
    let crc = i;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
    store<u32>(tables + (<usize>i << 2), crc);
  }
  for (let i: u32 = 0; i < 256; i++) {
    let crc = load<u32>(tables + (<usize>i << 2));
    for (let table: u32 = 1; table < 8; table++) {
      crc = load<u32>(tables + (<usize>(crc & 255) << 2)) ^ (crc >> 8);
      store<u32>(tables + (<usize>table << 10) + (<usize>i << 2), crc);
    }
  }
}

// @ts-ignore: decorator
@inline
function entry(tables: usize, table: usize, index: u32): u32 {
  return load<u32>(tables + (table << 10) + (<usize>index << 2));
}

export function parquet_crc32(tables: usize, data: usize, size: u32): u32 {
  let crc: u32 = 0xffffffff;
  const end = data + size;
  for (; end - data >= 8; data += 8) {
    const low = load<u32>(data) ^ crc;
    const high = load<u32>(data, 4);
    crc = entry(tables, 7, low & 255) ^ entry(tables, 6, (low >> 8) & 255) ^ entry(tables, 5, (low >> 16) & 255) ^ entry(tables, 4, low >> 24)
      ^ entry(tables, 3, high & 255) ^ entry(tables, 2, (high >> 8) & 255) ^ entry(tables, 1, (high >> 16) & 255) ^ entry(tables, 0, high >> 24);
  }
  for (; data < end; data++) crc = entry(tables, 0, (crc ^ <u32>load<u8>(data)) & 255) ^ (crc >> 8);
  return ~crc;
}
