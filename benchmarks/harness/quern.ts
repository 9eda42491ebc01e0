import { readFileSync } from 'node:fs';
import { open } from 'quern';
import { formatValue } from '#quern/data/format.js';
import { COMPARED_ROWS, sqlOf, type OpenEngine } from './engine.js';

const NUMBERS = ['smallint', 'integer', 'bigint', 'decimal', 'real', 'double'];

export const openQuern: OpenEngine = async (tables, threads) => {
  const db = await open({ threads });
  for (const [table, path] of Object.entries(tables)) await db.query(`CREATE VIEW ${table} AS FROM '${path}'`);
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string };
  return {
    version,
    async run(query) {
      const result = await db.query(sqlOf(query, 'quern'));
      return {
        async read() {
          const { columns, rowCount } = result;
          const text = (row: ReturnType<typeof result.values> extends Iterable<infer Row> ? Row : never) =>
            row.map((value, i) =>
              value === null ? null : typeof value === 'boolean' ? String(value) : formatValue(value, columns[i].type),
            );
          const rows = rowCount > COMPARED_ROWS ? undefined : [...result.values()].map(text);
          if (query.undo !== undefined) await db.query(query.undo);
          return {
            rowCount,
            rows,
            columns: columns.map(({ name, type: { kind } }) => ({
              name,
              isNumber: NUMBERS.includes(kind),
              isApproximate: kind === 'real' || kind === 'double',
            })),
          };
        },
      };
    },
    close: () => db.close(),
  };
};
