import type { SqlType } from '../../data/types.js';
import type { Printable } from './number-to-char.js';

/** An exact number: `unscaled` / 10^`scale`. Rounds half away from zero. */
export function printableDecimal(unscaled: bigint, scale: number): Printable {
  return {
    fixed(digits) {
      const rounded = rescale(unscaled, scale, digits);
      const text = String(rounded < 0n ? -rounded : rounded).padStart(digits + 1, '0');
      const number = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
      return rounded < 0n ? `-${number}` : number;
    },
    scientific(digits) {
      let mantissa = unscaled < 0n ? -unscaled : unscaled;
      const length = String(mantissa).length;
      let exponent = mantissa === 0n ? 0 : length - 1 - scale;
      mantissa = mantissa === 0n ? 0n : rescale(mantissa, length - 1, digits);
      if (String(mantissa).length > digits + 1) {
        mantissa /= 10n;
        exponent++;
      }
      const text = String(mantissa).padStart(digits + 1, '0');
      const power = `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
      return `${unscaled < 0n ? '-' : ''}${text[0]}${digits > 0 ? `.${text.slice(1)}` : ''}e${power}`;
    },
    times: (power) => printableDecimal(unscaled * 10n ** BigInt(power), scale),
  };
}

function rescale(unscaled: bigint, from: number, to: number): bigint {
  if (to >= from) return unscaled * 10n ** BigInt(to - from);
  const unit = 10n ** BigInt(from - to);
  const half = unscaled < 0n ? -unit / 2n : unit / 2n;
  return (unscaled + half) / unit;
}

/** A double, of which at most fifteen digits are printed (seven of a real). */
export function printableDouble(value: number, significant: number): Printable {
  return {
    fixed(digits) {
      if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value < 0 ? '-Infinity' : 'Infinity';
      const whole = BigInt(Math.round(Math.abs(value))).toString().length;
      const shown = whole >= significant ? 0 : Math.min(digits, significant - whole);
      const text = fixedText(value, shown);
      return Object.is(value, -0) || (value < 0 && !text.startsWith('-')) ? `-${text.replace('-', '')}` : text;
    },
    scientific: (digits) => value.toExponential(digits).replace(/e([+-])(\d)$/, 'e$10$2'),
    times: (power) => printableDouble(value * 10 ** power, significant),
  };
}

/** As C's %.*f: toFixed, which gives up at 1e21. */
const fixedText = (value: number, digits: number): string => (Math.abs(value) < 1e21 ? value.toFixed(digits) : BigInt(value).toString());

/** How to_char prints a value of a numeric type. */
export function printable(value: any, type: SqlType): Printable {
  switch (type.kind) {
    case 'decimal':
      return printableDecimal(value, type.scale);
    case 'double':
      return printableDouble(value, 15);
    case 'real':
      return printableDouble(value, 6);
    default:
      return printableDecimal(BigInt(value), 0);
  }
}
