import { DOUBLE } from '../../data/types.js';
import { scalar } from '../define.js';

/** The double nearest to π. Never NULL. */
export const pi = scalar({
  name: 'pi',
  args: [],
  returns: DOUBLE,
  nulls: 'propagate',
  volatility: 'immutable',
  total: true,
  doc: 'Approximate value of π.',
  examples: [['pi()', '3.141592653589793']],
  compile: (_args, code) => code.f64(Math.PI),
  evaluate: () => Math.PI,
});
