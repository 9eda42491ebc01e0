import { invalidText, SqlError } from '../../errors.js';
import { classOf, type Code, type NullableValue, type Value } from '../code.js';
import { toClassOf, toWide } from '../decimal/code.js';
import { checkDigits, divideRounding, numericOverflow, rescale, type DecimalType } from '../decimal/arithmetic.js';
import type { CastFunction, EvaluateContext } from '../define.js';
import { INTEGER_KINDS, type IntegerKind } from '../integer/range.js';

const NUMBER = /^([+-]?)(\d[\d_]*)?(?:\.(\d[\d_]*)?)?(?:e([+-]?\d+))?$/i;

/** The unscaled decimal that a number's text spells, rounded half away from zero to the type's scale; 22P02 or 22003 otherwise. */
export function decimalOfText(text: string, { precision, scale }: DecimalType): bigint {
  const match = NUMBER.exec(text.trim());
  const [, sign, whole = '', fraction = '', exponent = '0'] = match ?? [];
  if (match === null || whole + fraction === '' || /__|_$/.test(`${whole}`) || /__|_$/.test(fraction)) {
    if (/^[+-]?(nan|inf(inity)?)$/i.test(text.trim())) throw new SqlError('22003', `numeric cannot hold "${text.trim()}"`);
    throw invalidText('numeric', text);
  }
  const digits = BigInt((whole + fraction).replaceAll('_', ''));
  const shift = Number(exponent) - fraction.replaceAll('_', '').length + scale;
  if (digits === 0n || shift < -40 - whole.length - fraction.length) return 0n;
  if (shift > 80) return checkDigits(digits * 10n ** 80n, precision);
  const magnitude = shift >= 0 ? digits * 10n ** BigInt(shift) : divideRounding(digits, 10n ** BigInt(-shift));
  return checkDigits(sign === '-' ? -magnitude : magnitude, precision);
}

const targetOf = (context: EvaluateContext): DecimalType => context.returns as DecimalType;

const SIGNIFICANT = { real: 6, double: 15 } as const;

/** The number with that many significant digits, exact ties to the even digit as C's printf has it (toPrecision takes the larger). */
export function toSignificant(value: number, digits: number): string {
  const [mantissa, exponent] = value.toExponential(100).split('e');
  const all = mantissa.replace('.', '');
  const start = all.startsWith('-') ? digits + 1 : digits;
  const isTie = /^50*$/.test(all.slice(start));
  if (!isTie || Number(all[start - 1]) % 2 === 1) return value.toExponential(digits - 1);
  return `${mantissa.slice(0, start + 1)}e${exponent}`;
}

/** A float counts with the digits PostgreSQL gives it: 15 significant for double, 6 for real. */
function fromFloat(from: 'real' | 'double'): CastFunction {
  return {
    from,
    to: 'decimal',
    context: 'assignment',
    evaluate: (value: number, context) => {
      if (!Number.isFinite(value)) throw numericOverflow();
      return decimalOfText(toSignificant(value, SIGNIFICANT[from]), targetOf(context));
    },
    compile: (value, code, types, lenient) => {
      const to = types.returns as DecimalType;
      const slot = code.slot();
      const wide = from === 'real' ? code.op('f64.promote_f32', value) : value;
      const failed = code.call('decimal_from_double', slot, wide, code.i32(SIGNIFICANT[from]), code.i32(to.precision), code.i32(to.scale));
      if (!lenient) code.raiseIf(failed, 'numeric_out_of_range');
      const result = toClassOf(code, code.load128(slot), to);
      return lenient ? { value: result, isNull: failed } : result;
    },
  };
}

const fromInteger = (from: IntegerKind): CastFunction => ({
  from,
  to: 'decimal',
  context: 'implicit',
  evaluate: (value, context) => checkDigits(BigInt(value) * 10n ** BigInt(targetOf(context).scale), targetOf(context).precision),
  compile: (value, code, types, lenient) => {
    const to = types.returns as DecimalType;
    const word = from === 'bigint' ? value : code.op('i64.extend_i32_s', value);
    return rescaleTo(
      word,
      { kind: 'decimal', precision: from === 'smallint' ? 5 : from === 'integer' ? 10 : 19, scale: 0 },
      to,
      code,
      lenient,
    );
  },
});

/** A decimal (i64 or i128) at another precision and scale, checked where the types do not prove that it fits. */
function rescaleTo(value: Value, from: DecimalType, to: DecimalType, code: Code, lenient: boolean): Value | NullableValue {
  const digits = to.scale - from.scale;
  const fits = to.precision - to.scale >= from.precision - from.scale + (digits < 0 ? 1 : 0);
  if (fits && digits === 0) return toClassOf(code, value, to);
  if (value.class === 'i64' && fits && classOf(to) === 'i64') {
    const factor = code.i64(10n ** BigInt(Math.abs(digits)));
    return digits > 0 ? code.op('i64.mul', value, factor) : code.call('decimal_round_64', value, factor);
  }
  const wide = toWide(code, value);
  if (!lenient) return toClassOf(code, code.call128('decimal_rescale', wide, code.i32(digits), code.i32(to.precision)), to);
  const isNull = code.op('i32.eqz', code.call('decimal_fits', code.slot(), wide, code.i32(digits), code.i32(to.precision)));
  const safe = code.select(isNull, code.i128(0n), wide);
  return { value: toClassOf(code, code.call128('decimal_rescale', safe, code.i32(digits), code.i32(to.precision)), to), isNull };
}

/** Casts to NUMERIC(p,s): rounds halves away from zero; 22003 when whole digits do not fit. */
export const toDecimal: readonly CastFunction[] = [
  ...INTEGER_KINDS.map(fromInteger),
  fromFloat('real'),
  fromFloat('double'),
  {
    from: 'decimal',
    to: 'decimal',
    context: 'implicit',
    evaluate: (value, context) =>
      checkDigits(rescale(value, (context.args[0] as DecimalType).scale, targetOf(context).scale), targetOf(context).precision),
    compile: (value, code, types, lenient) => rescaleTo(value, types.args[0] as DecimalType, types.returns as DecimalType, code, lenient),
  },
  { from: 'text', to: 'decimal', context: 'explicit', evaluate: (text, context) => decimalOfText(text, targetOf(context)) },
];
