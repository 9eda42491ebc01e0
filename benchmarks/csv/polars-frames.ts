import polars from 'nodejs-polars';
import type { Frame } from '../harness/polars-frames.js';

export const csvFrames: Readonly<Record<string, Frame>> = {
  csv_sum: ({ lineitem }) =>
    lineitem.select(polars.col('l_quantity').count().alias('row_count'), polars.col('l_quantity').sum().alias('quantity')).collect(),
  csv_load: (_, { lineitem }) => polars.readCSV(lineitem, { tryParseDates: true }),
};
