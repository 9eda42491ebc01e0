import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatValue } from '#quern/data/format.js';
import type { Database, Result } from 'quern';
import { corporaPath } from './corpora.js';

export const tpchTables = ['customer', 'lineitem', 'nation', 'orders', 'part', 'partsupp', 'region', 'supplier'] as const;
export const tpchQueries = Array.from({ length: 22 }, (_, i) => `q${String(i + 1).padStart(2, '0')}`);
export const tpchData = join(corporaPath, 'tpch/data/sf0.01');

export const tpchQuery = (name: string): string => readFileSync(join(corporaPath, 'tpch/queries', `${name}.sql`), 'utf8');

/** Views named as the tables over files `<table>.<extension>` in a folder. */
export async function createTpchViews(db: Database, folder: string, extension: 'parquet' | 'csv'): Promise<void> {
  for (const table of tpchTables) await db.query(`CREATE VIEW ${table} AS FROM '${join(folder, `${table}.${extension}`)}'`);
}

/** Rows of the official answer, as texts. */
export function tpchAnswer(name: string): readonly (readonly string[])[] {
  const [, ...lines] = readFileSync(join(corporaPath, 'tpch/answers/sf0.01', `${name}.csv`), 'utf8')
    .replace(/\n$/, '')
    .split('\n');
  return lines.map((line) => line.split('|').map((field) => (field === '' ? 'NULL' : field)));
}

/**
 * Columns of random text (addresses, comments). The files were generated with another text pool than the official answers: DuckDB, too,
 * reads other texts there than the answers show. Query 13, which counts orders by words in their comments, is in the same position.
 */
const RANDOM_TEXT = ['s_address', 's_comment', 'c_address', 'c_comment'];
export const dependsOnRandomText = (name: string): boolean => name === 'q13';

/** The first difference between a result and the answer, or undefined. Numbers are compared to the digits that the answer shows. */
export const differenceFromAnswer = (result: Result, answer: readonly (readonly string[])[]): string | undefined =>
  differenceFromRows(result, answer, RANDOM_TEXT);

/** As differenceFromAnswer, with other rows and all but the `ignored` columns. */
export function differenceFromRows(
  result: Result,
  answer: readonly (readonly string[])[],
  ignored: readonly string[] = [],
): string | undefined {
  const rows = Array.from(result.values(), (row) =>
    row.map((value, i) => (value === null ? 'NULL' : formatValue(value, result.columns[i].type))),
  );
  if (rows.length !== answer.length) return `${rows.length} rows, not ${answer.length}`;
  for (const [i, expected] of answer.entries()) {
    for (const [j, text] of expected.entries()) {
      if (ignored.includes(result.columns[j].name)) continue;
      if (!sameText(rows[i][j], text)) return `row ${i + 1}, ${result.columns[j].name}: ${rows[i][j]}, not ${text}`;
    }
  }
  return undefined;
}

function sameText(got: string, expected: string): boolean {
  if (got === expected) return true;
  if (!/^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(expected) || !/^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(got)) return false;
  const decimals = /\.(\d+)$/.exec(expected)?.[1].length ?? 0;
  const digits = expected.replace(/[-.]/g, '').replace(/^0+/, '').length;
  // Binary floating point carries 15 digits whatever is printed.
  if (digits > 15) return Math.abs(Number(got) - Number(expected)) <= 1e-14 * Math.abs(Number(expected));
  return Math.abs(Number(got) - Number(expected)) <= 0.5 * 10 ** -decimals * (1 + 1e-9);
}
