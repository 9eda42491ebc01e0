import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { SqlType } from '#quern/data/types.js';
import type { Catalog, TableRef } from '#quern/planner/catalog.js';
import { resolveTypeName } from '#quern/planner/bind/index.js';
import { loadParser, parseStatements } from '#quern/sql/parse.js';
import { bindSql, catalogFrom, catalogOf, tableOf } from '../../../support/bind.js';

const CORPORA = join(process.cwd(), '../shared/corpora');

/** The types of Parquet columns as another engine reads them. */
function typeOf(text: string): SqlType {
  const [, name, modifiers = ''] = /^(\w+)(?:\((.*)\))?$/.exec(text) ?? [];
  return resolveTypeName({
    kind: 'TypeName',
    name: name.toLowerCase(),
    modifiers: modifiers === '' ? [] : modifiers.split(',').map(Number),
    arrayDimensions: 0,
  });
}

async function catalogOfParquet(folder: string): Promise<Catalog> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const tables = new Map<string, TableRef>();
  for (const file of readdirSync(folder)) {
    const name = file.replace(/\.parquet$/, '');
    const rows = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM '${join(folder, file)}'`)).getRows();
    tables.set(
      name,
      tableOf(
        name,
        rows.map((row) => [String(row[0]), typeOf(String(row[1]))]),
      ),
    );
  }
  connection.closeSync();
  return catalogOf(tables);
}

function itBindsAll(folder: string, catalog: () => Promise<Catalog>): void {
  describe(folder, () => {
    let tables: Catalog;
    before(async function () {
      if (!existsSync(CORPORA)) this.skip();
      await loadParser();
      tables = await catalog();
    });
    const files = existsSync(CORPORA) ? readdirSync(join(CORPORA, folder)).filter((file) => /q?\d+\.sql$/.test(file)) : [];
    for (const file of files) {
      it(file, async () => {
        const text = readFileSync(join(CORPORA, folder, file), 'utf8');
        for (const { start, end } of parseStatements(text)) {
          const { outputs } = await bindSql(text.slice(start, end), tables);
          assert.ok(outputs.length > 0);
        }
      });
    }
  });
}

describe('queries of the corpora bind', () => {
  itBindsAll('tpch/queries', () => catalogOfParquet(join(CORPORA, 'tpch/data/sf0.01')));
  itBindsAll('tpcds/queries', () => catalogOfParquet(join(CORPORA, 'tpcds/data')));
  itBindsAll('clickbench', () => catalogFrom(readFileSync(join(CORPORA, 'clickbench/create.sql'), 'utf8')));
});
