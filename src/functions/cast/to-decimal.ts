import { invalidText, SqlError } from '../../errors.js';
import { classOf } from '../code.js';
import { toClassOf, widen } from '../decimal-code.js';
import { checkDigits, divideRounding, rescale, type DecimalType } from '../decimal-arithmetic.js';
import type { CastFunction, EvaluateContext } from '../define.js';
import { INTEGER_KINDS, type IntegerKind } from '../integer-range.js';

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

/** A float counts with the digits PostgreSQL gives it: 15 significant for double, 6 for real. */
function fromFloat(from: 'real' | 'double'): CastFunction {
  return {
    from,
    to: 'decimal',
    context: 'assignment',
    evaluate: (value: number, context) => {
      if (!Number.isFinite(value)) throw new SqlError('22003', `numeric cannot hold "${value}"`);
      return decimalOfText(value.toPrecision(from === 'real' ? 6 : 15), targetOf(context));
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
    return rescaleTo(word, { kind: 'decimal', precision: from === 'smallint' ? 5 : from === 'integer' ? 10 : 19, scale: 0 }, to, code, lenient);
  },
});

/** A decimal (i64 or i128) at another precision and scale, checked where the types do not prove that it fits. */
const rescaleTo: (...args: [Parameters<NonNullable<CastFunction['compile']>>[0], DecimalType, DecimalType, Parameters<NonNullable<CastFunction['compile']>>[1], boolean]) => ReturnType<NonNullable<CastFunction['compile']>> =
  (value, from, to, code, lenient) => {
    const digits = to.scale - from.scale;
    const fits = to.precision - to.scale >= from.precision - from.scale + (digits < 0 ? 1 : 0);
    if (fits && digits === 0) return toClassOf(code, value, to);
    if (value.class === 'i64' && fits && classOf(to) === 'i64') {
      const factor = code.i64(10n ** BigInt(Math.abs(digits)));
      return digits > 0 ? code.op('i64.mul', value, factor) : code.call('decimal_round_64', value, factor);
    }
    const wide = value.class === 'i64' ? widen(code, value) : value;
    if (!lenient) return toClassOf(code, code.call128('decimal_rescale', wide, code.i32(digits), code.i32(to.precision)), to);
    const isNull = code.op('i32.eqz', code.call('decimal_fits', wide, code.i32(digits), code.i32(to.precision)));
    const safe = code.select(isNull, code.i128(0n), wide);
    return { value: toClassOf(code, code.call128('decimal_rescale', safe, code.i32(digits), code.i32(to.precision)), to), isNull };
  };

/** Casts to NUMERIC(p,s): rounds halves away from zero; 22003 when whole digits do not fit. */
export const toDecimal: readonly CastFunction[] = [
  ...INTEGER_KINDS.map(fromInteger),
  fromFloat('real'),
  fromFloat('double'),
  {
    from: 'decimal',
    to: 'decimal',
    context: 'implicit',
    evaluate: (value, context) => checkDigits(rescale(value, (context.args[0] as DecimalType).scale, targetOf(context).scale), targetOf(context).precision),
    compile: (value, code, types, lenient) => rescaleTo(value, types.args[0] as DecimalType, types.returns as DecimalType, code, lenient),
  },
  { from: 'text', to: 'decimal', context: 'explicit', evaluate: (text, context) => decimalOfText(text, targetOf(context)) },
];
