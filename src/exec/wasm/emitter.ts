import { InternalError } from '../../errors.js';
import { BYTEA, sameType, TEXT, type SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import { classOf, type Code, type Value, type ValueClass, type Variable } from '../../functions/code.js';
import { loadSlot, storeSlot } from '../../functions/slots/slot-code.js';
import { raiseCode, type RaiseName } from '../../kernels/raise.js';
import type { Bytes } from './bytes.js';
import { FRAME_TEMP_REGION, type FrameLayout } from './frame.js';
import type { FunctionBuilder, ModuleBuilder } from './module.js';
import { LOADS_STORES, NUMERIC, resultLane, type Lane } from './opcodes.js';

/** One lane of a value: a local or a constant. */
type Part = { readonly local: number } | { readonly lane: Lane; readonly constant: number | bigint };

interface EmittedValue extends Value {
  readonly parts: readonly Part[];
}

interface EmittedVariable extends Variable {
  readonly locals: readonly number[];
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
const SELECT = 0x1b;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const VOID_BLOCK = 0x40;

export const lanesOf = (valueClass: ValueClass): readonly Lane[] =>
  valueClass === 'i128' ? ['i64', 'i64'] : [valueClass === 'view' ? 'i32' : valueClass];

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

export function newEmitter(
  module: ModuleBuilder,
  fn: FunctionBuilder,
  layout: FrameLayout,
  nestedTypes: SqlType[],
  ownName: (name: string) => string,
): Emitter {
  let out: Bytes = fn.body;
  let scope: Scope = { parent: undefined };
  const rootScope = scope;
  let stateRegion: Value | undefined;
  let region: Value | undefined;
  const literals = new Map<string, Value>();

  const push = (part: Part): void => {
    if ('local' in part) {
      out.byte(LOCAL_GET);
      out.unsigned(part.local);
      return;
    }
    switch (part.lane) {
      case 'i32':
        out.byte(0x41);
        out.signed(part.constant as number);
        break;
      case 'i64':
        out.byte(0x42);
        out.signed64(part.constant as bigint);
        break;
      case 'f32':
        out.byte(0x43);
        out.f32(part.constant as number);
        break;
      case 'f64':
        out.byte(0x44);
        out.f64(part.constant as number);
    }
  };
  const parts = (value: Value): readonly Part[] => (value as EmittedValue).parts;
  const pushAll = (values: readonly Value[]): void => values.forEach((value) => parts(value).forEach(push));
  const make = (valueClass: ValueClass, ...of: readonly Part[]): EmittedValue => ({ class: valueClass, parts: of });
  const popLocal = (lane: Lane): Part => {
    const local = fn.local(lane);
    out.byte(LOCAL_SET);
    out.unsigned(local);
    return { local };
  };
  const pop = (lane: Lane): EmittedValue => make(lane, popLocal(lane));
  const expect = (value: Value, valueClass: ValueClass): void => {
    if (value.class !== valueClass) throw new InternalError(`expected ${valueClass}, not ${value.class}`);
  };
  const scoped = (body: () => void): void => {
    const outer = scope;
    scope = { parent: outer };
    try {
      body();
    } finally {
      scope = outer;
    }
  };
  const memoryArgument = (instruction: string, offset: number): void => {
    const entry = LOADS_STORES.get(instruction);
    if (entry === undefined) throw new InternalError(`no instruction ${instruction}`);
    out.byte(entry[0]);
    out.unsigned(entry[1]);
    out.unsigned(offset);
  };
  const callKernel = (name: string, args: readonly Value[]): readonly Lane[] => {
    const { index, signature } = module.kernel(name);
    const lanes = args.flatMap((arg) => lanesOf(arg.class));
    if (lanes.join() !== signature.params.join())
      throw new InternalError(`kernel ${name}(${signature.params.join()}) called with (${lanes.join()})`);
    pushAll(args);
    out.byte(CALL);
    out.unsigned(index);
    return signature.results;
  };
  const branchIf = (condition: Value, then: () => void, otherwise?: () => void): void => {
    push(parts(condition)[0]);
    out.byte(IF);
    out.byte(VOID_BLOCK);
    scoped(then);
    if (otherwise !== undefined) {
      out.byte(ELSE);
      scoped(otherwise);
    }
    out.byte(END);
  };

  const emitter: Emitter = {
    module,
    layout,
    frame: make('i32', { local: 0 }),
    get scope() {
      return scope;
    },
    isActive(candidate) {
      if (candidate === rootScope) return true;
      for (let at: Scope | undefined = scope; at !== undefined; at = at.parent) if (at === candidate) return true;
      return false;
    },
    param: (index) => make(fn.params[index + 1], { local: index + 1 }),
    inPrologue(body) {
      const outerOut = out;
      const outerScope = scope;
      out = fn.prologue;
      scope = rootScope;
      try {
        return body();
      } finally {
        out = outerOut;
        scope = outerScope;
      }
    },

    i32: (value) => make('i32', { lane: 'i32', constant: value | 0 }),
    i64: (value) => make('i64', { lane: 'i64', constant: value }),
    f32: (value) => make('f32', { lane: 'f32', constant: value }),
    f64: (value) => make('f64', { lane: 'f64', constant: value }),
    i128: (value) =>
      make('i128', { lane: 'i64', constant: BigInt.asIntN(64, value) }, { lane: 'i64', constant: BigInt.asIntN(64, value >> 64n) }),
    text: (value) => emitter.literal(typeof value === 'string' ? TEXT : BYTEA, value),

    literal(type, value) {
      if (value === null) throw new InternalError('a NULL literal has no value');
      const key = `${JSON.stringify(type)} ${typeof value === 'object' ? Math.random() : `${typeof value} ${Object.is(value, -0) ? '-0' : String(value)}`}`;
      let found = literals.get(key);
      if (found === undefined) {
        const offset = layout.reserve(16, { kind: 'literal', type, value });
        found = emitter.inPrologue(() => emitter.loadSlot(type, emitter.frame, offset));
        literals.set(key, found);
      }
      return found;
    },

    op(instruction, ...args) {
      const bytes = NUMERIC.get(instruction);
      if (bytes === undefined) throw new InternalError(`no instruction ${instruction}`);
      pushAll(args);
      out.append(bytes);
      return pop(resultLane(instruction));
    },
    select(condition, a, b) {
      expect(b, a.class);
      const picked = lanesOf(a.class).map((lane, i) => {
        push(parts(a)[i]);
        push(parts(b)[i]);
        push(parts(condition)[0]);
        out.byte(SELECT);
        return popLocal(lane);
      });
      return make(a.class, ...picked);
    },
    low: (value) => make('i64', parts(value)[0]),
    high: (value) => make('i64', parts(value)[1]),
    pair: (low, high) => make('i128', parts(low)[0], parts(high)[0]),

    call(kernel, ...args) {
      const [lane] = callKernel(kernel, args);
      if (lane === undefined) throw new InternalError(`kernel ${kernel} returns nothing`);
      return pop(lane);
    },
    callVoid(kernel, ...args) {
      if (callKernel(kernel, args).length > 0) out.byte(0x1a);
    },
    callView(kernel, ...args) {
      const slot = emitter.slot();
      emitter.callVoid(kernel, slot, ...args);
      return emitter.asView(slot);
    },
    call128(kernel, ...args) {
      const slot = emitter.slot();
      emitter.callVoid(kernel, slot, ...args);
      return emitter.load128(slot);
    },
    callHost(name, params, results, ...args) {
      const index = module.host(name, { params, results });
      pushAll(args);
      out.byte(CALL);
      out.unsigned(index);
      return results.length === 0 ? undefined : pop(results[0]);
    },

    callOwn(name, ...args) {
      pushAll([emitter.frame, ...args]);
      fn.callOwn(out, ownName(name));
    },

    variable(valueClass, initial) {
      const variable: EmittedVariable = { class: valueClass, variable: true, locals: lanesOf(valueClass).map((lane) => fn.local(lane)) };
      if (initial !== undefined) emitter.set(variable, initial);
      else
        variable.locals.forEach((local, i) => {
          const lane = lanesOf(valueClass)[i];
          push({ lane, constant: lane === 'i64' ? 0n : 0 });
          out.byte(LOCAL_SET);
          out.unsigned(local);
        });
      return variable;
    },
    get: (variable) => {
      // A copy: the value stays what it is now when the variable changes.
      const copies = (variable as EmittedVariable).locals.map((local, i) => {
        push({ local });
        return popLocal(lanesOf(variable.class)[i]);
      });
      return make(variable.class, ...copies);
    },
    set(variable, value) {
      expect(value, variable.class);
      parts(value).forEach(push);
      for (const local of [...(variable as EmittedVariable).locals].reverse()) {
        out.byte(LOCAL_SET);
        out.unsigned(local);
      }
    },

    if: branchIf,
    while(condition, body) {
      out.append([BLOCK, VOID_BLOCK, LOOP, VOID_BLOCK]);
      scoped(() => {
        push(parts(condition())[0]);
        out.append([0x45, BR_IF, 1]);
        body();
        out.append([BR, 0]);
      });
      out.append([END, END]);
    },

    load(instruction, address, offset = 0) {
      push(parts(address)[0]);
      memoryArgument(instruction, offset);
      return pop(instruction.slice(0, 3) as Lane);
    },
    store(instruction, address, value, offset = 0) {
      push(parts(address)[0]);
      push(parts(value)[0]);
      memoryArgument(instruction, offset);
    },
    load128: (address, offset = 0) => {
      const low = emitter.load('i64.load', address, offset);
      return emitter.pair(low, emitter.load('i64.load', address, offset + 8));
    },
    store128(address, value, offset = 0) {
      emitter.store('i64.store', address, emitter.low(value), offset);
      emitter.store('i64.store', address, emitter.high(value), offset + 8);
    },
    loadSlot: (type, address, offset) => loadSlot(emitter, type, address, offset),
    storeSlot(type, address, value, offset) {
      expect(value, classOf(type));
      storeSlot(emitter, type, address, value, offset);
    },
    asView: (address) => make('view', parts(address)[0]),
    addressOf: (view) => make('i32', parts(view)[0]),
    slot() {
      const offset = layout.reserve(16);
      return emitter.inPrologue(() => emitter.op('i32.add', emitter.frame, emitter.i32(offset)));
    },

    raise(error, arg) {
      const code = emitter.i32(raiseCode(error));
      const shown =
        arg === undefined
          ? emitter.i32(0)
          : arg.class === 'view'
            ? emitter.addressOf(arg)
            : arg.class === 'i64'
              ? emitter.op('i32.wrap_i64', arg)
              : arg;
      emitter.callHost('raise', ['i32', 'i32'], [], code, shown);
    },
    raiseIf(condition: Value, error: RaiseName, arg?: Value) {
      branchIf(condition, () => emitter.raise(error, arg));
    },

    get region(): Value {
      region ??= emitter.inPrologue(() => emitter.load('i32.load', emitter.frame, FRAME_TEMP_REGION));
      return region;
    },
    nestedType(type) {
      const known = nestedTypes.findIndex((candidate) => sameType(candidate, type));
      return known >= 0 ? known : nestedTypes.push(type) - 1;
    },
    get stateRegion(): Value {
      if (stateRegion === undefined) throw new InternalError('no aggregate state is being built here');
      return stateRegion;
    },
    withStateRegion(region, body) {
      const outer = stateRegion;
      stateRegion = region;
      try {
        body();
      } finally {
        stateRegion = outer;
      }
    },
  };
  return emitter;
}
