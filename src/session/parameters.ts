import { SqlError } from '../errors.js';
import { array, BIGINT, BOOLEAN, BYTEA, decimal, DOUBLE, INTEGER, TEXT, TIMESTAMPTZ, UNKNOWN, type SqlType } from '../data/types.js';
import type { SqlValue } from '../data/value.js';
import type { Parameter } from './plan-query.js';

/** What a program may pass for `$1`, `$2`, …; see docs/api.md. */
export type ParameterInput = null | undefined | boolean | number | bigint | string | Date | Uint8Array | readonly ParameterInput[];

const INT32 = 2 ** 31;
const INT64 = 2n ** 63n;

/**
 * The SQL value of a JavaScript one. A string has no type of its own, so it becomes whatever its place needs; an integral number is
 * INTEGER, or BIGINT beyond 32 bits; other numbers are DOUBLE; a Date is TIMESTAMPTZ.
 */
export function toParameter(input: ParameterInput, index: number): Parameter {
  if (input === null || input === undefined) return { type: UNKNOWN, value: null };
  switch (typeof input) {
    case 'boolean':
      return { type: BOOLEAN, value: input };
    case 'string':
      return { type: UNKNOWN, value: input };
    case 'number':
      if (!Number.isSafeInteger(input) || Object.is(input, -0)) return { type: DOUBLE, value: input };
      return input >= -INT32 && input < INT32 ? { type: INTEGER, value: input } : { type: BIGINT, value: BigInt(input) };
    case 'bigint':
      if (input >= -INT64 && input < INT64) return { type: BIGINT, value: input };
      if (input > -(10n ** 38n) && input < 10n ** 38n) return { type: decimal(38, 0), value: input };
      throw new SqlError('22003', `parameter $${index + 1} is out of range for numeric(38,0)`);
    default:
      if (input instanceof Date) {
        if (Number.isNaN(input.getTime())) throw new SqlError('22008', `parameter $${index + 1} is not a valid date`);
        return { type: TIMESTAMPTZ, value: BigInt(input.getTime()) * 1000n };
      }
      if (input instanceof Uint8Array) return { type: BYTEA, value: input };
      if (Array.isArray(input)) return arrayParameter(input as readonly ParameterInput[], index);
      throw new SqlError('42846', `parameter $${index + 1} cannot be converted to an SQL value`, {
        hint: 'Pass null, booleans, numbers, bigints, strings, Dates, byte arrays or arrays of these.',
      });
  }
}

function arrayParameter(input: readonly ParameterInput[], index: number): Parameter {
  const elements = input.map((element) => toParameter(element, index));
  const types = elements.filter(({ value }) => value !== null).map(({ type }) => type);
  const element =
    types.reduce<SqlType | undefined>((common, type) => (common === undefined ? type : widest(common, type, index)), undefined) ?? TEXT;
  const resolved = element.kind === 'unknown' ? TEXT : element;
  return { type: array(resolved), value: elements.map(({ value, type }) => convert(value, type, resolved)) };
}

const RANK: Readonly<Record<string, number>> = { integer: 0, bigint: 1, decimal: 2, double: 3 };

function widest(a: SqlType, b: SqlType, index: number): SqlType {
  if (a.kind === b.kind) return a;
  if (RANK[a.kind] === undefined || RANK[b.kind] === undefined)
    throw new SqlError('42804', `the elements of parameter $${index + 1} have different types`);
  return RANK[a.kind] > RANK[b.kind] ? a : b;
}

function convert(value: SqlValue, from: SqlType, to: SqlType): SqlValue {
  if (value === null || from.kind === to.kind || from.kind === 'unknown') return value;
  return to.kind === 'double' ? Number(value) : BigInt(value as number);
}
