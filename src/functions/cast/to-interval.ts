import { parseInterval } from '../../data/datetime.js';
import type { CastFunction } from '../define.js';

/** Casts to INTERVAL. */
export const toInterval: readonly CastFunction[] = [
  { from: 'text', to: 'interval', context: 'explicit', evaluate: (text) => parseInterval(text) },
  {
    from: 'time',
    to: 'interval',
    context: 'implicit',
    total: true,
    evaluate: (micros) => ({ months: 0, days: 0, micros }),
    compile: (value, code) => code.pair(value, code.i64(0n)),
  },
];
