import { DOUBLE } from '../../data/types.js';
import { scalar } from '../define.js';

/** A new pseudo-random number in [0, 1) for every row. Never NULL. */
export const random = scalar({
  name: 'random',
  args: [],
  returns: DOUBLE,
  nulls: 'propagate',
  volatility: 'volatile',
  doc: 'Random number from 0 (inclusive) to 1 (exclusive).',
  examples: [['random() < 1', 't']],
  evaluate: () => Math.random(),
});
