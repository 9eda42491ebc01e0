import { aggregate } from '#quern/functions/define.js';
import type { AggregateFunction } from '#quern/functions/define.js';
import { BIGINT, TEXT } from '#quern/data/types.js';

/** Aggregates for plans built by hand: small states whose results are easy to check. */
export const countAll: AggregateFunction = aggregate({
  name: 'count',
  args: [],
  returns: BIGINT,
  doc: 'Rows.',
  examples: [],
  orderSensitive: false,
  nulls: 'skip',
  stateBytes: () => 8,
  update: (state, _, code) => code.store('i64.store', state, code.op('i64.add', code.load('i64.load', state), code.i64(1n))),
  merge: (state, other, code) =>
    code.store('i64.store', state, code.op('i64.add', code.load('i64.load', state), code.load('i64.load', other))),
  finish: (state, code) => ({ value: code.load('i64.load', state) }),
  evaluate: (rows) => BigInt(rows.length),
});

/** Of integers, as a bigint; NULL for none. The state begins at 1000000, which `finish` takes off, so that a missed or repeated `init` shows. */
export const sum: AggregateFunction = aggregate({
  name: 'sum',
  args: ['integer'],
  returns: BIGINT,
  doc: 'Sum.',
  examples: [],
  orderSensitive: false,
  nulls: 'skip',
  stateBytes: () => 9,
  init: (state, code) => code.store('i64.store', state, code.i64(1000000n)),
  update: (state, [value], code) => {
    code.store('i64.store', state, code.op('i64.add', code.load('i64.load', state), code.op('i64.extend_i32_s', value)));
    code.store('i32.store8', state, code.i32(1), 8);
  },
  merge: (state, other, code) => {
    const added = code.op('i64.add', code.load('i64.load', state), code.load('i64.load', other));
    code.store('i64.store', state, code.op('i64.sub', added, code.i64(1000000n)));
    code.store('i32.store8', state, code.op('i32.or', code.load('i32.load8_u', state, 8), code.load('i32.load8_u', other, 8)), 8);
  },
  finish: (state, code) => ({
    value: code.op('i64.sub', code.load('i64.load', state), code.i64(1000000n)),
    isNull: code.op('i32.eqz', code.load('i32.load8_u', state, 8)),
  }),
  evaluate: (rows) => {
    const values = rows.filter(([value]) => value !== null);
    return values.length === 0 ? null : values.reduce((total, [value]) => total + BigInt(value as number), 0n);
  },
});

/** The first value, NULL included. */
export const first: AggregateFunction = aggregate({
  name: 'first',
  args: ['text'],
  returns: TEXT,
  doc: 'First value.',
  examples: [],
  orderSensitive: true,
  nulls: 'see',
  stateBytes: () => 24,
  update: (state, [{ value, isNull }], code) =>
    code.if(code.op('i32.eqz', code.load('i32.load', state, 16)), () => {
      code.store('i32.store', state, code.i32(1), 16);
      code.store('i32.store', state, isNull ?? code.i32(0), 20);
      const copy = () => code.callVoid('view_copy', state, code.addressOf(value), code.stateRegion);
      if (isNull === undefined) copy();
      else code.if(code.op('i32.eqz', isNull), copy);
    }),
  merge: (state, other, code) =>
    code.if(code.op('i32.eqz', code.load('i32.load', state, 16)), () => {
      code.store128(state, code.load128(other));
      code.store('i64.store', state, code.load('i64.load', other, 16), 16);
    }),
  finish: (state, code) => ({
    value: code.asView(state),
    isNull: code.op('i32.or', code.op('i32.eqz', code.load('i32.load', state, 16)), code.load('i32.load', state, 20)),
  }),
  evaluate: (rows) => (rows.length === 0 ? null : rows[0][0]),
});
