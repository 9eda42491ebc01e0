import { decimal, DOUBLE, MAX_DECIMAL_PRECISION, type SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import { toClassOf, toWide } from '../decimal/code.js';
import { checkDigits, rescale, type DecimalType } from '../decimal/arithmetic.js';
import { scalar, type Example, type ScalarFunction } from '../define.js';
import { roundHalfEven } from './round-half-even.js';
import { divideToward, emitDivideToward, wholeType } from './to-whole.js';

/** The type of round(x, n) and trunc(x, n): n decimals when n is a literal, otherwise those of x. */
function roundedType(type: SqlType, digits: SqlValue | undefined, carry: 0 | 1): SqlType {
  const { precision, scale } = type as DecimalType;
  const kept = typeof digits === 'number' ? Math.min(Math.max(digits, 0), MAX_DECIMAL_PRECISION) : scale;
  const whole = precision - scale + carry;
  return decimal(Math.min(MAX_DECIMAL_PRECISION, Math.max(1, whole + kept)), Math.min(kept, MAX_DECIMAL_PRECISION));
}

/** Keeps `digits` decimals (negative: zeroes before the point), at the scale of the result. */
function keepDigits(value: bigint, from: number, digits: number, to: number, direction: 0 | 'nearest'): bigint {
  const drop = from - digits;
  const kept =
    drop <= 0 ? value : drop > 100 ? 0n : (direction === 0 ? divideToward(value, drop, 0) : rescale(value, drop, 0)) * 10n ** BigInt(drop);
  return checkDigits(rescale(kept, from, to));
}

interface Rounding {
  readonly doc: string;
  readonly examples: readonly Example[];
  /** 'nearest': halves away from zero for decimals, to even for doubles; 0: toward zero. */
  readonly direction: 0 | 'nearest';
}

/** round and trunc, over DOUBLE and DECIMAL, with and without a number of decimals. NULL when any argument is. */
export function rounding(name: string, { doc, examples, direction }: Rounding): readonly ScalarFunction[] {
  const carry = direction === 0 ? 0 : 1;
  return [
    scalar({
      name,
      args: ['double'],
      returns: DOUBLE,
      nulls: 'propagate',
      volatility: 'immutable',
      total: true,
      doc,
      examples,
      compile: ([x], code) => code.op(direction === 0 ? 'f64.trunc' : 'f64.nearest', x),
      evaluate: ([x]) => (direction === 0 ? Math.trunc(x) : roundHalfEven(x)),
    }),
    scalar({
      name,
      args: ['decimal'],
      returns: ([type]) => wholeType(type, carry),
      nulls: 'propagate',
      volatility: 'immutable',
      doc,
      examples: [],
      compile: ([x], code, types) => {
        const { scale } = types.args[0] as DecimalType;
        const to = types.returns as DecimalType;
        if (scale === 0) return toClassOf(code, x, to);
        if (direction === 0) return emitDivideToward(code, x, scale, 0, to);
        if (x.class === 'i64') return toClassOf(code, code.call('decimal_round_64', x, code.i64(10n ** BigInt(scale))), to);
        return toClassOf(code, code.call128('decimal_scale_down', x, code.i32(scale)), to);
      },
      evaluate: ([x], { args }) => {
        const { scale } = args[0] as DecimalType;
        return direction === 0 ? divideToward(x, scale, 0) : rescale(x, scale, 0);
      },
    }),
    scalar({
      name,
      args: ['decimal', 'integer'],
      returns: ([type], constants = []) => roundedType(type, constants[1], carry),
      nulls: 'propagate',
      volatility: 'immutable',
      doc,
      examples: [],
      compile: ([x, digits], code, types) => {
        const to = types.returns as DecimalType;
        const from = types.args[0] as DecimalType;
        const wide = toWide(code, x);
        return toClassOf(
          code,
          code.call128('decimal_keep_digits', wide, code.i32(from.scale), digits, code.i32(to.scale), code.i32(direction === 0 ? 0 : 1)),
          to,
        );
      },
      evaluate: ([x, digits], { args, returns }) =>
        keepDigits(x, (args[0] as DecimalType).scale, digits, (returns as DecimalType).scale, direction),
    }),
    // PostgreSQL has no such function; others round doubles to decimals too.
    scalar({
      name,
      args: ['double', 'integer'],
      returns: DOUBLE,
      nulls: 'propagate',
      volatility: 'immutable',
      doc,
      examples: [],
      evaluate: ([x, digits]) => roundDouble(x, digits, direction),
    }),
  ];
}

/** The double nearest to x's shortest decimal form with `digits` decimals kept, halves away from zero. */
function roundDouble(x: number, digits: number, direction: 0 | 'nearest'): number {
  if (!Number.isFinite(x) || digits > 324) return x;
  if (digits < -308) return 0;
  const [mantissa, power] = x.toExponential().split('e');
  const scale = Math.max(0, mantissa.replace(/^-?\d\.?/, '').length - Number(power));
  const unscaled =
    BigInt(mantissa.replace('.', '')) * 10n ** BigInt(Math.max(0, scale + Number(power) - mantissa.replace(/^-?\d\.?/, '').length));
  const drop = scale - digits;
  if (drop <= 0) return x;
  const kept = direction === 0 ? divideToward(unscaled, drop, 0) : rescale(unscaled, drop, 0);
  return Number(`${kept}e${-digits}`);
}
