import { DOUBLE, type SqlType, type TypeKind } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import { SqlError } from '../../errors.js';
import { classOf, type Code, type Value } from '../code.js';
import { compareValues } from '../compare/values.js';
import { copyOut } from '../slots/copy-code.js';
import { aggregate, type AggregateFunction, type Example } from '../define.js';
import { addToBag, BAG_BYTES, bagIsFilled, fromSortable, mergeBags, sortableAs } from '../slots/bag-code.js';
import { loadSlot } from '../slots/slot-code.js';
import { nonNull } from './non-null.js';

/*
 * Percentiles collect all values of a group, and select among them when they finish. State: a bag · the fraction.
 */
const FRACTION = BAG_BYTES;
const STATE_BYTES = BAG_BYTES + 8;

export const sorted = (values: readonly SqlValue[], type: SqlType): readonly any[] => [...values].sort((a, b) => compareValues(type, a, b));

/** Raises 22003 unless 0 ≤ fraction ≤ 1; NaN is not. */
function checkFraction(fraction: number): number {
  if (!(fraction >= 0 && fraction <= 1)) throw new SqlError('22003', `percentile value ${fraction} is not between 0 and 1`);
  return fraction;
}

function keepFraction(code: Code, state: Value, fraction: Value): void {
  const inRange = code.op('i32.and', code.op('f64.ge', fraction, code.f64(0)), code.op('f64.le', fraction, code.f64(1)));
  code.raiseIf(code.op('i32.eqz', inRange), 'percentile_out_of_range');
  code.store('f64.store', state, fraction, FRACTION);
}

const fractionOf = (code: Code, state: Value): Value => code.load('f64.load', state, FRACTION);

function mergeFraction(code: Code, state: Value, other: Value): void {
  code.if(bagIsFilled(code, other), () => code.store('f64.store', state, fractionOf(code, other), FRACTION));
}

/** A value computed from the bag, only when it has one. */
function ofBag(code: Code, state: Value, type: SqlType, compute: () => Value): { value: Value; isNull: Value } {
  const isFilled = bagIsFilled(code, state);
  const result = code.variable(classOf(type));
  code.if(isFilled, () => code.set(result, compute()));
  return { value: code.get(result), isNull: code.op('i32.eqz', isFilled) };
}

/** The value in a slot of a bag as a result. */
function fromSlot(code: Code, type: SqlType, slot: Value): Value {
  return copyOut(code, type, fromSortable(code, type, loadSlot(code, sortableAs(type).held, slot)));
}

interface Percentile {
  readonly doc: string;
  readonly examples: readonly Example[];
  /** Where the arguments are; without a fraction it is one half. */
  readonly order: 'fraction, value' | 'value, fraction' | 'value';
}

const places = (order: Percentile['order']): { readonly x: number; readonly fraction: number } => ({
  x: order === 'fraction, value' ? 1 : 0,
  fraction: order === 'fraction, value' ? 0 : order === 'value' ? -1 : 1,
});

/** Interpolates between the two nearest of the sorted DOUBLE values. NULL values and fractions are skipped; NULL for none. */
export function continuousPercentile(name: string, { doc, examples, order }: Percentile): AggregateFunction {
  const at = places(order);
  const isMedian = order === 'value';
  return aggregate({
    name,
    args: order === 'value' ? ['double'] : ['double', 'double'],
    returns: DOUBLE,
    orderSensitive: false,
    keepsValues: true,
    orderedSet: order === 'fraction, value',
    nulls: 'skip',
    doc,
    examples,
    stateBytes: () => (isMedian ? BAG_BYTES : STATE_BYTES),
    update: (state, args, code) => {
      if (!isMedian) keepFraction(code, state, args[at.fraction]);
      addToBag(code, DOUBLE, state, args[at.x]);
    },
    merge: (state, other, code) => {
      if (!isMedian) mergeFraction(code, state, other);
      mergeBags(code, DOUBLE, state, other);
    },
    finish: (state, code) =>
      ofBag(code, state, DOUBLE, () => code.call('bag_percentile', state, isMedian ? code.f64(0.5) : fractionOf(code, state), code.region)),
    evaluate: (rows) => {
      const present = nonNull(rows);
      if (present.length === 0) return null;
      const fractions = present.map((row) => checkFraction(at.fraction < 0 ? 0.5 : row[at.fraction]));
      const values = sorted(
        present.map((row) => row[at.x]),
        DOUBLE,
      ) as readonly number[];
      const position = fractions.at(-1)! * (values.length - 1);
      const [low, high] = [values[Math.floor(position)], values[Math.ceil(position)]];
      return low === high || Number.isInteger(position) ? low : low + (position - Math.floor(position)) * (high - low);
    },
  });
}

/** The first of the sorted values whose rank is at least the fraction. NULL values and fractions are skipped; NULL for none. */
export function discretePercentile(name: string, kind: TypeKind, { doc, examples, order }: Percentile): AggregateFunction {
  const at = places(order);
  return aggregate({
    name,
    args: order === 'fraction, value' ? ['double', kind] : [kind, 'double'],
    returns: (types) => types[at.x],
    orderSensitive: false,
    keepsValues: true,
    orderedSet: order === 'fraction, value',
    nulls: 'skip',
    doc,
    examples,
    stateBytes: () => STATE_BYTES,
    update: (state, args, code, types) => {
      keepFraction(code, state, args[at.fraction]);
      addToBag(code, types.args[at.x], state, args[at.x]);
    },
    merge: (state, other, code, types) => {
      mergeFraction(code, state, other);
      mergeBags(code, types.args[at.x], state, other);
    },
    finish: (state, code, { returns }) =>
      ofBag(code, state, returns, () =>
        fromSlot(
          code,
          returns,
          code.call('bag_at_fraction', state, code.i32(sortableAs(returns).kind), fractionOf(code, state), code.region),
        ),
      ),
    evaluate: (rows, { args }) => {
      const present = nonNull(rows);
      if (present.length === 0) return null;
      const fractions = present.map((row) => checkFraction(row[at.fraction]));
      const values = sorted(
        present.map((row) => row[at.x]),
        args[at.x],
      );
      return values[Math.max(0, Math.ceil(fractions.at(-1)! * values.length) - 1)];
    },
  });
}

/** The most frequent value, the first in sort order of several. NULL values are skipped; NULL for none. */
export function mostFrequent(name: string, kind: TypeKind, { doc, examples }: Omit<Percentile, 'order'>): AggregateFunction {
  return aggregate({
    name,
    args: [kind],
    returns: ([type]) => type,
    orderSensitive: false,
    keepsValues: true,
    orderedSet: true,
    nulls: 'skip',
    doc,
    examples,
    stateBytes: () => BAG_BYTES,
    update: (state, [x], code, types) => addToBag(code, types.args[0], state, x),
    merge: (state, other, code, types) => mergeBags(code, types.args[0], state, other),
    finish: (state, code, { returns }) =>
      ofBag(code, state, returns, () =>
        fromSlot(code, returns, code.call('bag_mode', state, code.i32(sortableAs(returns).kind), code.region)),
      ),
    evaluate: (rows, { args }) => {
      const values = sorted(
        nonNull(rows).map(([value]) => value),
        args[0],
      );
      let best: { value: SqlValue; length: number } = { value: null, length: 0 };
      for (let start = 0, i = 1; i <= values.length; i++) {
        if (i < values.length && compareValues(args[0], values[start], values[i]) === 0) continue;
        if (i - start > best.length) best = { value: values[start], length: i - start };
        start = i;
      }
      return best.value;
    },
  });
}
