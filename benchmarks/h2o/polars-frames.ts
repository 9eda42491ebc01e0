import polars from 'nodejs-polars';
import type { Frame } from '../harness/polars-frames.js';
import { builtOnce, group } from '../harness/polars-lazy.js';

const { col } = polars;

/** The H2O queries in Polars' own API, named as the SQL files are. */
export const h2oFrames: Readonly<Record<string, Frame>> = builtOnce({
  group_q01: ({ x_group }) => group(x_group, 'id1').agg(col('v1').sum()),
  group_q02: ({ x_group }) => group(x_group, 'id1', 'id2').agg(col('v1').sum()),
  group_q03: ({ x_group }) => group(x_group, 'id3').agg(col('v1').sum(), col('v3').mean()),
  group_q04: ({ x_group }) => group(x_group, 'id4').agg(col('v1').mean(), col('v2').mean(), col('v3').mean()),
  group_q05: ({ x_group }) => group(x_group, 'id6').agg(col('v1').sum(), col('v2').sum(), col('v3').sum()),
  group_q06: ({ x_group }) => group(x_group, 'id4', 'id5').agg(col('v3').median().alias('median_v3'), col('v3').std().alias('sd_v3')),
  group_q07: ({ x_group }) => group(x_group, 'id3').agg(col('v1').max().minus(col('v2').min()).alias('range_v1_v2')),
  group_q08: ({ x_group }) =>
    group(x_group.filter(col('v3').isNotNull()), 'id6')
      .agg(col('v3').sort(true).head(2).alias('largest2_v3'))
      .explode('largest2_v3'),
  group_q10: ({ x_group }) =>
    group(x_group, 'id1', 'id2', 'id3', 'id4', 'id5', 'id6').agg(col('v3').sum(), col('v1').count().alias('count')),
  join_q01: ({ x, small }) => x.join(small, { on: 'id1', how: 'inner' }),
  join_q02: ({ x, medium }) => x.join(medium, { on: 'id2', how: 'inner' }),
  join_q03: ({ x, medium }) => x.join(medium, { on: 'id2', how: 'left' }),
  join_q04: ({ x, medium }) => x.join(medium, { on: 'id5', how: 'inner' }),
  join_q05: ({ x, big }) => x.join(big, { on: 'id3', how: 'inner' }),
});
