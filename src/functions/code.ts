import type { RaiseName } from '../kernels/raise.js';
import type { SqlType } from '../data/types.js';

/**
 * How one value of a type is held while a pipeline runs: boolean (0/1), smallint, integer, date → i32 · bigint, decimal(p ≤ 18), time,
 * timestamp, timestamptz → i64 · real → f32 · double → f64 · decimal(p > 18), uuid, interval → i128 (two i64) · text, bytea, json and
 * nested types → view: the i32 address of a 16-byte view (data/column.ts).
 */
export type ValueClass = 'i32' | 'i64' | 'f32' | 'f64' | 'i128' | 'view';

/** A value that code computes at run time. Only a `Code` makes one; it stays readable until the end of the row. */
export interface Value {
  readonly class: ValueClass;
}

/** A value with its NULL flag (i32, 1 for NULL). No flag: never NULL, and no NULL code is generated. `value` is arbitrary when NULL. */
export interface NullableValue {
  readonly value: Value;
  readonly isNull?: Value;
  /** The bytes of a string lie where they stay until the query ends, and need not be copied to outlive the row. */
  readonly stays?: true;
}

/** A mutable local variable. */
export interface Variable {
  readonly class: ValueClass;
  readonly variable: true;
}

/** A WebAssembly numeric instruction, such as `i64.add` or `f64.lt`. */
export type NumericInstruction = `${'i32' | 'i64' | 'f32' | 'f64'}.${string}`;

/**
 * Emits WebAssembly in program order: a call computes its result there and then into a fresh local.
 * The same interface serves scalar functions, casts, aggregates and operators; exec/wasm implements it.
 */
export interface Code {
  i32(value: number): Value;
  i64(value: bigint): Value;
  f32(value: number): Value;
  f64(value: number): Value;
  /** A 128-bit constant (two's complement). */
  i128(value: bigint): Value;
  /** A constant string, or bytes, as a view. Each task has its own copy. */
  text(value: string | Uint8Array): Value;

  /** Any numeric instruction: `op('i64.add', a, b)`. */
  op(instruction: NumericInstruction, a: Value, b?: Value): Value;
  /** `condition ? a : b` without a branch; both were computed. Any class. */
  select(condition: Value, a: Value, b: Value): Value;
  low(value: Value): Value;
  high(value: Value): Value;
  /** Two i64 words as one i128. */
  pair(low: Value, high: Value): Value;

  /** Calls a kernel whose result is one lane. i128 arguments are passed as (low, high). */
  call(kernel: string, ...args: readonly Value[]): Value;
  callVoid(kernel: string, ...args: readonly Value[]): void;
  /** Calls a kernel whose first parameter is the address of a 16-byte result: as a view … */
  callView(kernel: string, ...args: readonly Value[]): Value;
  /** … or as an i128 (low word first). */
  call128(kernel: string, ...args: readonly Value[]): Value;

  variable(valueClass: ValueClass, initial?: Value): Variable;
  get(variable: Variable): Value;
  set(variable: Variable, value: Value): void;

  if(condition: Value, then: () => void, otherwise?: () => void): void;
  /** Runs `body` as long as `condition` computes non-zero. */
  while(condition: () => Value, body: () => void): void;

  /** `load('i64.load', address, offset)`, also `i32.load8_u` and so on. */
  load(instruction: NumericInstruction, address: Value, offset?: number): Value;
  store(instruction: NumericInstruction, address: Value, value: Value, offset?: number): void;
  /** Loads or stores a 16-byte value as i128. */
  load128(address: Value, offset?: number): Value;
  store128(address: Value, value: Value, offset?: number): void;
  /** An i32 address as a view, and back. */
  asView(address: Value): Value;
  addressOf(view: Value): Value;
  /** 16 fresh bytes in the task's frame, the same for every row. */
  slot(): Value;

  /** Ends the query with an error (kernels/raise.ts); `arg` is a number or a view that its message shows. */
  raise(error: RaiseName, arg?: Value): void;
  raiseIf(condition: Value, error: RaiseName, arg?: Value): void;

  /** The region (kernels `region_alloc`) for results that live as long as the batch: string functions allocate here. */
  readonly region: Value;
  /** The region for aggregate state that outlives the batch. Only inside an aggregate's init, update and merge. */
  readonly stateRegion: Value;
}

/** The class that holds values of `type`; see ValueClass. */
export function classOf(type: SqlType): ValueClass {
  switch (type.kind) {
    case 'boolean':
    case 'smallint':
    case 'integer':
    case 'date':
      return 'i32';
    case 'bigint':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return 'i64';
    case 'real':
      return 'f32';
    case 'double':
      return 'f64';
    case 'decimal':
      return type.precision <= 18 ? 'i64' : 'i128';
    case 'uuid':
    case 'interval':
      return 'i128';
    default:
      return 'view';
  }
}
