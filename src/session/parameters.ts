import { DOUBLE, UNKNOWN } from '../data/types.js';
import { settled, typeOfValue, valueIn } from './from-javascript.js';
import type { ParameterInput } from './parameter-input.js';
import type { Parameter } from './plan-query.js';

/**
 * The SQL value of a JavaScript one. A string has no type of its own, so it becomes whatever its place needs; an integral number is
 * INTEGER, or BIGINT beyond 32 bits; other numbers are DOUBLE; a Date is TIMESTAMPTZ.
 */
export function toParameter(input: ParameterInput, index: number): Parameter {
  if (Object.is(input, -0)) return { type: DOUBLE, value: -0 };
  const type = typeOfValue(input, `parameter $${index + 1}`);
  if (typeof input === 'string') return { type: UNKNOWN, value: input };
  if (type.kind === 'unknown') return { type: UNKNOWN, value: null };
  const known = settled(type);
  return { type: known, value: valueIn(input, known) };
}
