import { BIGINT } from '../../data/types.js';
import type { Code, Value } from '../code.js';
import { aggregate, type AggregateFunction } from '../define.js';

const shared = {
  name: 'count',
  returns: BIGINT,
  orderSensitive: false,
  stateBytes: () => 8,
} as const;

const increment = (state: Value, _args: readonly unknown[], code: Code): void =>
  code.store('i64.store', state, code.op('i64.add', code.load('i64.load', state), code.i64(1n)));
const add: AggregateFunction['merge'] = (state, other, code) =>
  code.store('i64.store', state, code.op('i64.add', code.load('i64.load', state), code.load('i64.load', other)));
const read: AggregateFunction['finish'] = (state, code) => ({ value: code.load('i64.load', state) });

/** `count(*)`: the number of rows, NULLs and all; 0 for none. */
export const countRows = aggregate({
  ...shared,
  args: [],
  doc: 'Number of rows.',
  examples: [['count(*)', '1']],
  nulls: 'see',
  update: increment,
  merge: add,
  finish: read,
  evaluate: (rows) => BigInt(rows.length),
});

/** `count(x)`: the number of rows where x is not NULL; 0 for none. */
export const countValues = aggregate({
  ...shared,
  args: ['any'],
  doc: 'Number of rows in which the argument is not NULL.',
  examples: [
    ['count(5)', '1'],
    ['count(NULL)', '0'],
  ],
  nulls: 'skip',
  update: increment,
  merge: add,
  finish: read,
  evaluate: (rows) => BigInt(rows.filter(([value]) => value !== null).length),
});
