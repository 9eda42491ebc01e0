import { outOfRange } from '../../errors.js';
import type { Code, NullableValue, Value } from '../code.js';
import { divideRounding, type DecimalType } from '../decimal/arithmetic.js';
import type { CastFunction } from '../define.js';
import { INTEGER_KINDS, leastOf, rangeError, toInteger, type IntegerKind } from '../integer/range.js';
import { roundHalfEven } from '../rounding/round-half-even.js';
import { integerOfText } from './parse-integer.js';

const widthOf = (kind: IntegerKind): number => INTEGER_KINDS.indexOf(kind);

/** A value that failed its conversion: raises, or is NULL when lenient. */
function failUnless(code: Code, ok: Value, value: Value, kind: IntegerKind, lenient: boolean): Value | NullableValue {
  const failed = code.op('i32.eqz', ok);
  if (lenient) return { value, isNull: failed };
  code.raiseIf(failed, rangeError(kind));
  return value;
}

/** An i64 in the class of `kind`, with a range check. */
function narrow(code: Code, exact: Value, kind: IntegerKind, lenient: boolean): Value | NullableValue {
  if (kind === 'bigint') return exact;
  const low = code.op('i32.wrap_i64', exact);
  const value = kind === 'smallint' ? code.op('i32.extend16_s', low) : low;
  return failUnless(code, code.op('i64.eq', code.op('i64.extend_i32_s', value), exact), value, kind, lenient);
}

function fromInteger(from: IntegerKind, to: IntegerKind): CastFunction {
  const widens = widthOf(from) < widthOf(to);
  return {
    from,
    to,
    context: widens ? 'implicit' : 'assignment',
    total: widens,
    evaluate: (value) => toInteger(to, BigInt(value)),
    compile: (value, code, _types, lenient) => {
      if (from === 'bigint') return narrow(code, value, to, lenient);
      if (to === 'bigint') return code.op('i64.extend_i32_s', value);
      if (widens) return value;
      const short = code.op('i32.extend16_s', value);
      return failUnless(code, code.op('i32.eq', short, value), short, to, lenient);
    },
  };
}

/** Halves round to even, as C's rint; NaN and what lies outside raise 22003. */
function fromFloat(from: 'real' | 'double', to: IntegerKind): CastFunction {
  return {
    from,
    to,
    context: 'assignment',
    evaluate: (value) => {
      if (!Number.isFinite(value)) throw outOfRange(to);
      return toInteger(to, BigInt(roundHalfEven(value)));
    },
    compile: (value, code, _types, lenient) => {
      const wide = from === 'real' ? code.op('f64.promote_f32', value) : value;
      const rounded = code.op('f64.nearest', wide);
      const least = Number(leastOf(to));
      // Written so that NaN fails.
      const ok = code.op('i32.and', code.op('f64.ge', rounded, code.f64(least)), code.op('f64.lt', rounded, code.f64(-least)));
      const converted = code.op(to === 'bigint' ? 'i64.trunc_sat_f64_s' : 'i32.trunc_sat_f64_s', rounded);
      return failUnless(code, ok, converted, to, lenient);
    },
  };
}

/** Halves round away from zero. */
function fromDecimal(to: IntegerKind): CastFunction {
  return {
    from: 'decimal',
    to,
    context: 'assignment',
    evaluate: (value, { args }) => toInteger(to, divideRounding(value, 10n ** BigInt((args[0] as DecimalType).scale))),
    compile: (value, code, types, lenient) => {
      const { scale } = types.args[0] as DecimalType;
      if (value.class === 'i64') {
        if (scale === 0) return narrow(code, value, to, lenient);
        return narrow(code, code.call('decimal_round_64', value, code.i64(10n ** BigInt(scale))), to, lenient);
      }
      const whole = scale === 0 ? value : code.call128('decimal_scale_down', value, code.i32(scale));
      const low = code.low(whole);
      const isWord = code.op('i64.eq', code.high(whole), code.op('i64.shr_s', low, code.i64(63n)));
      if (!lenient) {
        code.raiseIf(code.op('i32.eqz', isWord), rangeError(to));
        return narrow(code, low, to, false);
      }
      const narrowed = narrow(code, low, to, true);
      const { value: result, isNull } = 'value' in narrowed ? narrowed : { value: narrowed, isNull: undefined };
      const outside = code.op('i32.eqz', isWord);
      return { value: result, isNull: isNull ? code.op('i32.or', isNull, outside) : outside };
    },
  };
}

/** 22P02 when the text spells no integer, 22003 when it is out of range. */
function fromText(to: IntegerKind): CastFunction {
  return {
    from: 'text',
    to,
    context: 'explicit',
    evaluate: (text) => integerOfText(to, text),
    compile: (text, code, _types, lenient) => {
      const slot = code.slot();
      const status = code.call('integer_of_text', slot, text, code.i64(-leastOf(to) - 1n));
      if (!lenient) {
        code.raiseIf(code.op('i32.eq', status, code.i32(1)), `invalid_${to}`, text);
        code.raiseIf(status, `${to}_text_out_of_range`, text);
      }
      const word = code.load('i64.load', slot);
      const value = to === 'bigint' ? word : code.op('i32.wrap_i64', word);
      return lenient ? { value, isNull: code.op('i32.ne', status, code.i32(0)) } : value;
    },
  };
}

/** Every cast to one integer type. */
export function castsToInteger(to: IntegerKind): readonly CastFunction[] {
  return [
    ...INTEGER_KINDS.filter((from) => from !== to).map((from) => fromInteger(from, to)),
    fromFloat('real', to),
    fromFloat('double', to),
    fromDecimal(to),
    fromText(to),
    ...(to === 'integer'
      ? [
          {
            from: 'boolean',
            to,
            context: 'explicit',
            total: true,
            evaluate: (value: boolean) => Number(value),
            compile: (value: Value) => value,
          } satisfies CastFunction,
        ]
      : []),
  ];
}
