import { InternalError } from '../../errors.js';
import { BYTEA, sameType, TEXT, type SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import { classOf, type Code, type NumericInstruction, type Value, type ValueClass, type Variable } from '../../functions/code.js';
import { loadSlot, storeSlot } from '../../functions/slots/slot-code.js';
import { raiseCode, type RaiseName } from '../../kernels/raise.js';
import { FRAME_TEMP_REGION, type Constant, type FrameLayout, type OpenInit, type WithoutOffset } from './frame.js';
import type { Instructions } from './instructions.js';
import type { FunctionBuilder, Import, ModuleBuilder } from './module.js';
import { LOADS_STORES, NUMERIC, type Lane } from './opcodes.js';

/** In place of a local: the value is a constant. */
const CONSTANT = -1;

interface EmittedValue extends Value {
  readonly local: number;
  readonly constant: number | bigint;
  /** The upper word of an i128; the value itself is the lower one. */
  readonly upper: EmittedValue | undefined;
}

const inLocal = (valueClass: ValueClass, local: number, upper?: EmittedValue): EmittedValue => ({
  class: valueClass,
  local,
  constant: 0,
  upper,
});

const constantOf = (valueClass: ValueClass, constant: number | bigint, upper?: EmittedValue): EmittedValue => ({
  class: valueClass,
  local: CONSTANT,
  constant,
  upper,
});

/** The same lane as a value of another class. */
const relabelled = (valueClass: ValueClass, { local, constant }: EmittedValue, upper?: EmittedValue): EmittedValue => ({
  class: valueClass,
  local,
  constant,
  upper,
});

interface EmittedVariable extends Variable {
  readonly local: number;
  /** Of an i128: the upper word's. */
  readonly upperLocal: number;
}

/** A stretch of code that runs as a whole: what is computed in it may be read until it ends. */
export interface Scope {
  readonly parent: Scope | undefined;
}

const BLOCK = 0x02;
const LOOP = 0x03;
const IF = 0x04;
const ELSE = 0x05;
const END = 0x0b;
const BR = 0x0c;
const BR_IF = 0x0d;
const CALL = 0x10;
const DROP = 0x1a;
const SELECT = 0x1b;
const VOID_BLOCK = 0x40;
const I32_CONST = 0x41;
const I64_CONST = 0x42;
const F32_CONST = 0x43;
const F64_CONST = 0x44;
const I32_EQZ = 0x45;

/** The lane of a value, or of each of its two words. */
const laneOf = (valueClass: ValueClass): Lane => (valueClass === 'i128' ? 'i64' : valueClass === 'view' ? 'i32' : valueClass);

/** The Code of one function of a stage's module. Its first parameter is the frame. */
export interface Emitter extends Code {
  readonly frame: Value;
  readonly layout: FrameLayout;
  readonly module: ModuleBuilder;
  readonly scope: Scope;
  isActive(scope: Scope): boolean;
  /** The function's parameters after the frame. */
  param(index: number): Value;
  /** Emits into the function's prologue: `make` may only use the frame and what other prologue code computed. */
  inPrologue<T>(make: () => T): T;
  /** A literal of any type: it lives in the frame, so the module does not depend on it, and is loaded once per call. */
  literal(type: SqlType, value: SqlValue): Value;
  /** A literal, or one that only the program will know. */
  constant(constant: Constant): Value;
  /** Loads what a column slot of `type` at `address` holds. */
  loadSlot(type: SqlType, address: Value, offset?: number): Value;
  storeSlot(type: SqlType, address: Value, value: Value, offset?: number): void;
  /** Calls an import `host.<name>`. */
  callHost(name: string, params: readonly Lane[], results: readonly Lane[], ...args: readonly Value[]): Value | undefined;
  /** Calls another function of the stage's module with the same frame; it may be added later. */
  callOwn(name: string, ...args: readonly Value[]): void;
  /** The index of a nested type in the stage's table, for host calls that must know it. */
  nestedType(type: SqlType): number;
  /** Sets where aggregate state is allocated while `make` runs. */
  withStateRegion(region: Value, make: () => void): void;
}

class FunctionEmitter implements Emitter {
  readonly frame: Value = inLocal('i32', 0);
  scope: Scope = { parent: undefined };
  private readonly rootScope = this.scope;
  private out: Instructions;
  private batchRegion: Value | undefined;
  private ownStateRegion: Value | undefined;
  private readonly literals = new Map<string, Value>();

  constructor(
    readonly module: ModuleBuilder,
    private readonly fn: FunctionBuilder,
    readonly layout: FrameLayout,
    private readonly nestedTypes: SqlType[],
    private readonly ownName: (name: string) => string,
  ) {
    this.out = fn.body;
  }

  isActive(candidate: Scope): boolean {
    if (candidate === this.rootScope) return true;
    for (let at: Scope | undefined = this.scope; at !== undefined; at = at.parent) if (at === candidate) return true;
    return false;
  }

  param(index: number): Value {
    return inLocal(this.fn.params[index + 1], index + 1);
  }

  inPrologue<T>(make: () => T): T {
    const { out, scope } = this;
    this.out = this.fn.prologue;
    this.scope = this.rootScope;
    try {
      return make();
    } finally {
      this.out = out;
      this.scope = scope;
    }
  }

  i32(value: number): Value {
    return constantOf('i32', value | 0);
  }

  i64(value: bigint): Value {
    return constantOf('i64', value);
  }

  f32(value: number): Value {
    return constantOf('f32', value);
  }

  f64(value: number): Value {
    return constantOf('f64', value);
  }

  i128(value: bigint): Value {
    const upper = constantOf('i64', BigInt.asIntN(64, value >> 64n));
    return constantOf('i128', BigInt.asIntN(64, value), upper);
  }

  text(value: string | Uint8Array): Value {
    return this.literal(typeof value === 'string' ? TEXT : BYTEA, value);
  }

  literal(type: SqlType, value: SqlValue): Value {
    if (value === null) throw new InternalError('a NULL literal has no value');
    const key = `${JSON.stringify(type)} ${typeof value === 'object' ? Math.random() : `${typeof value} ${Object.is(value, -0) ? '-0' : String(value)}`}`;
    return this.initialised(key, type, { kind: 'literal', type, value });
  }

  constant(constant: Constant): Value {
    const { type } = constant;
    if (constant.kind === 'Literal') return this.literal(type, constant.value);
    const { index } = constant;
    return this.initialised(`?${index}`, type, { kind: 'parameter', type, index });
  }

  op(instruction: NumericInstruction, a: Value, b?: Value): Value {
    const entry = NUMERIC.get(instruction);
    if (entry === undefined) throw new InternalError(`no instruction ${instruction}`);
    this.pushWord(a as EmittedValue);
    if (b !== undefined) this.pushWord(b as EmittedValue);
    if (entry.prefix !== undefined) this.out.byte(entry.prefix);
    this.out.byte(entry.opcode);
    return this.pop(entry.result);
  }

  select(condition: Value, a: Value, b: Value): Value {
    expectClass(b, a.class);
    if (a.class !== 'i128') return inLocal(a.class, this.selectWord(condition, a, b));
    const low = this.selectWord(condition, this.low(a), this.low(b));
    const high = this.selectWord(condition, this.high(a), this.high(b));
    return inLocal('i128', low, inLocal('i64', high));
  }

  low(value: Value): Value {
    return relabelled('i64', value as EmittedValue);
  }

  high(value: Value): Value {
    return (value as EmittedValue).upper!;
  }

  pair(low: Value, high: Value): Value {
    return relabelled('i128', low as EmittedValue, high as EmittedValue);
  }

  call(kernel: string, ...args: readonly Value[]): Value {
    const [lane] = this.callKernel(kernel, args);
    if (lane === undefined) throw new InternalError(`kernel ${kernel} returns nothing`);
    return this.pop(lane);
  }

  callVoid(kernel: string, ...args: readonly Value[]): void {
    if (this.callKernel(kernel, args).length > 0) this.out.byte(DROP);
  }

  callView(kernel: string, ...args: readonly Value[]): Value {
    const slot = this.slot();
    this.callVoid(kernel, slot, ...args);
    return this.asView(slot);
  }

  call128(kernel: string, ...args: readonly Value[]): Value {
    const slot = this.slot();
    this.callVoid(kernel, slot, ...args);
    return this.load128(slot);
  }

  callHost(name: string, params: readonly Lane[], results: readonly Lane[], ...args: readonly Value[]): Value | undefined {
    this.callImport(this.module.host(name, { params, results }), args);
    return results.length === 0 ? undefined : this.pop(results[0]);
  }

  callOwn(name: string, ...args: readonly Value[]): void {
    this.push(this.frame);
    for (const arg of args) this.push(arg);
    this.fn.callOwn(this.out, this.ownName(name));
  }

  variable(valueClass: ValueClass, initial?: Value): Variable {
    const lane = laneOf(valueClass);
    const local = this.fn.local(lane);
    const upperLocal = valueClass === 'i128' ? this.fn.local(lane) : local;
    const variable: EmittedVariable = { class: valueClass, variable: true, local, upperLocal };
    this.set(variable, initial ?? this.zero(valueClass));
    return variable;
  }

  /** A copy: the value stays what it is now when the variable changes. */
  get(variable: Variable): Value {
    const { class: valueClass, local, upperLocal } = variable as EmittedVariable;
    const lane = laneOf(valueClass);
    this.out.getLocal(local);
    const low = this.popLocal(lane);
    if (valueClass !== 'i128') return inLocal(valueClass, low);
    this.out.getLocal(upperLocal);
    return inLocal('i128', low, inLocal('i64', this.popLocal(lane)));
  }

  set(variable: Variable, value: Value): void {
    expectClass(value, variable.class);
    const { local, upperLocal } = variable as EmittedVariable;
    this.push(value);
    if (upperLocal !== local) this.out.setLocal(upperLocal);
    this.out.setLocal(local);
  }

  if(condition: Value, then: () => void, otherwise?: () => void): void {
    this.pushWord(condition as EmittedValue);
    this.out.withIndex(IF, VOID_BLOCK);
    this.scoped(then);
    if (otherwise !== undefined) {
      this.out.byte(ELSE);
      this.scoped(otherwise);
    }
    this.out.byte(END);
  }

  while(condition: () => Value, body: () => void): void {
    this.out.withIndex(BLOCK, VOID_BLOCK);
    this.out.withIndex(LOOP, VOID_BLOCK);
    this.scoped(() => {
      this.pushWord(condition() as EmittedValue);
      this.out.byte(I32_EQZ);
      this.out.withIndex(BR_IF, 1);
      body();
      this.out.withIndex(BR, 0);
    });
    this.out.byte(END);
    this.out.byte(END);
  }

  load(instruction: NumericInstruction, address: Value, offset = 0): Value {
    this.pushWord(address as EmittedValue);
    return this.pop(this.access(instruction, offset));
  }

  store(instruction: NumericInstruction, address: Value, value: Value, offset = 0): void {
    this.pushWord(address as EmittedValue);
    this.pushWord(value as EmittedValue);
    this.access(instruction, offset);
  }

  load128(address: Value, offset = 0): Value {
    const low = this.load('i64.load', address, offset);
    return this.pair(low, this.load('i64.load', address, offset + 8));
  }

  store128(address: Value, value: Value, offset = 0): void {
    this.store('i64.store', address, this.low(value), offset);
    this.store('i64.store', address, this.high(value), offset + 8);
  }

  loadSlot(type: SqlType, address: Value, offset?: number): Value {
    return loadSlot(this, type, address, offset);
  }

  storeSlot(type: SqlType, address: Value, value: Value, offset?: number): void {
    expectClass(value, classOf(type));
    storeSlot(this, type, address, value, offset);
  }

  asView(address: Value): Value {
    return relabelled('view', address as EmittedValue);
  }

  addressOf(view: Value): Value {
    return relabelled('i32', view as EmittedValue);
  }

  slot(): Value {
    const offset = this.layout.reserve(16);
    return this.inPrologue(() => this.op('i32.add', this.frame, this.i32(offset)));
  }

  raise(error: RaiseName, arg?: Value): void {
    const code = this.i32(raiseCode(error));
    const shown =
      arg === undefined
        ? this.i32(0)
        : arg.class === 'view'
          ? this.addressOf(arg)
          : arg.class === 'i64'
            ? this.op('i32.wrap_i64', arg)
            : arg;
    this.callHost('raise', ['i32', 'i32'], [], code, shown);
  }

  raiseIf(condition: Value, error: RaiseName, arg?: Value): void {
    this.if(condition, () => this.raise(error, arg));
  }

  get region(): Value {
    this.batchRegion ??= this.inPrologue(() => this.load('i32.load', this.frame, FRAME_TEMP_REGION));
    return this.batchRegion;
  }

  nestedType(type: SqlType): number {
    const known = this.nestedTypes.findIndex((candidate) => sameType(candidate, type));
    return known >= 0 ? known : this.nestedTypes.push(type) - 1;
  }

  get stateRegion(): Value {
    if (this.ownStateRegion === undefined) throw new InternalError('no aggregate state is being built here');
    return this.ownStateRegion;
  }

  withStateRegion(region: Value, make: () => void): void {
    const outer = this.ownStateRegion;
    this.ownStateRegion = region;
    try {
      make();
    } finally {
      this.ownStateRegion = outer;
    }
  }

  /** Pushes a value's lane, or both of its words. */
  private push(value: Value): void {
    const emitted = value as EmittedValue;
    this.pushWord(emitted);
    if (emitted.upper !== undefined) this.pushWord(emitted.upper);
  }

  private pushWord(value: EmittedValue): void {
    const { out } = this;
    if (value.local !== CONSTANT) {
      out.getLocal(value.local);
      return;
    }
    switch (laneOf(value.class)) {
      case 'i32':
        out.byte(I32_CONST);
        out.signed(value.constant as number);
        break;
      case 'i64':
        out.byte(I64_CONST);
        out.signed64(value.constant as bigint);
        break;
      case 'f32':
        out.byte(F32_CONST);
        out.f32(value.constant as number);
        break;
      case 'f64':
        out.byte(F64_CONST);
        out.f64(value.constant as number);
    }
  }

  private popLocal(lane: Lane): number {
    const local = this.fn.local(lane);
    this.out.setLocal(local);
    return local;
  }

  private pop(lane: Lane): EmittedValue {
    const local = this.fn.local(lane);
    this.out.setLocal(local);
    return inLocal(lane, local);
  }

  /** A value of the frame that is there before the first batch, loaded once. */
  private initialised(key: string, type: SqlType, init: WithoutOffset<OpenInit>): Value {
    let found = this.literals.get(key);
    if (found === undefined) {
      const offset = this.layout.reserve(16, init);
      found = this.inPrologue(() => this.loadSlot(type, this.frame, offset));
      this.literals.set(key, found);
    }
    return found;
  }

  private zero(valueClass: ValueClass): Value {
    return valueClass === 'i128' ? this.i128(0n) : constantOf(valueClass, valueClass === 'i64' ? 0n : 0);
  }

  private selectWord(condition: Value, a: Value, b: Value): number {
    this.pushWord(a as EmittedValue);
    this.pushWord(b as EmittedValue);
    this.pushWord(condition as EmittedValue);
    this.out.byte(SELECT);
    return this.popLocal(laneOf(a.class));
  }

  private scoped(body: () => void): void {
    const outer = this.scope;
    this.scope = { parent: outer };
    try {
      body();
    } finally {
      this.scope = outer;
    }
  }

  /** Emits a load or store; the lane that it moves. */
  private access(instruction: string, offset: number): Lane {
    const entry = LOADS_STORES.get(instruction);
    if (entry === undefined) throw new InternalError(`no instruction ${instruction}`);
    this.out.access(entry.opcode, entry.align, offset);
    return entry.lane;
  }

  private callKernel(name: string, args: readonly Value[]): readonly Lane[] {
    const kernel = this.module.kernel(name);
    const { params, results } = kernel.signature;
    let at = 0;
    let fits = true;
    for (const arg of args) {
      const lane = laneOf(arg.class);
      fits &&= params[at++] === lane && (arg.class !== 'i128' || params[at++] === lane);
    }
    if (!fits || at !== params.length)
      throw new InternalError(`kernel ${name}(${params.join()}) called with (${args.map((arg) => arg.class).join()})`);
    this.callImport(kernel, args);
    return results;
  }

  private callImport({ index }: Import, args: readonly Value[]): void {
    for (const arg of args) this.push(arg);
    this.out.withIndex(CALL, index);
  }
}

function expectClass(value: Value, valueClass: ValueClass): void {
  if (value.class !== valueClass) throw new InternalError(`expected ${valueClass}, not ${value.class}`);
}

/** The emitter of a function; `ownName` says what other functions of the same part of the stage are called. */
export const newEmitter = (
  module: ModuleBuilder,
  fn: FunctionBuilder,
  layout: FrameLayout,
  nestedTypes: SqlType[],
  ownName: (name: string) => string,
): Emitter => new FunctionEmitter(module, fn, layout, nestedTypes, ownName);
