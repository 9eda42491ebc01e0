import { array } from '../../data/types.js';
import { aggregate } from '../define.js';
import { mergeSlots, pushSlot, SLOTS_BYTES, slotCount } from '../slots/slots-code.js';

/** All values in row order, NULLs too; NULL for no rows. */
export const arrayAgg = aggregate({
  name: 'array_agg',
  args: ['any'],
  returns: ([type]) => array(type),
  orderSensitive: true,
  nulls: 'see',
  doc: 'Array of all values, NULLs included, in the order of the rows.',
  examples: [
    ['array_agg(3)', '{3}'],
    ['array_agg(NULL::integer)', '{NULL}'],
    ["array_agg('a b'::text)", '{"a b"}'],
  ],
  stateBytes: () => SLOTS_BYTES,
  update: (state, [value], code, types) => pushSlot(code, types.args[0], state, value),
  merge: (state, other, code, types) => mergeSlots(code, types.args[0], state, other),
  finish: (state, code) => ({ value: code.callView('slots_array', state), isNull: code.op('i32.eqz', slotCount(code, state)) }),
  evaluate: (rows) => (rows.length === 0 ? null : rows.map(([value]) => value)),
});
