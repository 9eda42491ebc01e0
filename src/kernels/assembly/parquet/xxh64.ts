const P1: u64 = 0x9E3779B185EBCA87;
const P2: u64 = 0xC2B2AE3D27D4EB4F;
const P3: u64 = 0x165667B19E3779F9;
const P4: u64 = 0x85EBCA77C2B2AE63;
const P5: u64 = 0x27D4EB2F165667C5;

// @ts-ignore: decorator
@inline
function round(accumulator: u64, input: u64): u64 {
  return rotl<u64>(accumulator + input * P2, 31) * P1;
}

// @ts-ignore: decorator
@inline
function mergeRound(hash: u64, accumulator: u64): u64 {
  return (hash ^ round(0, accumulator)) * P1 + P4;
}

/** XXH64 of `size` bytes; https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md */
export function xxh64(data: usize, size: u32, seed: u64): u64 {
  const end = data + size;
  let hash: u64;
  if (size >= 32) {
    let a = seed + P1 + P2;
    let b = seed + P2;
    let c = seed;
    let d = seed - P1;
    for (; end - data >= 32; data += 32) {
      a = round(a, load<u64>(data));
      b = round(b, load<u64>(data, 8));
      c = round(c, load<u64>(data, 16));
      d = round(d, load<u64>(data, 24));
    }
    hash = rotl<u64>(a, 1) + rotl<u64>(b, 7) + rotl<u64>(c, 12) + rotl<u64>(d, 18);
    hash = mergeRound(mergeRound(mergeRound(mergeRound(hash, a), b), c), d);
  } else {
    hash = seed + P5;
  }
  hash += <u64>size;
  for (; end - data >= 8; data += 8) hash = rotl<u64>(hash ^ round(0, load<u64>(data)), 27) * P1 + P4;
  if (end - data >= 4) {
    hash = rotl<u64>(hash ^ (<u64>load<u32>(data) * P1), 23) * P2 + P3;
    data += 4;
  }
  for (; data < end; data++) hash = rotl<u64>(hash ^ (<u64>load<u8>(data) * P5), 11) * P1;
  hash = (hash ^ (hash >> 33)) * P2;
  hash = (hash ^ (hash >> 29)) * P3;
  return hash ^ (hash >> 32);
}
