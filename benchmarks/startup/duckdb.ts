import { DuckDBInstance } from '@duckdb/node-api';

// What a script does for its first row.
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
const result = await connection.runAndReadAll('select 1');
console.log(result.getRows());
