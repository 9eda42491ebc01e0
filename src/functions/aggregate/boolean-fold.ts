import { BOOLEAN } from '../../data/types.js';
import { aggregate, type AggregateFunction, type Example } from '../define.js';
import { nonNull } from './non-null.js';

/** AND or OR of all values. State: 0 the result · 4 1 when there is one. NULL values are skipped; NULL for none. */
export function booleanFold(name: string, operator: 'and' | 'or', doc: string, examples: readonly Example[]): AggregateFunction {
  return aggregate({
    name,
    args: ['boolean'],
    returns: BOOLEAN,
    orderSensitive: false,
    ignoresDistinct: true,
    nulls: 'skip',
    doc,
    examples,
    stateBytes: () => 8,
    init: (state, code) => {
      if (operator === 'and') code.store('i32.store', state, code.i32(1));
    },
    update: (state, [value], code) => {
      code.store('i32.store', state, code.op(`i32.${operator}`, code.load('i32.load', state), value));
      code.store('i32.store', state, code.i32(1), 4);
    },
    merge: (state, other, code) => {
      code.store('i32.store', state, code.op(`i32.${operator}`, code.load('i32.load', state), code.load('i32.load', other)));
      code.store('i32.store', state, code.op('i32.or', code.load('i32.load', state, 4), code.load('i32.load', other, 4)), 4);
    },
    finish: (state, code) => ({ value: code.load('i32.load', state), isNull: code.op('i32.eqz', code.load('i32.load', state, 4)) }),
    evaluate: (rows) => {
      const values = nonNull(rows);
      if (values.length === 0) return null;
      return operator === 'and' ? values.every(([value]) => value) : values.some(([value]) => value);
    },
  });
}
