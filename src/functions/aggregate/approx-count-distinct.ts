import { BIGINT } from '../../data/types.js';
import { classOf } from '../code.js';
import { aggregate } from '../define.js';
import { estimateDistinct } from './distinct-sketch.js';
import { SORTABLE_KINDS } from '../compare/kinds.js';
import { nonNull } from './non-null.js';

const HASH = { i32: 'i64', i64: 'i64', f32: 'f64', f64: 'f64', i128: 'i128', view: 'view' } as const;
const STATE_BYTES = 16;

/** HyperLogLog with fixed hashes: the same answer for the same set of values, however the rows are partitioned. NULL values are skipped; 0 for none. */
export const approxCountDistinct = SORTABLE_KINDS.map((kind) =>
  aggregate({
    name: 'approx_count_distinct',
    args: [kind],
    returns: BIGINT,
    orderSensitive: false,
    ignoresDistinct: true,
    nulls: 'skip',
    doc: 'Approximate number of distinct non-NULL values: exact up to 96, a standard error of 2.3 % above.',
    examples:
      kind === 'integer'
        ? [
            ['approx_count_distinct(3)', '1'],
            ['approx_count_distinct(NULL::integer)', '0'],
          ]
        : [],
    stateBytes: () => STATE_BYTES,
    update: (state, [value], code, types) => {
      const [type] = types.args;
      const wide =
        value.class === 'i32' ? code.op('i64.extend_i32_s', value) : value.class === 'f32' ? code.op('f64.promote_f32', value) : value;
      const hash = code.call(`sketch_hash_${type.kind === 'interval' ? 'interval' : HASH[classOf(type)]}`, wide);
      code.callVoid('sketch_add', state, hash, code.stateRegion);
    },
    merge: (state, other, code) => code.callVoid('sketch_merge', state, other, code.stateRegion),
    finish: (state, code) => ({ value: code.call('sketch_estimate', state, code.region) }),
    evaluate: (rows, { args }) =>
      estimateDistinct(
        args[0],
        nonNull(rows).map(([value]) => value),
      ),
  }),
);
