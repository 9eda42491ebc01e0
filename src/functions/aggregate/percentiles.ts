import { DOUBLE, type SqlType, type TypeKind } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import { SqlError } from '../../errors.js';
import { classOf, type Code, type Value } from '../code.js';
import { compareValues } from '../compare/values.js';
import { copyOut } from '../slots/copy-code.js';
import { aggregate, type AggregateFunction, type Example } from '../define.js';
import { fromSortable, mergeSlots, pushSlot, SLOTS_BYTES, slotCount, sortableAs, toSortable } from '../slots/slots-code.js';
import { loadSlot } from '../slots/slot-code.js';
import { nonNull } from './non-null.js';

/*
 * Percentiles collect all values of a group and sort them when they finish. State: a list of slots · SLOTS_BYTES the fraction.
 */
const STATE_BYTES = SLOTS_BYTES + 8;

export const sorted = (values: readonly SqlValue[], type: SqlType): readonly any[] => [...values].sort((a, b) => compareValues(type, a, b));

/** Raises 22003 unless 0 ≤ fraction ≤ 1; NaN is not. */
function checkFraction(fraction: number): number {
  if (!(fraction >= 0 && fraction <= 1)) throw new SqlError('22003', `percentile value ${fraction} is not between 0 and 1`);
  return fraction;
}

function keepFraction(code: Code, state: Value, fraction: Value): void {
  const inRange = code.op('i32.and', code.op('f64.ge', fraction, code.f64(0)), code.op('f64.le', fraction, code.f64(1)));
  code.raiseIf(code.op('i32.eqz', inRange), 'percentile_out_of_range');
  code.store('f64.store', state, fraction, SLOTS_BYTES);
}

const mergeFraction = (code: Code, state: Value, other: Value): void =>
  code.if(slotCount(code, other), () => code.store('f64.store', state, code.load('f64.load', other, SLOTS_BYTES), SLOTS_BYTES));

/** A computation over the sorted list, done only when there is a value. */
function overSorted(
  code: Code,
  state: Value,
  type: SqlType,
  compute: (slots: Value, count: Value, kind: Value) => Value,
): { value: Value; isNull: Value } {
  const count = slotCount(code, state);
  const result = code.variable(classOf(type));
  code.if(count, () => {
    const kind = code.i32(sortableAs(type).kind);
    const slots = code.call('slots_sorted', code.load('i32.load', state), count, kind, code.region);
    code.set(result, compute(slots, count, kind));
  });
  return { value: code.get(result), isNull: code.op('i32.eqz', count) };
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
  return aggregate({
    name,
    args: order === 'value' ? ['double'] : ['double', 'double'],
    returns: DOUBLE,
    orderSensitive: false,
    orderedSet: order === 'fraction, value',
    nulls: 'skip',
    doc,
    examples,
    stateBytes: () => STATE_BYTES,
    update: (state, args, code) => {
      keepFraction(code, state, at.fraction < 0 ? code.f64(0.5) : args[at.fraction]);
      pushSlot(code, DOUBLE, state, { value: args[at.x] });
    },
    merge: (state, other, code) => {
      mergeFraction(code, state, other);
      mergeSlots(code, DOUBLE, state, other);
    },
    finish: (state, code) =>
      overSorted(code, state, DOUBLE, (slots, count) =>
        code.call('slots_percentile', slots, count, code.load('f64.load', state, SLOTS_BYTES)),
      ),
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
    orderedSet: order === 'fraction, value',
    nulls: 'skip',
    doc,
    examples,
    stateBytes: () => STATE_BYTES,
    update: (state, args, code, types) => {
      keepFraction(code, state, args[at.fraction]);
      pushSlot(code, sortableAs(types.args[at.x]).held, state, { value: toSortable(code, args[at.x]) });
    },
    merge: (state, other, code, types) => {
      mergeFraction(code, state, other);
      mergeSlots(code, sortableAs(types.args[at.x]).held, state, other);
    },
    finish: (state, code, { returns }) =>
      overSorted(code, state, returns, (slots, count, sortKind) => {
        const slot = code.call('slots_at_fraction', slots, count, sortKind, code.load('f64.load', state, SLOTS_BYTES));
        return copyOut(code, returns, fromSortable(code, returns, loadSlot(code, sortableAs(returns).held, slot)));
      }),
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
    orderedSet: true,
    nulls: 'skip',
    doc,
    examples,
    stateBytes: () => SLOTS_BYTES,
    update: (state, [x], code, types) => pushSlot(code, sortableAs(types.args[0]).held, state, { value: toSortable(code, x) }),
    merge: (state, other, code, types) => mergeSlots(code, sortableAs(types.args[0]).held, state, other),
    finish: (state, code, { returns }) =>
      overSorted(code, state, returns, (slots, count, sortKind) => {
        const slot = code.call('slots_mode', slots, count, sortKind);
        return copyOut(code, returns, fromSortable(code, returns, loadSlot(code, sortableAs(returns).held, slot)));
      }),
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
