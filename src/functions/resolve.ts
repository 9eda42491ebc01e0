import { array, decimal, decimalOfInteger, isNumeric, TEXT, typeName, DOUBLE, type SqlType, type TypeKind } from '../data/types.js';
import { ambiguousFunction, undefinedFunction, undefinedOperator } from '../errors.js';
import { elementType, unifyDecimals } from './resolve/common-type.js';
import type { AggregateFunction, ArgPattern, Constants, ScalarFunction, WindowFunction } from './define.js';
import { didYouMean } from '../data/did-you-mean.js';
import { elsewhere } from './elsewhere.js';
import { findCast } from './resolve/find-cast.js';
import { aggregateFunctions, scalarFunctions, windowFunctions } from './registry.js';
import { categoryOf, isPreferred } from './resolve/type-category.js';

export { commonType } from './resolve/common-type.js';
export { findCast } from './resolve/find-cast.js';

/** An overload, the types its arguments must be cast to, and the type it returns. */
export interface Resolved<F> {
  readonly fn: F;
  readonly args: readonly SqlType[];
  readonly returns: SqlType;
}

type Callable = ScalarFunction | AggregateFunction | WindowFunction;

/** A candidate with one pattern per argument of this call. */
interface Candidate<F> {
  readonly fn: F;
  readonly patterns: readonly ArgPattern[];
}

/** What an unknown literal becomes where a decimal is wanted and no other argument says which. */
const UNKNOWN_DECIMAL = decimal(38, 10);

const isConcrete = (pattern: ArgPattern): pattern is TypeKind =>
  pattern !== 'any' && pattern !== 'non-array' && pattern !== 'element' && pattern !== 'array-of-element';
const isOperator = (name: string): boolean => !/[a-z_]/i.test(name);

function candidate<F extends Callable>(fn: F, count: number): Candidate<F> | undefined {
  const least = fn.args.length - (fn.optionalArgs ?? 0);
  if (count < least || (count > fn.args.length && fn.variadic === undefined)) return undefined;
  return { fn, patterns: Array.from({ length: count }, (_, i) => fn.args[i] ?? fn.variadic!) };
}

/** A type of the kind, for asking about casts, which do not depend on more than the kind. */
const typeOfKind = (kind: TypeKind): SqlType =>
  kind === 'decimal'
    ? UNKNOWN_DECIMAL
    : kind === 'array'
      ? array(TEXT)
      : kind === 'struct'
        ? { kind, fields: [] }
        : kind === 'map'
          ? { kind, key: TEXT, value: TEXT }
          : ({ kind } as SqlType);

function converts(from: SqlType, pattern: ArgPattern): boolean {
  if (from.kind === 'unknown' || pattern === 'any' || pattern === 'element' || pattern === from.kind) return true;
  if (pattern === 'array-of-element') return from.kind === 'array';
  if (pattern === 'non-array') return from.kind !== 'array';
  return findCast(from, typeOfKind(pattern), 'implicit') !== undefined;
}

/** The type T that element and array-of-element stand for; null when the arguments disagree, undefined when neither occurs. */
function boundElement(patterns: readonly ArgPattern[], args: readonly SqlType[]): SqlType | null | undefined {
  const types = args.flatMap((arg, i) => {
    if (patterns[i] === 'element') return [arg];
    if (patterns[i] === 'array-of-element') return [arg.kind === 'array' ? arg.element : arg];
    return [];
  });
  return types.length === 0 ? undefined : (elementType(types) ?? null);
}

/** Keeps the candidates with the highest score. */
function best<F>(candidates: readonly Candidate<F>[], score: (patterns: readonly ArgPattern[]) => number): readonly Candidate<F>[] {
  const scores = candidates.map(({ patterns }) => score(patterns));
  const top = Math.max(...scores);
  return candidates.filter((_, i) => scores[i] === top);
}

/** typeconv-func step 4e: unknown arguments take the string category if any candidate does, otherwise the one all agree on. */
function byUnknownCategory<F>(candidates: readonly Candidate<F>[], args: readonly SqlType[]): readonly Candidate<F>[] {
  let left = candidates;
  const chosen = new Map<number, string>();
  for (const [i, arg] of args.entries()) {
    if (arg.kind !== 'unknown') continue;
    const categories = new Set(candidates.map(({ patterns }) => (isConcrete(patterns[i]) ? categoryOf(patterns[i]) : 'polymorphic')));
    const category = categories.has('string') ? 'string' : categories.size === 1 ? [...categories][0] : undefined;
    if (category === undefined) return candidates;
    chosen.set(i, category);
  }
  for (const [i, category] of chosen) {
    left = left.filter(({ patterns }) => (isConcrete(patterns[i]) ? categoryOf(patterns[i]) : 'polymorphic') === category);
    const preferring = left.filter(({ patterns }) => isConcrete(patterns[i]) && isPreferred(patterns[i]));
    if (preferring.length > 0) left = preferring;
  }
  return left.length > 0 ? left : candidates;
}

/** typeconv-func step 4f: unknown arguments are taken to be of the type that all known arguments share. */
function byKnownType<F>(candidates: readonly Candidate<F>[], args: readonly SqlType[]): readonly Candidate<F>[] {
  const known = args.filter((arg) => arg.kind !== 'unknown');
  if (known.length === 0 || known.length === args.length || known.some((arg) => arg.kind !== known[0].kind)) return candidates;
  const assumed = args.map(() => known[0]);
  const left = candidates.filter(({ patterns }) => patterns.every((pattern, i) => converts(assumed[i], pattern)));
  return left.length === 1 ? left : candidates;
}

function choose<F extends Callable>(all: readonly F[], args: readonly SqlType[]): readonly Candidate<F>[] {
  let candidates = all.flatMap((fn) => candidate(fn, args.length) ?? []);
  const exact = (patterns: readonly ArgPattern[], types: readonly SqlType[]) => patterns.every((pattern, i) => pattern === types[i].kind);

  const exactly = candidates.filter(({ patterns }) => exact(patterns, args));
  if (exactly.length > 0) return exactly.slice(0, 1);
  if (args.length === 2 && args.some((arg) => arg.kind === 'unknown')) {
    const other = args.find((arg) => arg.kind !== 'unknown');
    const same =
      other &&
      candidates.filter(
        ({ patterns }) =>
          exact(patterns, [other, other]) || (other.kind === 'array' && patterns.every((pattern) => pattern === 'array-of-element')),
      );
    if (same && same.length > 0) return same.slice(0, 1);
  }

  candidates = candidates.filter(
    ({ patterns }) => patterns.every((pattern, i) => converts(args[i], pattern)) && boundElement(patterns, args) !== null,
  );
  if (candidates.length <= 1) return candidates;

  const known = args.map((arg, i) => ({ kind: arg.kind, i })).filter(({ kind }) => kind !== 'unknown');
  let left = best(candidates, (patterns) => known.filter(({ kind, i }) => patterns[i] === kind).length);
  left = best(
    left,
    (patterns) =>
      known.filter(({ kind, i }) => {
        const pattern = patterns[i];
        return pattern === kind || (isConcrete(pattern) && isPreferred(pattern) && categoryOf(pattern) === categoryOf(kind));
      }).length,
  );
  if (left.length > 1) left = byUnknownCategory(left, args);
  if (left.length > 1) left = byKnownType(left, args);
  return left;
}

/** The types to cast the arguments to. */
function argumentTypes(fn: Callable, patterns: readonly ArgPattern[], args: readonly SqlType[]): SqlType[] {
  const element = boundElement(patterns, args);
  const types = args.map((arg, i): SqlType => {
    const pattern = patterns[i];
    if (pattern === 'any' || pattern === 'non-array') return arg.kind === 'unknown' ? TEXT : arg;
    if (pattern === 'element') return element!;
    if (pattern === 'array-of-element') return array(element!);
    if (pattern === arg.kind) return arg;
    if (pattern !== 'decimal') return typeOfKind(pattern);
    return arg.kind === 'unknown' ? UNKNOWN_DECIMAL : decimalOfInteger(arg);
  });
  if (!fn.unifyDecimals) return types;
  const decimals = types.filter((type) => type.kind === 'decimal');
  if (decimals.length < 2) return types;
  const common = decimals.reduce((a, b) => unifyDecimals(a as never, b as never) as never);
  return types.map((type) => (type.kind === 'decimal' ? common : type));
}

const shortName = (type: SqlType): string =>
  type.kind === 'decimal' ? 'numeric' : type.kind === 'array' ? `${shortName(type.element)}[]` : typeName(type);

/** The call as PostgreSQL prints it in errors: `foo(integer, text)`, `integer + text`. */
function signature(name: string, args: readonly SqlType[]): string {
  const names = args.map(shortName);
  if (!isOperator(name)) return `${name}(${names.join(', ')})`;
  return names.length === 1 ? `${name} ${names[0]}` : `${names[0]} ${name} ${names[1]}`;
}

function undefinedCall(name: string, args: readonly SqlType[], exists: boolean, others: Iterable<string>, at?: number): never {
  if (isOperator(name)) {
    throw undefinedOperator(
      signature(name, args),
      at,
      'No operator matches the given name and argument types. You might need to add explicit type casts.',
    );
  }
  const near = exists ? undefined : didYouMean(name, others);
  throw undefinedFunction(
    signature(name, args),
    at,
    exists
      ? 'No function matches the given name and argument types. You might need to add explicit type casts.'
      : (elsewhere(name) ?? (near && `Did you mean "${near}"?`)),
  );
}

/** An overload with the argument types that it was chosen with; only the result's type may still depend on constants. */
interface Choice {
  readonly fn: Callable;
  readonly types: readonly SqlType[];
}

/** Choices made before: resolution depends on names and types alone, and queries ask the same again and again. */
const choices = new WeakMap<ReadonlyMap<string, readonly Callable[]>, Map<string, Choice>>();
const MAX_CHOICES = 10_000;

const typeKey = (type: SqlType): string =>
  type.kind === 'decimal'
    ? `d${type.precision},${type.scale}`
    : type.kind === 'array' || type.kind === 'struct' || type.kind === 'map'
      ? typeName(type)
      : type.kind;

function resolve<F extends Callable>(
  functions: ReadonlyMap<string, readonly F[]>,
  name: string,
  given: readonly SqlType[],
  at?: number,
  constants: Constants = [],
): Resolved<F> {
  let known = choices.get(functions);
  if (known === undefined || known.size > MAX_CHOICES) choices.set(functions, (known = new Map()));
  let key = name;
  for (const type of given) key += `|${typeKey(type)}`;
  let choice = known.get(key);
  if (choice === undefined) known.set(key, (choice = chooseOne(functions, name, given, at)));
  const fn = choice.fn as F;
  return { fn, args: choice.types, returns: typeof fn.returns === 'function' ? fn.returns(choice.types, constants) : fn.returns };
}

function chooseOne(
  functions: ReadonlyMap<string, readonly Callable[]>,
  name: string,
  given: readonly SqlType[],
  at: number | undefined,
): Choice {
  const overloads = functions.get(name) ?? [];
  const args = isOperator(name) ? widenReal(given) : given;
  const found = choose(overloads, args);
  if (found.length === 0)
    undefinedCall(
      name,
      given,
      overloads.length > 0,
      [...scalarFunctions().keys(), ...aggregateFunctions().keys(), ...windowFunctions().keys()],
      at,
    );
  if (found.length > 1) throw ambiguousFunction(signature(name, given), isOperator(name), at);
  const [{ fn, patterns }] = found;
  return { fn, types: argumentTypes(fn, patterns, args) };
}

/** REAL with any other number computes in DOUBLE, as PostgreSQL's operators of (real, double precision) do. */
function widenReal(args: readonly SqlType[]): readonly SqlType[] {
  const mixed = args.length === 2 && args.every(isNumeric) && args[0].kind !== args[1].kind && args.some((arg) => arg.kind === 'real');
  return mixed ? [DOUBLE, DOUBLE] : args;
}

/**
 * Chooses an overload by PostgreSQL's rules (typeconv-func, typeconv-oper); raises 42883 with a hint, or 42725 when ambiguous.
 *
 * An unknown literal where a decimal is wanted becomes DECIMAL(38,10); a caller that knows the literal's digits gives it a type first.
 */
export function resolveScalar(name: string, args: readonly SqlType[], at?: number, constants?: Constants): Resolved<ScalarFunction> {
  return resolve(scalarFunctions(), name, args, at, constants);
}

export function resolveAggregate(name: string, args: readonly SqlType[], at?: number, constants?: Constants): Resolved<AggregateFunction> {
  return resolve(aggregateFunctions(), name, args, at, constants);
}

export function resolveWindow(name: string, args: readonly SqlType[], at?: number, constants?: Constants): Resolved<WindowFunction> {
  return resolve(windowFunctions(), name, args, at, constants);
}

export const isAggregate = (name: string): boolean => aggregateFunctions().has(name);
export const isWindow = (name: string): boolean => windowFunctions().has(name);
export const isScalar = (name: string): boolean => scalarFunctions().has(name);
