import assert from 'node:assert/strict';
import { MAX_DATE, MIN_DATE, MIN_TIMESTAMP } from '#quern/data/datetime.js';
import type { IntervalValue } from '#quern/data/value.js';
import { dateField, isFractional, fieldOf, timestampField, truncateTimestamp } from '#quern/functions/datetime/fields.js';
import {
  addIntervals,
  addToTimestamp,
  negateInterval,
  scaledInterval,
  subtractTimestamps,
} from '#quern/functions/datetime/interval-math.js';
import { Random, testSeed } from '../../support/random.js';
import { createViewMemory } from '../../support/view-memory.js';

const FIELDS = [
  'year',
  'month',
  'day',
  'quarter',
  'week',
  'dow',
  'isodow',
  'doy',
  'isoyear',
  'decade',
  'century',
  'millennium',
  'julian',
  'hour',
  'minute',
  'second',
  'milliseconds',
  'microseconds',
  'epoch',
  'YEAR',
  'Months',
  'timezone',
  'timezone_hour',
  'nonsense',
  'a much longer nonsense',
];
const UNITS = [
  'microseconds',
  'milliseconds',
  'second',
  'minute',
  'hour',
  'day',
  'week',
  'month',
  'quarter',
  'year',
  'decade',
  'century',
  'millennium',
  'dow',
  'x',
];
const ROUNDS = 10_000;

/** The result, or the SQLSTATE of what it raises. */
function outcome<T>(compute: () => T): T | string {
  try {
    return compute();
  } catch (error) {
    return (error as { sqlState: string }).sqlState;
  }
}

describe('date kernels', () => {
  const memory = createViewMemory();
  const { kernels, view } = memory.arena;
  const seed = testSeed();
  const random = new Random(seed);
  const views = new Map([...FIELDS, ...UNITS].map((name) => [name, memory.put(name)]));
  const out = memory.out();

  const date = (): number => (random.below(4) === 0 ? MIN_DATE + random.below(MAX_DATE - MIN_DATE) : random.below(1_000_000) - 800_000);
  const timestamp = (): bigint => {
    const days = random.below(4) === 0 ? random.below(100_000_000) - 2_440_588 : random.below(1_000_000) - 800_000;
    return BigInt(days) * 86_400_000_000n + BigInt(random.below(86_400)) * 1_000_000n + BigInt(random.below(2) * random.below(1_000_000));
  };
  const interval = (): IntervalValue => ({
    months: random.pick([0, random.below(100) - 50, random.below(4_000_000) - 2_000_000]),
    days: random.pick([0, random.below(100) - 50, (random.below(2) * 2 - 1) * 2_147_483_647]),
    micros: random.pick([0n, BigInt(random.below(2_000_000_000) - 1_000_000_000) * 1000n, (1n << 62n) - BigInt(random.below(100))]),
  });
  const low = ({ micros }: IntervalValue): bigint => micros;
  const high = ({ months, days }: IntervalValue): bigint => (BigInt(months) << 32n) | BigInt.asUintN(32, BigInt(days));
  const readInterval = (): IntervalValue => {
    const word = view.getBigInt64(out + 8, true);
    return { months: Number(word >> 32n), days: Number(BigInt.asIntN(32, word)), micros: view.getBigInt64(out, true) };
  };

  it(`fields are those of the reference (seed ${seed})`, () => {
    for (let i = 0; i < ROUNDS; i++) {
      const name = random.pick(FIELDS);
      const field = fieldOf(name);
      const address = views.get(name)!;
      const days = date();
      const micros = timestamp();
      assert.equal(
        outcome(() => kernels.date_field_double(address, days)),
        outcome(() => dateField(name, days)),
        `${name} of ${days}`,
      );
      assert.equal(
        outcome(() => kernels.timestamp_field_double(address, micros)),
        outcome(() => timestampField(name, micros)),
        `${name} of ${micros}`,
      );
      if (field !== undefined && !isFractional(field)) {
        assert.equal(
          outcome(() => Number(kernels.timestamp_field(address, micros))),
          outcome(() => timestampField(name, micros)),
          `${name} of ${micros}`,
        );
      }
    }
  });

  it(`truncation is that of the reference (seed ${seed})`, () => {
    for (let i = 0; i < ROUNDS; i++) {
      const unit = random.pick(UNITS);
      const micros = i % 50 === 0 ? MIN_TIMESTAMP + BigInt(random.below(1_000_000)) : timestamp();
      assert.equal(
        outcome(() => kernels.timestamp_truncate(views.get(unit), micros)),
        outcome(() => truncateTimestamp(unit, micros)),
        `${unit} of ${micros}`,
      );
    }
  });

  it(`interval arithmetic is that of the reference (seed ${seed})`, () => {
    for (let i = 0; i < ROUNDS; i++) {
      const a = interval();
      const b = interval();
      const from = timestamp();
      const to = timestamp();
      const factor = random.pick([0, 1.5, -1 / 3, 0.1, 7, 1e10, NaN]);
      const made = (call: () => void) =>
        outcome(() => {
          call();
          return readInterval();
        });
      assert.deepEqual(
        made(() => kernels.interval_add(out, low(a), high(a), low(b), high(b))),
        outcome(() => addIntervals(a, b)),
      );
      assert.deepEqual(
        made(() => kernels.interval_subtract(out, 0n, 0n, low(a), high(a))),
        outcome(() => negateInterval(a)),
      );
      assert.deepEqual(
        made(() => kernels.interval_multiply(out, low(a), high(a), factor)),
        outcome(() => scaledInterval(a.months * factor, a.days * factor, Number(a.micros) * factor)),
        `${JSON.stringify([a.months, a.days, String(a.micros)])} * ${factor}`,
      );
      assert.deepEqual(
        made(() => kernels.timestamp_subtract(out, from, to)),
        outcome(() => subtractTimestamps(from, to)),
      );
      assert.equal(
        outcome(() => kernels.timestamp_add_interval(from, low(a), high(a))),
        outcome(() => addToTimestamp(from, a)),
      );
      assert.equal(
        outcome(() => kernels.timestamp_subtract_interval(from, low(a), high(a))),
        outcome(() => addToTimestamp(from, negateInterval(a))),
      );
    }
  });
});
