import polars from 'nodejs-polars';
import { COMPARED_ROWS, sqlOf, type OpenEngine } from './engine.js';
import { FRAMES } from './polars-frames.js';

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
  const select = (sql: string) => {
    const frame = context.execute(sql);
    // What it cannot run it returns as an error inside the frame.
    const { _ldf: inner } = frame as unknown as { _ldf: unknown };
    if (inner instanceof Error) throw inner;
    return frame.collect();
  };
  return {
    version: polars.version,
    hidesMemory: true,
    async run(query) {
      if (query.frame !== undefined && FRAMES[query.frame] === undefined) throw new Error(`no frame ${query.frame}`);
      const frame = await (query.frame === undefined ? select(sqlOf(query, 'polars')) : FRAMES[query.frame](scans, tables));
      return {
        read() {
          const names = frame.columns;
          const types = frame.dtypes.map((type) => type.variant as string);
          // Its decimals have no form in JavaScript, and it makes numbers of large integers.
          const castTo = (type: typeof polars.Float64 | typeof polars.String, kind: RegExp) =>
            names.filter((_, i) => kind.test(types[i])).map((name) => polars.col(name).cast(type));
          const casts = [...castTo(polars.Float64, /^Decimal$/), ...castTo(polars.String, /^U?Int64$/)];
          const readable = casts.length === 0 ? frame : frame.withColumns(...casts);
          const rows =
            frame.height > COMPARED_ROWS ? undefined : readable.rows().map((row) => row.map((value, i) => text(value, types[i])));
          return {
            rowCount: frame.height,
            rows,
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
