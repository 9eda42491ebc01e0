import polars from 'nodejs-polars';
import { COMPARED_ROWS, sqlOf, type OpenEngine } from './engine.js';
import { FRAMES } from './polars-frames.js';

type DataFrame = ReturnType<typeof polars.readCSV>;

const NUMBER = /^(?:U?Int|Float|Decimal)/;

function text(value: unknown, dtype: string): string | null {
  if (value === null || value === undefined) return null;
  if (!(value instanceof Date)) return String(value);
  const iso = value.toISOString();
  return dtype === 'Date' ? iso.slice(0, 10) : iso.slice(0, 19).replace('T', ' ');
}

/** Its thread count is POLARS_MAX_THREADS, which it reads when it is loaded. */
export const openPolars: OpenEngine = async (tables) => {
  const scans = Object.fromEntries(
    Object.entries(tables).map(([table, path]) => [table, path.endsWith('.csv') ? polars.scanCSV(path) : polars.scanParquet(path)]),
  );
  const context = polars.SQLContext(scans);
  return {
    version: polars.version,
    async run(query) {
      if (query.frame !== undefined && FRAMES[query.frame] === undefined) throw new Error(`no frame ${query.frame}`);
      const frame = (
        query.frame === undefined ? context.execute(sqlOf(query, 'polars'), { eager: true }) : await FRAMES[query.frame](scans, tables)
      ) as DataFrame;
      return {
        read() {
          const names = frame.columns;
          const types = frame.dtypes.map((type) => type.variant as string);
          const rows = frame.height > COMPARED_ROWS ? undefined : frame.rows().map((row) => row.map((value, i) => text(value, types[i])));
          return {
            rowCount: frame.height,
            rows,
            // Decimals come out of it as doubles.
            columns: names.map((name, i) => ({
              name,
              isNumber: NUMBER.test(types[i]),
              isApproximate: /^(?:Float|Decimal)/.test(types[i]),
            })),
          };
        },
      };
    },
    close() {},
  };
};
