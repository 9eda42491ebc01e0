import { InternalError } from '../errors.js';
import type { SqlType } from '../data/types.js';
import type { AggregateFunction, CastFunction, ScalarFunction, WindowFunction } from './define.js';

/** An overload, the types its arguments must be cast to, and the type it returns. */
export interface Resolved<F> {
  readonly fn: F;
  readonly args: readonly SqlType[];
  readonly returns: SqlType;
}

const todo = (): never => { throw new InternalError('not linked'); };

/** Chooses an overload by PostgreSQL's rules (typeconv-func, typeconv-oper); raises 42883 with a hint, or 42725 when ambiguous. */
export function resolveScalar(_name: string, _args: readonly SqlType[], _at?: number): Resolved<ScalarFunction> { return todo(); }
export function resolveAggregate(_name: string, _args: readonly SqlType[], _at?: number): Resolved<AggregateFunction> { return todo(); }
export function resolveWindow(_name: string, _args: readonly SqlType[], _at?: number): Resolved<WindowFunction> { return todo(); }
export function isAggregate(_name: string): boolean { return todo(); }
export function isWindow(_name: string): boolean { return todo(); }
export function isScalar(_name: string): boolean { return todo(); }
/** The cast from one type to another at most as strong as `context`; undefined when there is none. Same type: undefined is not returned, a no-op is never asked for. */
export function findCast(_from: SqlType, _to: SqlType, _context: 'implicit' | 'assignment' | 'explicit'): CastFunction | undefined { return todo(); }
/** The common type of CASE, COALESCE, UNION, VALUES, IN (typeconv-union-case); raises 42804. */
export function commonType(_types: readonly SqlType[], _construct: string, _at?: number): SqlType { return todo(); }
