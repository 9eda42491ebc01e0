import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { open, type Database } from 'quern';
import { hasCorpora, requireCorpora } from '../support/corpora.js';
import {
  createTpchViews,
  dependsOnRandomText,
  differenceFromAnswer,
  differenceFromRows,
  tpchAnswer,
  tpchData,
  tpchQueries,
  tpchQuery,
  tpchTables,
} from '../support/tpch.js';

describe('TPC-H at scale factor 0.01 equals the official answers', () => {
  for (const threads of [1, 2]) {
    describe(`from Parquet, ${threads} ${threads === 1 ? 'thread' : 'threads'}`, () => {
      let db: Database;
      before(async function () {
        requireCorpora.call(this);
        db = await open({ threads, memoryLimit: '1GB' });
        await createTpchViews(db, tpchData, 'parquet');
      });
      after(() => db?.close());
      itAnswers(() => db);
    });

    describe(`from CSV that Quern wrote, ${threads} ${threads === 1 ? 'thread' : 'threads'}`, () => {
      let db: Database;
      const folder = hasCorpora ? mkdtempSync(join(tmpdir(), 'quern-tpch-')) : '';
      before(async function () {
        requireCorpora.call(this);
        db = await open({ threads, memoryLimit: '1GB' });
        for (const table of tpchTables)
          await db.query(`COPY (FROM '${join(tpchData, `${table}.parquet`)}') TO '${join(folder, `${table}.csv`)}' (FORMAT csv, HEADER)`);
        await createTpchViews(db, folder, 'csv');
      });
      after(async () => {
        await db?.close();
        if (folder !== '') rmSync(folder, { recursive: true });
      });
      itAnswers(() => db);
    });
  }
});

function itAnswers(db: () => Database): void {
  for (const name of tpchQueries) {
    it(name, async () => {
      const result = await db().query(tpchQuery(name));
      if (!dependsOnRandomText(name)) assert.equal(differenceFromAnswer(result, tpchAnswer(name)), undefined);
      assert.equal(differenceFromRows(result, await peerRows(name)), undefined);
    });
  }
}

/** DuckDB's rows over the same files: they also cover the random text that the official answers cannot. */
async function peerRows(name: string): Promise<readonly (readonly string[])[]> {
  peer ??= openPeer();
  const rows = (await (await peer).runAndReadAll(tpchQuery(name))).getRows();
  return rows.map((row) => row.map((value) => (value === null ? 'NULL' : String(value))));
}

let peer: Promise<DuckDBConnection> | undefined;

async function openPeer(): Promise<DuckDBConnection> {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  for (const table of tpchTables) await connection.run(`CREATE VIEW ${table} AS FROM '${join(tpchData, `${table}.parquet`)}'`);
  return connection;
}
