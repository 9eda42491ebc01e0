import { BIGINT } from '../../data/types.js';
import { aggregate } from '../define.js';

/** `count_if(x)`: the number of rows where x is TRUE; NULL does not count. 0 for none. */
export const countIf = aggregate({
  name: 'count_if',
  args: ['boolean'],
  returns: BIGINT,
  orderSensitive: false,
  nulls: 'skip',
  doc: 'Number of rows in which the condition is true.',
  examples: [
    ['count_if(1 < 2)', '1'],
    ['count_if(NULL)', '0'],
  ],
  stateBytes: () => 8,
  update: (state, [value], code) =>
    code.store('i64.store', state, code.op('i64.add', code.load('i64.load', state), code.op('i64.extend_i32_u', value))),
  merge: (state, other, code) =>
    code.store('i64.store', state, code.op('i64.add', code.load('i64.load', state), code.load('i64.load', other))),
  finish: (state, code) => ({ value: code.load('i64.load', state) }),
  evaluate: (rows) => BigInt(rows.filter(([value]) => value === true).length),
});
