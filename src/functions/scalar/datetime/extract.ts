import { BIGINT, DOUBLE, type SqlType } from '../../../data/types.js';
import type { SqlValue } from '../../../data/value.js';
import type { Code, NullableValue, Value } from '../../code.js';
import { dateField, fieldOf, intervalField, isFractional, timeField, timestampField, timestampTzField } from '../../datetime/fields.js';
import { timestampOfDate } from '../../datetime/interval-math.js';
import { scalar, type CallTypes, type EvaluateContext, type ScalarFunction } from '../../define.js';

type Kind = 'date' | 'timestamp' | 'timestamptz' | 'time' | 'interval';

const READ: Readonly<Record<Kind, (name: string, value: any, context: EvaluateContext) => number | null>> = {
  date: dateField,
  timestamp: timestampField,
  timestamptz: (name, value, { timeZone }) => timestampTzField(name, value, timeZone),
  time: timeField,
  interval: intervalField,
};

/** The kernels for a kind, by the class of the result; kinds without are read in JavaScript. */
const KERNELS: Partial<Record<Kind, readonly [whole: string, double: string, isInfinite?: string]>> = {
  date: ['date_field', 'date_field_double', 'date_is_infinite'],
  timestamp: ['timestamp_field', 'timestamp_field_double', 'timestamp_is_infinite'],
  time: ['time_field', 'time_field_double'],
};

const KINDS: readonly Kind[] = ['date', 'timestamp', 'timestamptz', 'time', 'interval'];

const doc =
  'A field of a date, time or interval: year, quarter, month, week, day, dow, doy, hour, minute, second, epoch and so on. Fields of an infinite value are NULL.';

function fieldType(constants: readonly (SqlValue | undefined)[] = []): SqlType {
  const field = typeof constants[0] === 'string' ? fieldOf(constants[0]) : undefined;
  return field === undefined || isFractional(field) ? DOUBLE : BIGINT;
}

const EXAMPLES: Readonly<Record<Kind, readonly (readonly [string, string])[]>> = {
  date: [
    ["extract(year from date '1998-12-01')", '1998'],
    ["extract(dow from date '2001-02-16')", '5'],
    ["extract(week from date '2005-01-01')", '53'],
    ["extract(century from date '2000-12-16')", '20'],
  ],
  timestamp: [
    ["extract(hour from timestamp '2001-02-16 20:38:40')", '20'],
    ["extract(doy from timestamp '2001-02-16 20:38:40')", '47'],
    ["extract(quarter from timestamp '2001-02-16')", '1'],
  ],
  timestamptz: [["extract(day from timestamptz '2001-02-16 23:30Z')", '16']],
  time: [["extract(minute from time '20:38:40')", '38']],
  interval: [
    ["extract(month from interval '2 years 13 months')", '1'],
    ["extract(day from interval '40 days 1 minute')", '40'],
    ["extract(hour from interval '80 minutes')", '1'],
  ],
};

function emit(kind: Kind, isWhole: boolean, [name, value]: readonly Value[], code: Code): Value | NullableValue {
  const [whole, double, isInfinite] = KERNELS[kind]!;
  const field = code.call(isWhole ? whole : double, name, value);
  return isInfinite === undefined ? field : { value: field, isNull: code.call(isInfinite, value) };
}

/**
 * extract and date_part. NULL when any argument is.
 *
 * date_part is DOUBLE, as in PostgreSQL; extract, NUMERIC there, is DOUBLE for second, millisecond, epoch and julian and BIGINT for fields that
 * have no fraction. Where the field is not a constant it is DOUBLE. date_part takes a date as a timestamp, so it has hours there.
 */
export const extract: readonly ScalarFunction[] = KINDS.flatMap((kind) =>
  (['extract', 'date_part'] as const).map((name) =>
    scalar({
      name,
      args: ['text', kind],
      returns: name === 'date_part' ? DOUBLE : (_, constants) => fieldType(constants),
      nulls: 'propagate',
      volatility: kind === 'timestamptz' ? 'stable' : 'immutable',
      doc,
      examples:
        name === 'extract'
          ? EXAMPLES[kind]
          : kind === 'timestamp'
            ? [["date_part('second', timestamp '2001-02-16 20:38:40.12')", '40.12']]
            : [],
      ...(KERNELS[kind] === undefined
        ? {}
        : {
            compile: (args: readonly Value[], code: Code, types: CallTypes) =>
              name === 'date_part' && kind === 'date'
                ? emit('timestamp', false, [args[0], code.call('date_to_timestamp', args[1])], code)
                : emit(kind, types.returns.kind === 'bigint', args, code),
          }),
      evaluate: ([field, value], context) => {
        const read =
          name === 'date_part' && kind === 'date' ? timestampField(field, timestampOfDate(value)) : READ[kind](field, value, context);
        return read !== null && context.returns.kind === 'bigint' ? BigInt(read) : read;
      },
    }),
  ),
);
