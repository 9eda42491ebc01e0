import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One text of the shared corpora; `postgres` says whether PostgreSQL's grammar takes it. */
export interface CorpusText {
  readonly name: string;
  readonly sql: string;
  readonly postgres: boolean;
}

const root = fileURLToPath(new URL('../../../../../shared/corpora/', import.meta.url));

/** Every text of the corpora beside the repository; undefined, said aloud, where they are not there. */
export function corpora(): readonly CorpusText[] | undefined {
  if (!existsSync(root)) {
    console.warn(`    skipped: no corpora at ${root}`);
    return undefined;
  }
  const queries = ['tpch/queries', 'tpcds/queries', 'clickbench', 'h2o'].flatMap((folder) =>
    readdirSync(root + folder)
      .filter((file) => file.endsWith('.sql'))
      .map((file) => ({ name: `${folder}/${file}`, sql: readFileSync(`${root}${folder}/${file}`, 'utf8'), postgres: true })),
  );
  const probes = JSON.parse(readFileSync(`${root}syntax-probes.json`, 'utf8')) as { name: string; sql: string; postgres: boolean }[];
  const clients = readFileSync(`${root}bi-clients/corpus.jsonl`, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line, i) => ({ line: i + 1, ...(JSON.parse(line) as { sql: string; error?: { code: string } }) }))
    .map(({ line, sql, error }) => ({ name: `bi-clients:${line}`, sql, postgres: error?.code !== '42601' }));
  return [...queries, ...probes, ...clients];
}
