import { invalidText, SqlError } from '../../errors.js';
import type { DecimalType } from '../decimal/arithmetic.js';
import { decimalToText } from '../../data/decimal-text.js';
import type { CastFunction } from '../define.js';
import { overflow, underflow } from '../float/arithmetic.js';
import { INTEGER_KINDS, type IntegerKind } from '../integer/range.js';

type FloatKind = 'real' | 'double';

const NUMBER = /^[+-]?(\d+(_?\d)*\.?(\d+(_?\d)*)?|\.\d+(_?\d)*)(e[+-]?\d+)?$/i;
const SPECIAL: Readonly<Record<string, number>> = {
  nan: NaN,
  infinity: Infinity,
  '+infinity': Infinity,
  '-infinity': -Infinity,
  inf: Infinity,
  '+inf': Infinity,
  '-inf': -Infinity,
};

/** The float that a string spells, correctly rounded; 22P02, or 22003 when it is too large or too small. */
export function floatOfText(kind: FloatKind, text: string): number {
  const name = kind === 'real' ? 'real' : 'double precision';
  const trimmed = text.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, '');
  const word = trimmed.toLowerCase();
  if (Object.hasOwn(SPECIAL, word)) return SPECIAL[word];
  if (!NUMBER.test(trimmed)) throw invalidText(name, text);
  const wide = Number(trimmed.replaceAll('_', ''));
  const value = kind === 'real' ? toSingle(trimmed.replaceAll('_', ''), wide) : wide;
  const vanished = value === 0 && /[1-9]/.test(trimmed.replace(/e.*$/i, ''));
  if (!Number.isFinite(value) || vanished) throw new SqlError('22003', `"${trimmed}" is out of range for type ${name}`);
  return value;
}

/** The nearest single to a decimal number whose nearest double is `wide`: rounding twice is wrong only when `wide` is a tie of singles. */
function toSingle(text: string, wide: number): number {
  const single = Math.fround(wide);
  if (!Number.isFinite(wide) || wide === single) return single;
  const other = wide > single ? nextSingle(single, 1) : nextSingle(single, -1);
  if (Math.abs(wide - single) !== Math.abs(other - wide)) return single;
  const exact = compareDecimal(text, wide);
  if (exact === 0) return single;
  return exact > 0 ? Math.max(single, other) : Math.min(single, other);
}

function nextSingle(value: number, direction: 1 | -1): number {
  const bits = new Int32Array(Float32Array.of(value).buffer);
  bits[0] += value >= 0 === direction > 0 ? 1 : -1;
  return new Float32Array(bits.buffer)[0];
}

/** The sign of (the number that the text spells − the double), exactly. */
function compareDecimal(text: string, value: number): number {
  const [, sign, whole, fraction = '', exponent = '0'] = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text)!;
  const power = Number(exponent) - fraction.length;
  let a = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n);
  let b = ((bits & 0xfffffffffffffn) | (biased === 0 ? 0n : 1n << 52n)) * (value < 0 ? -1n : 1n);
  const binary = Math.max(biased, 1) - 1075;
  if (power >= 0) a *= 10n ** BigInt(power);
  else b *= 10n ** BigInt(-power);
  if (binary >= 0) b <<= BigInt(binary);
  else a <<= BigInt(-binary);
  return a < b ? -1 : a > b ? 1 : 0;
}

const fromInteger = (from: IntegerKind, to: FloatKind): CastFunction => ({
  from,
  to,
  context: 'implicit',
  total: true,
  // One rounding: a bigint goes to single directly, not by way of double.
  evaluate: (value) => (to === 'double' ? Number(value) : toSingle(String(value), Number(value))),
  compile: (value, code) => code.op(`${to === 'real' ? 'f32' : 'f64'}.convert_${from === 'bigint' ? 'i64' : 'i32'}_s`, value),
});

const fromDecimal = (to: FloatKind): CastFunction => ({
  from: 'decimal',
  to,
  context: 'implicit',
  total: true,
  evaluate: (value, { args }) => {
    const text = decimalToText(value, (args[0] as DecimalType).scale);
    return to === 'double' ? Number(text) : toSingle(text, Number(text));
  },
  compile: (value, code, types) => {
    const { scale, precision } = types.args[0] as DecimalType;
    // Below 2^53 both sides of the division are exact, so it rounds once.
    if (to === 'double' && precision <= 15) return code.op('f64.div', code.op('f64.convert_i64_s', value), code.f64(10 ** scale));
    const wide = value.class === 'i64' ? code.pair(value, code.op('i64.shr_s', value, code.i64(63n))) : value;
    return code.call(to === 'double' ? 'decimal_to_double' : 'decimal_to_real', code.slot(), wide, code.i32(scale));
  },
});

/** Every cast to one of the float types. */
export function castsToFloat(to: FloatKind): readonly CastFunction[] {
  const other: CastFunction =
    to === 'double'
      ? {
          from: 'real',
          to,
          context: 'implicit',
          total: true,
          evaluate: (value) => value,
          compile: (value, code) => code.op('f64.promote_f32', value),
        }
      : {
          from: 'double',
          to,
          context: 'assignment',
          evaluate: (value) => {
            const single = Math.fround(value);
            if (Number.isFinite(value) && !Number.isFinite(single)) throw overflow();
            if (single === 0 && value !== 0) throw underflow();
            return single;
          },
          compile: (value, code, _types, lenient) => {
            const single = code.op('f32.demote_f64', value);
            const isInfinite = code.op('f32.eq', code.op('f32.abs', single), code.f32(Infinity));
            const wasFinite = code.op('f64.lt', code.op('f64.abs', value), code.f64(Infinity));
            const over = code.op('i32.and', isInfinite, wasFinite);
            const under = code.op('i32.and', code.op('f32.eq', single, code.f32(0)), code.op('f64.ne', value, code.f64(0)));
            if (lenient) return { value: single, isNull: code.op('i32.or', over, under) };
            code.raiseIf(over, 'real_out_of_range');
            code.raiseIf(under, 'float_underflow');
            return single;
          },
        };
  return [
    ...INTEGER_KINDS.map((from) => fromInteger(from, to)),
    fromDecimal(to),
    other,
    { from: 'text', to, context: 'explicit', evaluate: (text) => floatOfText(to, text) },
  ];
}
