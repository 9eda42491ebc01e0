import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, type Database } from '#quern/index.js';
import { hasCorpora, requireCorpora } from '../support/corpora.js';
import { createTpchViews, differenceFromAnswer, tpchAnswer, tpchData, tpchQueries, tpchQuery, tpchTables } from '../support/tpch.js';

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
        for (const table of tpchTables) await db.query(`COPY (FROM '${join(tpchData, `${table}.parquet`)}') TO '${join(folder, `${table}.csv`)}' (FORMAT csv, HEADER)`);
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
      assert.equal(differenceFromAnswer(await db().query(tpchQuery(name)), tpchAnswer(name)), undefined);
    });
  }
}
