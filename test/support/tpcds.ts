import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'quern';
import { corporaPath, hasCorpora } from './corpora.js';

const folder = join(corporaPath, 'tpcds');

/** `01` to `99`; none where the corpora are absent. */
export const tpcdsQueries = hasCorpora
  ? readdirSync(join(folder, 'queries'), 'utf8')
      .map((name) => name.replace('.sql', ''))
      .sort()
  : [];

export const tpcdsQuery = (name: string): string =>
  readFileSync(join(folder, 'queries', `${name}.sql`), 'utf8')
    .trim()
    .replace(/;$/, '');

/** Views named as the tables, over their files. */
export async function createTpcdsViews(db: Pick<Database, 'query'>): Promise<void> {
  for (const file of readdirSync(join(folder, 'data')))
    await db.query(`CREATE VIEW ${file.replace('.parquet', '')} AS FROM '${join(folder, 'data', file)}'`);
}

/** DuckDB's rows over the same files, as texts; NULL and NaN, which is what it makes of zero by zero, are undefined. */
export function tpcdsAnswer(name: string): readonly (readonly (string | undefined)[])[] {
  const [, ...lines] = readFileSync(join(folder, 'answers', `${name}.csv`), 'utf8')
    .replace(/\n$/, '')
    .split('\n');
  return lines.map((line) =>
    [...line.matchAll(/((?:[^|\\]|\\.)*)(?:\||$)/g)]
      .slice(0, fieldsOf(line))
      .map(([, field]) => (field === 'NULL' || field === 'NaN' ? undefined : unescape(field))),
  );
}

const fieldsOf = (line: string): number => line.replace(/\\./g, '').split('|').length;
const unescape = (field: string): string => field.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));
