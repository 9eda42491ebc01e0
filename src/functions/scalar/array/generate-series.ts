import { array, BIGINT, decimal, INTEGER, TIMESTAMP, TIMESTAMPTZ, type SqlType } from '../../../data/types.js';
import type { IntervalValue } from '../../../data/value.js';
import { SqlError } from '../../../errors.js';
import { intervalMicros } from '../../compare/values.js';
import { scalar, type ScalarFunction } from '../../define.js';
import { addToTimestamp, addToTimestampTz } from '../../datetime/interval-math.js';

/** More elements than this in one array would not fit in memory. */
const MAX_ELEMENTS = 50_000_000;

const zeroStep = (): SqlError => new SqlError('22023', 'step size cannot equal zero');

function* count<T extends number | bigint>(from: T, to: T, step: T): Generator<T> {
  if (step === (typeof step === 'bigint' ? 0n : 0)) throw zeroStep();
  for (let at = from; step > 0 ? at <= to : at >= to; at = ((at as number) + (step as number)) as T) yield at;
}

function* countTimes(from: bigint, to: bigint, step: IntervalValue, add: (at: bigint, step: IntervalValue) => bigint): Generator<bigint> {
  const sign = intervalMicros(step);
  if (sign === 0n) throw zeroStep();
  for (let at = from; sign > 0n ? at <= to : at >= to; at = add(at, step)) yield at;
}

function collect<T>(values: Generator<T>): T[] {
  const elements: T[] = [];
  for (const value of values) {
    elements.push(value);
    if (elements.length > MAX_ELEMENTS)
      throw new SqlError('54000', 'generate_series makes too many rows', { hint: `At most ${MAX_ELEMENTS} are possible.` });
  }
  return elements;
}

const doc =
  'The values from the first argument up to the second, in steps of the third, 1 when left out; as an array, which FROM and SELECT turn into rows.';

const numeric = (kind: 'integer' | 'bigint' | 'decimal', type: SqlType): ScalarFunction =>
  scalar({
    name: 'generate_series',
    args: [kind, kind, kind],
    optionalArgs: 1,
    unifyDecimals: kind === 'decimal',
    returns: kind === 'decimal' ? ([first]) => array(first) : array(type),
    nulls: 'propagate',
    volatility: 'immutable',
    unbounded: true,
    doc,
    examples: [],
    evaluate: ([from, to, step], { args }) => {
      const one = args[0].kind === 'decimal' ? 10n ** BigInt(args[0].scale) : kind === 'bigint' ? 1n : 1;
      return collect(count(from, to, step ?? one));
    },
  });

/** generate_series over numbers and timestamps. NULL, hence no rows, when any argument is. */
export const generateSeries: readonly ScalarFunction[] = [
  numeric('integer', INTEGER),
  numeric('bigint', BIGINT),
  numeric('decimal', decimal(38, 0)),
  scalar({
    name: 'generate_series',
    args: ['timestamp', 'timestamp', 'interval'],
    returns: array(TIMESTAMP),
    nulls: 'propagate',
    volatility: 'immutable',
    unbounded: true,
    doc,
    examples: [],
    evaluate: ([from, to, step]) => collect(countTimes(from, to, step, addToTimestamp)),
  }),
  scalar({
    name: 'generate_series',
    args: ['timestamptz', 'timestamptz', 'interval'],
    returns: array(TIMESTAMPTZ),
    nulls: 'propagate',
    volatility: 'stable',
    doc,
    examples: [],
    evaluate: ([from, to, step], { timeZone }) => collect(countTimes(from, to, step, (at, by) => addToTimestampTz(at, by, timeZone))),
  }),
];
