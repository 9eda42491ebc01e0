import { BIGINT, BOOLEAN, BYTEA, DOUBLE, INTEGER, UNKNOWN } from '../../../data/types.js';
import { SqlError, syntaxError } from '../../../errors.js';
import type { BooleanLiteral, ByteaLiteral, NullLiteral, NumberLiteral, ParameterRef, StringLiteral } from '../../../sql/ast.js';
import type { Expr } from '../../logical/expr.js';
import { literal } from '../../logical/make.js';
import type { Scope } from '../context.js';
import { decimalOfText } from '../types.js';

const MAX_INTEGER = 2147483647n;
const MAX_BIGINT = 9223372036854775807n;

/** `1e3` written out (`1000`), when that takes no more than 38 digits. */
function withoutExponent(text: string): string | undefined {
  const match = /^([+-]?)(\d*)\.?(\d*)e([+-]?\d+)$/i.exec(text);
  if (match === null) return undefined;
  const [, sign, whole, fraction, exponent] = match;
  const shift = Number(exponent);
  if (Math.abs(shift) > 40) return undefined;
  const digits = whole + fraction;
  const point = whole.length + shift;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return point >= digits.length
    ? `${sign}${digits}${'0'.repeat(point - digits.length)}`
    : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/**
 * A number as PostgreSQL types it: INTEGER if it fits, then BIGINT, then DECIMAL with exactly the digits written. A number that takes more than
 * 38 digits written out (`1e100`) is DOUBLE, where PostgreSQL has an unlimited numeric.
 */
export function bindNumber(node: NumberLiteral): Expr {
  const text = node.text.replaceAll('_', '');
  if (/^[+-]?(\d+|0[xob][0-9a-f]+)$/i.test(text)) {
    const negative = text.startsWith('-');
    const magnitude = BigInt(text.replace(/^[+-]/, ''));
    const value = negative ? -magnitude : magnitude;
    const extra = negative ? 1n : 0n;
    if (magnitude <= MAX_INTEGER + extra) return literal(Number(value), INTEGER, node.at);
    if (magnitude <= MAX_BIGINT + extra) return literal(value, BIGINT, node.at);
    const type = decimalOfText(String(value));
    return type === undefined ? literal(Number(value), DOUBLE, node.at) : literal(value, type, node.at);
  }
  const plain = /e/i.test(text) ? withoutExponent(text) : text;
  const type = plain === undefined ? undefined : decimalOfText(plain);
  if (plain === undefined || type === undefined) return literal(doubleOf(text, node.at), DOUBLE, node.at);
  return literal(BigInt(plain.replace('.', '').replace(/^\+/, '')), type, node.at);
}

function doubleOf(text: string, at: number | undefined): number {
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  throw new SqlError('22003', `"${text}" is out of range for type double precision`, { position: at });
}

export const bindNull = (node: NullLiteral): Expr => literal(null, UNKNOWN, node.at);
export const bindBoolean = (node: BooleanLiteral): Expr => literal(node.value, BOOLEAN, node.at);
export const bindString = (node: StringLiteral): Expr => literal(node.value, UNKNOWN, node.at);

/** `X'1F'` is BYTEA; bit strings are refused. */
export function bindBytea(node: ByteaLiteral): Expr {
  if (!node.value.startsWith('x')) throw new SqlError('0A000', 'bit string is not supported', { position: node.at });
  const digits = node.value.slice(1);
  if (digits.length % 2 !== 0 || /[^0-9a-f]/i.test(digits))
    throw syntaxError(`"${digits}" is not a valid hexadecimal byte string`, node.at);
  return literal(
    Uint8Array.from(digits.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)),
    BYTEA,
    node.at,
  );
}

/** `$n` as the literal that was sent for it. 42P02 when none was sent. */
export function bindParameter(node: ParameterRef, scope: Scope): Expr {
  const parameter = scope.binding.context.parameters[node.index - 1];
  if (parameter === undefined) {
    const count = scope.binding.context.parameters.length;
    throw new SqlError('42P02', `there is no parameter $${node.index}`, {
      position: node.at,
      hint: count === 0 ? 'The query was run without parameters.' : `The query was run with ${count} parameter${count === 1 ? '' : 's'}.`,
    });
  }
  return literal(parameter.value, parameter.type, node.at);
}
