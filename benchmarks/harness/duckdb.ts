import { DuckDBInstance, DuckDBTypeId, version, type Json } from '@duckdb/node-api';
import { COMPARED_ROWS, sqlOf, type OpenEngine } from './engine.js';

const APPROXIMATE = [DuckDBTypeId.FLOAT, DuckDBTypeId.DOUBLE];
const NUMBERS = [
  ...APPROXIMATE,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.DECIMAL,
];

const text = (value: Json): string | null =>
  value === null ? null : typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);

export const openDuckdb: OpenEngine = async (tables, threads) => {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  const connection = await instance.connect();
  for (const [table, path] of Object.entries(tables)) await connection.run(`CREATE VIEW ${table} AS FROM '${path}'`);
  return {
    version: version(),
    async run(query) {
      const result = await connection.run(sqlOf(query, 'duckdb'));
      return {
        async read() {
          const rowCount = result.rowCount;
          const types = result.columnTypes();
          const rows = rowCount > COMPARED_ROWS ? undefined : (await result.getRowsJson()).map((row) => row.map(text));
          if (query.undo !== undefined) await connection.run(query.undo);
          return {
            rowCount,
            rows,
            columns: result.columnNames().map((name, i) => ({
              name,
              isNumber: NUMBERS.includes(types[i].typeId),
              isApproximate: APPROXIMATE.includes(types[i].typeId),
            })),
          };
        },
      };
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
};
