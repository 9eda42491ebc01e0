import type { Arena } from '../../../data/arena.js';
import type { DeferredValue } from './column-job.js';

const BAD_SYNTAX = 1;
const OUT_OF_RANGE = 2;

/** Finishes the numbers that the kernels leave: exact for any count of digits and any exponent. 0 when done, otherwise the failure's kind. */
export function finishDeferred(arena: Arena, separator: string, { column: { type }, slot, start, end }: DeferredValue): number {
  const text = Buffer.from(arena.u8.buffer, start, end - start)
    .toString('latin1')
    .trim()
    .replace(separator, '.');
  if (type.kind === 'decimal') return finishDecimal(arena, type, slot, text);
  const value = Number(text);
  if (Number.isNaN(value)) return BAD_SYNTAX;
  if (!Number.isFinite(value) || (value === 0 && /[1-9]/.test(text.replace(/e.*$/i, '')))) return OUT_OF_RANGE;
  if (type.kind === 'double') {
    arena.view.setFloat64(slot, value, true);
    return 0;
  }
  const real = nearestReal(text, value);
  if (!Number.isFinite(real) || (real === 0 && value !== 0)) return OUT_OF_RANGE;
  arena.view.setFloat32(slot, real, true);
  return 0;
}

/** Rounds once: the double decides unless it stands exactly between two reals, where the digits do. */
function nearestReal(text: string, value: number): number {
  const real = Math.fround(value);
  const other = neighbour(real, value > real);
  if (value === real || value - real !== other - value) return real;
  const order = compareExact(text, value);
  if (order === 0) return real;
  return order > 0 ? Math.max(real, other) : Math.min(real, other);
}

function neighbour(real: number, up: boolean): number {
  const floats = new Float32Array([real]);
  const bits = new Int32Array(floats.buffer);
  bits[0] += up === real >= 0 ? 1 : -1;
  return floats[0];
}

/** The sign of (the decimal in `text`) − (the double `value`). */
function compareExact(text: string, value: number): number {
  const [digits, exponent] = unscaled(text);
  const [start, denominator] = exponent >= 0 ? [digits * 10n ** BigInt(exponent), 1n] : [digits, 10n ** BigInt(-exponent)];
  let numerator = start;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    numerator *= 2n;
  }
  const right = BigInt(scaled) * denominator;
  return numerator < right ? -1 : numerator > right ? 1 : 0;
}

/** A decimal text as digits × 10^exponent. */
function unscaled(text: string): [digits: bigint, exponent: number] {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text);
  if (match === null) return [0n, 0];
  const digits = BigInt(match[2] + match[3] || '0');
  return [match[1] === '-' ? -digits : digits, Number(match[4] ?? 0) - match[3].length];
}

function finishDecimal(arena: Arena, type: { precision: number; scale: number }, slot: number, text: string): number {
  const [digits, exponent] = unscaled(text);
  const shift = exponent + type.scale;
  if (digits !== 0n && (shift > 400 || String(digits).length + shift > 80)) return OUT_OF_RANGE;
  const value =
    digits === 0n || shift < -400 - String(digits).length
      ? 0n
      : shift >= 0
        ? digits * 10n ** BigInt(shift)
        : roundedQuotient(digits, 10n ** BigInt(-shift));
  const limit = 10n ** BigInt(type.precision);
  if (value >= limit || value <= -limit) return OUT_OF_RANGE;
  if (type.precision <= 9) arena.view.setInt32(slot, Number(value), true);
  else {
    arena.view.setBigInt64(slot, BigInt.asIntN(64, value), true);
    if (type.precision > 18) arena.view.setBigInt64(slot + 8, value >> 64n, true);
  }
  return 0;
}

/** Half away from zero. */
function roundedQuotient(value: bigint, divisor: bigint): bigint {
  const magnitude = value < 0n ? -value : value;
  const rounded = (magnitude * 2n + divisor) / (divisor * 2n);
  return value < 0n ? -rounded : rounded;
}
