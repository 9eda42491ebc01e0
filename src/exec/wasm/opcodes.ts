/** One-byte opcodes of WebAssembly's numeric instructions, in the order of the specification's index of instructions. */
const FROM_0X45 = [
  'i32.eqz', 'i32.eq', 'i32.ne', 'i32.lt_s', 'i32.lt_u', 'i32.gt_s', 'i32.gt_u', 'i32.le_s', 'i32.le_u', 'i32.ge_s', 'i32.ge_u',
  'i64.eqz', 'i64.eq', 'i64.ne', 'i64.lt_s', 'i64.lt_u', 'i64.gt_s', 'i64.gt_u', 'i64.le_s', 'i64.le_u', 'i64.ge_s', 'i64.ge_u',
  'f32.eq', 'f32.ne', 'f32.lt', 'f32.gt', 'f32.le', 'f32.ge',
  'f64.eq', 'f64.ne', 'f64.lt', 'f64.gt', 'f64.le', 'f64.ge',
  'i32.clz', 'i32.ctz', 'i32.popcnt', 'i32.add', 'i32.sub', 'i32.mul', 'i32.div_s', 'i32.div_u', 'i32.rem_s', 'i32.rem_u',
  'i32.and', 'i32.or', 'i32.xor', 'i32.shl', 'i32.shr_s', 'i32.shr_u', 'i32.rotl', 'i32.rotr',
  'i64.clz', 'i64.ctz', 'i64.popcnt', 'i64.add', 'i64.sub', 'i64.mul', 'i64.div_s', 'i64.div_u', 'i64.rem_s', 'i64.rem_u',
  'i64.and', 'i64.or', 'i64.xor', 'i64.shl', 'i64.shr_s', 'i64.shr_u', 'i64.rotl', 'i64.rotr',
  'f32.abs', 'f32.neg', 'f32.ceil', 'f32.floor', 'f32.trunc', 'f32.nearest', 'f32.sqrt', 'f32.add', 'f32.sub', 'f32.mul', 'f32.div',
  'f32.min', 'f32.max', 'f32.copysign',
  'f64.abs', 'f64.neg', 'f64.ceil', 'f64.floor', 'f64.trunc', 'f64.nearest', 'f64.sqrt', 'f64.add', 'f64.sub', 'f64.mul', 'f64.div',
  'f64.min', 'f64.max', 'f64.copysign',
  'i32.wrap_i64', 'i32.trunc_f32_s', 'i32.trunc_f32_u', 'i32.trunc_f64_s', 'i32.trunc_f64_u',
  'i64.extend_i32_s', 'i64.extend_i32_u', 'i64.trunc_f32_s', 'i64.trunc_f32_u', 'i64.trunc_f64_s', 'i64.trunc_f64_u',
  'f32.convert_i32_s', 'f32.convert_i32_u', 'f32.convert_i64_s', 'f32.convert_i64_u', 'f32.demote_f64',
  'f64.convert_i32_s', 'f64.convert_i32_u', 'f64.convert_i64_s', 'f64.convert_i64_u', 'f64.promote_f32',
  'i32.reinterpret_f32', 'i64.reinterpret_f64', 'f32.reinterpret_i32', 'f64.reinterpret_i64',
  'i32.extend8_s', 'i32.extend16_s', 'i64.extend8_s', 'i64.extend16_s', 'i64.extend32_s',
] as const;

/** Behind the prefix 0xfc. */
const SATURATING = [
  'i32.trunc_sat_f32_s', 'i32.trunc_sat_f32_u', 'i32.trunc_sat_f64_s', 'i32.trunc_sat_f64_u',
  'i64.trunc_sat_f32_s', 'i64.trunc_sat_f32_u', 'i64.trunc_sat_f64_s', 'i64.trunc_sat_f64_u',
] as const;

/** Loads and stores from 0x28, with the exponent of their natural alignment. */
const MEMORY = [
  ['i32.load', 2], ['i64.load', 3], ['f32.load', 2], ['f64.load', 3], ['i32.load8_s', 0], ['i32.load8_u', 0], ['i32.load16_s', 1],
  ['i32.load16_u', 1], ['i64.load8_s', 0], ['i64.load8_u', 0], ['i64.load16_s', 1], ['i64.load16_u', 1], ['i64.load32_s', 2],
  ['i64.load32_u', 2], ['i32.store', 2], ['i64.store', 3], ['f32.store', 2], ['f64.store', 3], ['i32.store8', 0], ['i32.store16', 1],
  ['i64.store8', 0], ['i64.store16', 1], ['i64.store32', 2],
] as const;

/** Bytes of a numeric instruction by name. */
export const NUMERIC: ReadonlyMap<string, readonly number[]> = new Map<string, readonly number[]>([
  ...FROM_0X45.map((name, i) => [name, [0x45 + i]] as const),
  ...SATURATING.map((name, i) => [name, [0xfc, i]] as const),
]);

/** Opcode and alignment exponent of a load or store by name. */
export const LOADS_STORES: ReadonlyMap<string, readonly [opcode: number, align: number]> = new Map(
  MEMORY.map(([name, align], i) => [name, [0x28 + i, align]] as const),
);

export const LANE_TYPES = { i32: 0x7f, i64: 0x7e, f32: 0x7d, f64: 0x7c } as const;
export type Lane = keyof typeof LANE_TYPES;

const COMPARISON = /\.(eqz|eq|ne|lt|gt|le|ge)(_[su])?$/;

/** The lane that a numeric instruction or a load leaves on the stack. */
export const resultLane = (instruction: string): Lane => (COMPARISON.test(instruction) ? 'i32' : (instruction.slice(0, 3) as Lane));
