import { floorDiv, MICROS_PER_DAY } from './date';
import { region_alloc } from './memory';

/*
 * Approximate count of distinct values: HyperLogLog (Flajolet et al. 2007) with 2,048 registers and Ertl's estimator ("New cardinality
 * estimation algorithms for HyperLogLog sketches", 2017), standard error 2.3 %. Up to 96 distinct hashes are kept as they are and counted
 * exactly. Hashes are fixed, and a sketch depends only on the set of values: no order or partition changes the answer.
 *
 * State: 0 address of the hashes or registers, 0 when empty · 4 hashes held · 8 slots in the table of hashes, 0 when they are registers
 */
const MAX_SLOTS: u32 = 128;
const MAX_HASHES: u32 = 96;
const INDEX_BITS: u64 = 11;
const REGISTERS: u32 = 1 << 11;
/** The largest register: 1 + the other 53 bits all zero. */
const LARGEST: i32 = 54;

function mix(x: u64): u64 {
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93;
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93;
  return x ^ x >> 32;
}

/** Hashes by kind, as kernels/assembly/sort-slots.ts names them. */
export function sketch_hash_i64(x: u64): u64 { return mix(x + 0x9e3779b97f4a7c15); }
export function sketch_hash_f64(x: f64): u64 {
  return sketch_hash_i64(x !== x ? 0x7ff8000000000000 : x === 0 ? 0 : reinterpret<u64>(x));
}
export function sketch_hash_i128(low: u64, high: u64): u64 { return mix(sketch_hash_i64(low) ^ high * 0x9fb21c651e98df25); }
/** Of an interval's length, with months of 30 days. */
export function sketch_hash_interval(low: i64, high: i64): u64 {
  const carried = floorDiv(low, MICROS_PER_DAY);
  return sketch_hash_i128(<u64>(low - carried * MICROS_PER_DAY), <u64>((high >> 32) * 30 + <i64><i32>high + carried));
}
/** Of bytes, eight at a time, the last ones padded with zeroes. */
export function sketch_hash_view(view: usize): u64 {
  const length = load<u32>(view);
  let at: usize = length <= 12 ? view + 4 : load<u32>(view, 12);
  const end = at + length;
  let hash: u64 = length;
  for (; at + 8 <= end; at += 8) {
    hash = (hash ^ load<u64>(at)) * 0xd6e8feb86659fd93;
    hash ^= hash >> 32;
  }
  let rest: u64 = 0;
  for (let i: u64 = 0; at < end; at++, i += 8) rest |= <u64>load<u8>(at) << i;
  return mix(hash ^ rest);
}

function register(registers: usize, hash: u64): void {
  const index = <usize>(hash >> (64 - INDEX_BITS));
  const rest = hash << INDEX_BITS;
  const rank = min<i32>(<i32>clz<u64>(rest) + 1, LARGEST);
  if (rank > <i32>load<u8>(registers + index)) store<u8>(registers + index, <u8>rank);
}

/** Adds a hash to the state's table; it has room. Returns whether it is new. */
function insert(table: usize, slots: u32, hash: u64): bool {
  let slot = <u32>hash & (slots - 1);
  let found = load<u64>(table + (<usize>slot << 3));
  while (found !== 0 && found !== hash) {
    slot = (slot + 1) & (slots - 1);
    found = load<u64>(table + (<usize>slot << 3));
  }
  store<u64>(table + (<usize>slot << 3), hash);
  return found === 0;
}

function toRegisters(state: usize, region: usize): usize {
  const registers = region_alloc(region, REGISTERS);
  memory.fill(registers, 0, REGISTERS);
  const table: usize = load<u32>(state);
  const slots = load<u32>(state, 8);
  for (let i: u32 = 0; i < slots; i++) {
    const hash = load<u64>(table + (<usize>i << 3));
    if (hash !== 0) register(registers, hash);
  }
  store<u32>(state, <u32>registers);
  store<u32>(state, 0, 8);
  return registers;
}

function growTable(state: usize, region: usize): void {
  const old: usize = load<u32>(state);
  const slots = load<u32>(state, 8);
  const wider: u32 = slots === 0 ? 8 : slots << 1;
  const table = region_alloc(region, wider << 3);
  memory.fill(table, 0, wider << 3);
  for (let i: u32 = 0; i < slots; i++) {
    const hash = load<u64>(old + (<usize>i << 3));
    if (hash !== 0) insert(table, wider, hash);
  }
  store<u32>(state, <u32>table);
  store<u32>(state, wider, 8);
}

/** Adds one hash. */
export function sketch_add(state: usize, given: u64, region: usize): void {
  const hash = given === 0 ? 1 : given;
  const address: usize = load<u32>(state);
  if (address !== 0 && load<u32>(state, 8) === 0) {
    register(address, hash);
    return;
  }
  const count = load<u32>(state, 4);
  if (count * 4 >= load<u32>(state, 8) * 3 && load<u32>(state, 8) < MAX_SLOTS) growTable(state, region);
  if (!insert(load<u32>(state), load<u32>(state, 8), hash)) return;
  store<u32>(state, count + 1, 4);
  if (count + 1 > MAX_HASHES) toRegisters(state, region);
}

/** Adds what another sketch has seen. */
export function sketch_merge(state: usize, other: usize, region: usize): void {
  const from: usize = load<u32>(other);
  if (from === 0) return;
  const slots = load<u32>(other, 8);
  if (slots !== 0) {
    for (let i: u32 = 0; i < slots; i++) {
      const hash = load<u64>(from + (<usize>i << 3));
      if (hash !== 0) sketch_add(state, hash, region);
    }
    return;
  }
  const to = load<u32>(state, 8) !== 0 || load<u32>(state) === 0 ? toRegisters(state, region) : <usize>load<u32>(state);
  for (let i: usize = 0; i < <usize>REGISTERS; i++) {
    if (load<u8>(from + i) > load<u8>(to + i)) store<u8>(to + i, load<u8>(from + i));
  }
}

/** The estimated number of distinct values. `scratch` is a region. */
export function sketch_estimate(state: usize, scratch: usize): u64 {
  const registers: usize = load<u32>(state);
  if (registers === 0 || load<u32>(state, 8) !== 0) return load<u32>(state, 4);
  const histogram = region_alloc(scratch, (LARGEST + 1) * 4);
  memory.fill(histogram, 0, (LARGEST + 1) * 4);
  for (let i: usize = 0; i < <usize>REGISTERS; i++) {
    const at = histogram + (<usize>load<u8>(registers + i) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  const m = <f64>REGISTERS;
  let z = m * tau(1 - <f64>load<u32>(histogram, LARGEST * 4) / m);
  for (let k = LARGEST - 1; k >= 1; k--) z = 0.5 * (z + <f64>load<u32>(histogram + (<usize>k << 2)));
  z += m * sigma(<f64>load<u32>(histogram) / m);
  // m² / (2 ln 2) / z
  return <u64>nearest<f64>(0.72134752044448170 * m * m / z);
}

function sigma(x: f64): f64 {
  if (x === 1) return Infinity;
  let y: f64 = 1;
  let z = x;
  let before: f64;
  do {
    x *= x;
    before = z;
    z += x * y;
    y += y;
  } while (z !== before);
  return z;
}

function tau(x: f64): f64 {
  if (x === 0 || x === 1) return 0;
  let y: f64 = 1;
  let z = 1 - x;
  let before: f64;
  do {
    x = Math.sqrt(x);
    before = z;
    y *= 0.5;
    z -= (1 - x) * (1 - x) * y;
  } while (z !== before);
  return z / 3;
}
