import { InternalError } from '../../errors.js';
import type { SqlType } from '../../data/types.js';
import { classOf, type NullableValue, type Value } from '../../functions/code.js';
import type { ScalarFunction, SpecializedValue } from '../../functions/define.js';
import { findCast } from '../../functions/resolve.js';
import type { CallExpr, CaseExpr, CastExpr, CoalesceExpr, Expr, InListExpr } from '../../planner/logical/expr.js';
import { equals, equalsNullSafe } from './compare.js';
import type { Emitter } from './emitter.js';
import { likeAsSearch } from './like-as-search.js';
import { anyNull, isTrue, nullOf, nullUnless, zeroOf } from './null-logic.js';
import { isAmong } from './literal-set.js';
import type { Row } from './row.js';
import type { HostCall, StageCode } from './stage-code.js';

/** Where expressions are compiled: the function that is being emitted, the columns at this point, and the stage for host calls. */
export interface ExpressionContext {
  readonly code: Emitter;
  readonly row: Row;
  readonly stage: StageCode;
  /** The row of the pipeline's source that `row` comes from, in steps. */
  readonly sourceRow?: Row;
}

/** Emits the value of an expression for the current row. Branches that are not taken compute nothing and raise nothing. */
export function compileExpr(expr: Expr, context: ExpressionContext): NullableValue {
  const { code, row } = context;
  switch (expr.kind) {
    case 'Column':
      return row.get(expr.id);
    case 'Literal':
      return expr.value === null ? nullOf(expr.type, code) : { value: code.constant(expr) };
    case 'Parameter':
      return { value: code.constant(expr) };
    case 'Call': {
      const search = likeAsSearch(expr);
      return search === undefined ? compileCall(expr, context) : compileExpr(search, context);
    }
    case 'Cast':
      return compileCast(expr, context);
    case 'And':
      return compileJunction(expr.args, 0, context);
    case 'Or':
      return compileJunction(expr.args, 1, context);
    case 'Not': {
      const { value, isNull } = compileExpr(expr.arg, context);
      return { value: code.op('i32.eqz', value), isNull };
    }
    case 'IsNull': {
      const { isNull = code.i32(0) } = compileExpr(expr.arg, context);
      return { value: expr.negated ? code.op('i32.eqz', isNull) : isNull };
    }
    case 'IsBoolean': {
      const { value, isNull = code.i32(0) } = compileExpr(expr.arg, context);
      const same =
        expr.test === null ? isNull : code.op('i32.and', code.op('i32.eqz', isNull), expr.test ? value : code.op('i32.eqz', value));
      return { value: expr.negated ? code.op('i32.eqz', same) : same };
    }
    case 'Distinct': {
      const same = equalsNullSafe(expr.left.type, compileExpr(expr.left, context), compileExpr(expr.right, context), code);
      return { value: expr.negated ? same : code.op('i32.eqz', same) };
    }
    case 'Case':
      return compileCase(expr, context);
    case 'Coalesce':
      return compileCoalesce(expr, context);
    case 'InList':
      return compileInList(expr, context);
    case 'Subquery':
      throw new InternalError('a subquery reached code generation');
  }
}

/** Emits 1 when the condition is TRUE, 0 for FALSE and NULL; conditions to the right run only as far as they are needed. */
export function compileCondition(expr: Expr, context: ExpressionContext): Value {
  const { code } = context;
  if (expr.kind !== 'And' && expr.kind !== 'Or') return isTrue(compileExpr(expr, context), code);
  return compileConditions(expr.args, expr.kind, context);
}

/** As compileCondition for the AND (or OR) of all; no conditions are TRUE. */
export function compileConditions(conditions: readonly Expr[], kind: 'And' | 'Or', context: ExpressionContext): Value {
  const { code } = context;
  if (conditions.length === 0) return code.i32(1);
  if (conditions.length === 1) return compileCondition(conditions[0], context);
  // In halves, so that blocks nest as deep as the logarithm of the list.
  const middle = conditions.length > GROUP ? conditions.length >>> 1 : 1;
  const head = compileConditions(conditions.slice(0, middle), kind, context);
  const rest = conditions.slice(middle);
  if (rest.every(isTotal)) return code.op(kind === 'And' ? 'i32.and' : 'i32.or', head, compileConditions(rest, kind, context));
  const result = code.variable('i32', head);
  code.if(kind === 'And' ? head : code.op('i32.eqz', head), () => code.set(result, compileConditions(rest, kind, context)));
  return code.get(result);
}

/** Branches that nest in each other. V8 compiles deeper nesting in more than linear time, and refuses it at last. */
const GROUP = 16;

/** Emits `count` steps, each of which may run the next one inside a branch; groups of them follow each other while `goesOn` holds. */
function emitSteps(count: number, goesOn: () => Value, step: (index: number, next: () => void) => void, code: Emitter): void {
  for (let start = 0; start < count; start += GROUP) {
    const end = Math.min(count, start + GROUP);
    const from = (index: number): void => {
      if (index < end) step(index, () => from(index + 1));
    };
    if (start === 0) from(start);
    else code.if(goesOn(), () => from(start));
  }
}

/** True if evaluating the expression for any row, even a filtered one, can neither raise nor read out of bounds, and is cheap. */
export function isTotal(expr: Expr): boolean {
  switch (expr.kind) {
    case 'Column':
    case 'Literal':
    case 'Parameter':
      return true;
    case 'Call':
      return (
        expr.fn.total === true && expr.fn.compile !== undefined && expr.args.every((arg) => classOf(arg.type) !== 'view' && isTotal(arg))
      );
    case 'Not':
    case 'IsNull':
    case 'IsBoolean':
      return isTotal(expr.arg);
    case 'And':
    case 'Or':
      return expr.args.every(isTotal);
    default:
      return false;
  }
}

/** AND (decided by 0) and OR (decided by 1) in three-valued logic. */
function compileJunction(args: readonly Expr[], decisive: 0 | 1, context: ExpressionContext): NullableValue {
  const { code } = context;
  const decides = (value: Value) => (decisive === 1 ? value : code.op('i32.eqz', value));
  const result = code.variable('i32', code.i32(1 - decisive));
  const isNull = code.variable('i32', code.i32(0));
  const undecided = () => code.op('i32.eq', code.get(result), code.i32(1 - decisive));
  const step = (index: number, next: () => void): void => {
    const arg = compileExpr(args[index], context);
    const known = arg.isNull === undefined ? undefined : code.op('i32.eqz', arg.isNull);
    const decided = known === undefined ? decides(arg.value) : code.op('i32.and', decides(arg.value), known);
    code.if(
      decided,
      () => {
        code.set(result, code.i32(decisive));
        code.set(isNull, code.i32(0));
      },
      () => {
        if (arg.isNull !== undefined) code.set(isNull, code.op('i32.or', code.get(isNull), arg.isNull));
        next();
      },
    );
  };
  emitSteps(args.length, undecided, step, code);
  return { value: code.get(result), isNull: code.get(isNull) };
}

function compileCase(expr: CaseExpr, context: ExpressionContext): NullableValue {
  const { code } = context;
  const value = code.variable(classOf(expr.type), zeroOf(expr.type, code));
  const isNull = code.variable('i32', code.i32(0));
  const yieldResult = (result: Expr) => {
    const made = compileExpr(result, context);
    code.set(value, made.value);
    code.set(isNull, made.isNull ?? code.i32(0));
  };
  const { branches, otherwise } = expr;
  // Only more branches than one group holds need to know later whether one was taken.
  const taken = branches.length < GROUP ? undefined : code.variable('i32', code.i32(0));
  const untaken = () => code.op('i32.eqz', code.get(taken!));
  const step = (index: number, next: () => void): void =>
    code.if(
      compileCondition(branches[index].when, context),
      () => {
        yieldResult(branches[index].then);
        if (taken !== undefined) code.set(taken, code.i32(1));
      },
      () => (taken === undefined && index === branches.length - 1 ? yieldResult(otherwise) : next()),
    );
  emitSteps(branches.length, untaken, step, code);
  if (taken !== undefined) code.if(untaken(), () => yieldResult(otherwise));
  return { value: code.get(value), isNull: code.get(isNull) };
}

function compileCoalesce(expr: CoalesceExpr, context: ExpressionContext): NullableValue {
  const { code } = context;
  const value = code.variable(classOf(expr.type), zeroOf(expr.type, code));
  const isNull = code.variable('i32', code.i32(1));
  const step = (index: number, next: () => void): void => {
    const arg = compileExpr(expr.args[index], context);
    code.set(value, arg.value);
    code.set(isNull, arg.isNull ?? code.i32(0));
    if (arg.isNull !== undefined) code.if(arg.isNull, next);
  };
  emitSteps(expr.args.length, () => code.get(isNull), step, code);
  return { value: code.get(value), isNull: code.get(isNull) };
}

function compileInList(expr: InListExpr, context: ExpressionContext): NullableValue {
  const { code } = context;
  const arg = compileExpr(expr.arg, context);
  const search = (): NullableValue => {
    const found = code.variable('i32', code.i32(0));
    const sawNull = code.variable('i32', code.i32(0));
    const notFound = () => code.op('i32.eqz', code.get(found));
    const step = (index: number, next: () => void): void => {
      const item = compileExpr(expr.items[index], context);
      if (item.isNull !== undefined) code.set(sawNull, code.op('i32.or', code.get(sawNull), item.isNull));
      const same = isTrue({ value: equals(expr.arg.type, arg.value, item.value, code), isNull: item.isNull }, code);
      code.set(found, same);
      code.if(notFound(), next);
    };
    const constants = expr.items.filter((item) => item.kind === 'Literal' || item.kind === 'Parameter');
    if (constants.length === expr.items.length) {
      const present = constants.filter((item) => item.kind === 'Parameter' || item.value !== null);
      if (present.length < constants.length) code.set(sawNull, code.i32(1));
      code.set(found, isAmong(expr.arg.type, arg.value, present, code));
    } else emitSteps(expr.items.length, notFound, step, code);
    const value = code.get(found);
    return { value, isNull: code.op('i32.and', code.op('i32.eqz', value), code.get(sawNull)) };
  };
  return arg.isNull === undefined ? search() : nullUnless(code.op('i32.eqz', arg.isNull), expr.type, code, search);
}

/** As in PostgreSQL, a strict function of a constant NULL is NULL, and its other arguments are not evaluated, even if they would raise. */
function isConstantNull(expr: Expr): boolean {
  switch (expr.kind) {
    case 'Literal':
      return expr.value === null;
    case 'Cast':
      return isConstantNull(expr.input);
    case 'Call':
      return expr.fn.nulls === 'propagate' && expr.args.some(isConstantNull);
    default:
      return false;
  }
}

function compileCall(expr: CallExpr, context: ExpressionContext): NullableValue {
  const { code, stage } = context;
  const { fn } = expr;
  if (isConstantNull(expr)) return nullOf(expr.type, code);
  const types = { args: expr.args.map((arg) => arg.type), returns: expr.type };
  const args = expr.args.map((arg) => compileExpr(arg, context));
  if (fn.nulls === 'custom') {
    return usesCompiled(fn, context)
      ? fn.compile!(args, code, types)
      : callHost(scalarCall(fn, types), types.args, args, expr.type, context);
  }
  const specialized = stage.options.compileFunctions
    ? fn.specialize?.(expr.args.map((arg) => (arg.kind === 'Literal' ? arg.value : undefined)))
    : undefined;
  const compute = (): NullableValue => {
    const plain = args.map(({ value }) => value);
    const ask = (): NullableValue =>
      callHost(
        scalarCall(fn, types),
        types.args,
        plain.map((value) => ({ value })),
        expr.type,
        context,
      );
    if (specialized !== undefined) return unlessUnanswered(specialized(plain, code, types), ask, code);
    if (!usesCompiled(fn, context)) return ask();
    const made = fn.compile!(plain, code, types);
    return 'value' in made ? made : { value: made };
  };
  return propagating(args, expr.type, fn.total === true && usesCompiled(fn, context), compute, code);
}

function unlessUnanswered({ value, isNull, unanswered }: SpecializedValue, ask: () => NullableValue, code: Emitter): NullableValue {
  const answer = code.variable(value.class, value);
  const missing = code.variable('i32', isNull ?? code.i32(0));
  code.if(unanswered, () => {
    const asked = ask();
    code.set(answer, asked.value);
    code.set(missing, asked.isNull ?? code.i32(0));
  });
  return { value: code.get(answer), isNull: code.get(missing) };
}

const usesCompiled = (fn: ScalarFunction, { stage }: ExpressionContext): boolean =>
  fn.compile !== undefined && (stage.options.compileFunctions || fn.evaluate === undefined);

/** NULL when any argument is; `compute` runs on non-NULL arguments only, unless it is total over fixed-width arguments. */
function propagating(
  args: readonly NullableValue[],
  type: SqlType,
  total: boolean,
  compute: () => NullableValue,
  code: Emitter,
): NullableValue {
  const isNull = anyNull(args, code);
  if (isNull === undefined) return compute();
  if (total && args.every(({ value }) => value.class !== 'view')) {
    const made = compute();
    return { value: made.value, isNull: made.isNull === undefined ? isNull : code.op('i32.or', isNull, made.isNull) };
  }
  return nullUnless(code.op('i32.eqz', isNull), type, code, compute);
}

function compileCast(expr: CastExpr, context: ExpressionContext): NullableValue {
  const { code, stage } = context;
  const { input, type, lenient } = expr;
  if (input.type.kind === 'unknown' && input.kind === 'Literal' && input.value === null) return nullOf(type, code);
  const cast = findCast(input.type, type, 'explicit');
  if (cast === undefined) throw new InternalError(`no cast from ${input.type.kind} to ${type.kind}`);
  const arg = compileExpr(input, context);
  const types = { args: [input.type], returns: type };
  const compiled = cast.compile !== undefined && (stage.options.compileFunctions || cast.evaluate === undefined);
  return propagating(
    [arg],
    type,
    cast.total === true && compiled,
    () => {
      if (!compiled)
        return callHost({ kind: 'cast', from: input.type, to: type, lenient }, types.args, [{ value: arg.value }], type, context);
      const made = cast.compile!(arg.value, code, types, lenient);
      return 'value' in made ? made : { value: made };
    },
    code,
  );
}

const scalarCall = (fn: ScalarFunction, types: { args: readonly SqlType[]; returns: SqlType }): HostCall => {
  if (fn.id === undefined) throw new InternalError(`function ${fn.name} is not registered`);
  return { kind: 'scalar', id: fn.id, args: types.args, returns: types.returns };
};

/** Bytes of one argument or result of a host call: the slot, then at 16 the NULL flag (u32). */
export const HOST_CELL_BYTES = 32;
export const HOST_CELL_NULL = 16;

/** `host.evaluate(call, cells)`: the result's cell comes first, then the arguments'. */
function callHost(
  call: HostCall,
  argTypes: readonly SqlType[],
  args: readonly NullableValue[],
  type: SqlType,
  { code, stage }: ExpressionContext,
): NullableValue {
  const offset = stage.layout.reserve(HOST_CELL_BYTES * (args.length + 1));
  args.forEach(({ value, isNull }, i) => {
    const cell = offset + HOST_CELL_BYTES * (i + 1);
    code.storeSlot(argTypes[i], code.frame, value, cell);
    code.store('i32.store', code.frame, isNull ?? code.i32(0), cell + HOST_CELL_NULL);
  });
  const index = stage.hostCalls.push(call) - 1;
  const isNull = code.callHost(
    'evaluate',
    ['i32', 'i32'],
    ['i32'],
    code.i32(index),
    code.op('i32.add', code.frame, code.i32(offset)),
  ) as Value;
  return { value: code.loadSlot(type, code.frame, offset), isNull };
}
