import { DOUBLE } from '../../data/types.js';
import { scalar } from '../define.js';

/** The angle of the point (x, y), in radians. NULL when either is. */
export const atan2 = scalar({
  name: 'atan2',
  args: ['double', 'double'],
  returns: DOUBLE,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'Arc tangent of y / x in radians, in the quadrant of the point; arguments (y, x).',
  examples: [['atan2(0, 1)', '0']],
  evaluate: ([y, x]) => Math.atan2(y, x),
});
