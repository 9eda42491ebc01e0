import { InternalError } from '../errors.js';
import type { AggregateFunction, CastFunction, ScalarFunction, WindowFunction } from './define.js';

type Exported<F> = Record<string, F | readonly F[]>;
type Named = ScalarFunction | AggregateFunction | WindowFunction;

/** What the index modules of the kinds export. */
export interface FunctionModules {
  readonly scalars: Exported<ScalarFunction>;
  readonly aggregates: Exported<AggregateFunction>;
  readonly windows: Exported<WindowFunction>;
  readonly casts: Exported<CastFunction>;
}

let modules: FunctionModules | undefined;

/**
 * Fills the registry; functions/index.ts does it when it is imported. Threads that only run compiled code never import it: loading the
 * functions would take most of their start.
 */
export function provideFunctions(provided: FunctionModules): void {
  modules = provided;
}

function provided(): FunctionModules {
  if (modules === undefined) throw new InternalError('functions are not loaded');
  return modules;
}

/** All overloads of each name, with their ids set: name(arg,arg). */
function byName<F extends Named>(exported: Exported<F>): ReadonlyMap<string, readonly F[]> {
  const found = new Map<string, F[]>();
  const ids = new Set<string>();
  for (const fn of Object.values(exported).flat() as F[]) {
    const patterns = [...fn.args, ...(fn.variadic === undefined ? [] : [`${fn.variadic}...`])];
    const id = `${fn.name}(${patterns.join(',')})`;
    if (ids.has(id)) throw new InternalError(`function ${id} is defined twice`);
    ids.add(id);
    const overloads = found.get(fn.name) ?? [];
    overloads.push(Object.freeze(Object.assign(fn, { id })));
    found.set(fn.name, overloads);
  }
  return found;
}

/** Computes once, on the first call: casts and functions look each other up, so their modules form cycles. */
function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

export const scalarFunctions = lazy(() => byName(provided().scalars));
export const aggregateFunctions = lazy(() => byName(provided().aggregates));
export const windowFunctions = lazy(() => byName(provided().windows));

/** Every cast between two type kinds, keyed `from>to`. */
export const castFunctions: () => ReadonlyMap<string, CastFunction> = lazy(() => {
  const found = new Map<string, CastFunction>();
  for (const cast of Object.values(provided().casts).flat() as CastFunction[]) {
    const key = `${cast.from}>${cast.to}`;
    if (found.has(key)) throw new InternalError(`cast ${key} is defined twice`);
    found.set(key, cast);
  }
  return found;
});

/** Every function, in the order of the indexes: for documentation and generic tests. */
export function allFunctions(): readonly Named[] {
  return [scalarFunctions(), aggregateFunctions(), windowFunctions()].flatMap((map) => [...map.values()].flat() as Named[]);
}
