import { BOOLEAN, type TypeKind } from '../../data/types.js';
import type { Code, Value } from '../code.js';
import { COMPARABLE_KINDS } from './kinds.js';
import { compareValues } from './values.js';
import { scalar, type CallTypes, type Example, type ScalarFunction } from '../define.js';

/** Kinds whose comparison reads only its arguments' bits. */
const isTotal = (kind: TypeKind): boolean => !['text', 'bytea', 'array', 'struct', 'map'].includes(kind);

interface Comparison {
  readonly doc: string;
  readonly examples: readonly Example[];
  /** From the order of the arguments: negative, 0 or positive. */
  readonly holds: (order: number) => boolean;
  readonly emit: (code: Code, types: CallTypes, a: Value, b: Value) => Value;
}

/** One overload of a comparison operator for every comparable kind. NULL when either side is. */
export function comparison(name: string, { doc, examples, holds, emit }: Comparison): readonly ScalarFunction[] {
  return COMPARABLE_KINDS.map((kind, i) =>
    scalar({
      name,
      args: kind === 'array' ? ['array-of-element', 'array-of-element'] : [kind, kind],
      returns: BOOLEAN,
      unifyDecimals: kind === 'decimal',
      nulls: 'propagate',
      volatility: 'immutable',
      total: isTotal(kind),
      doc,
      examples: i === 0 ? examples : [],
      compile: ([a, b], code, types) => emit(code, types, a, b),
      evaluate: ([a, b], { args }) => holds(compareValues(args[0], a, b)),
    }),
  );
}
