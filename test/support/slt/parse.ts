/**
 * The sqllogictest format: SQLite's (one value per line, hashes, skipif and onlyif) and our own files (one row per line, `statement error`
 * with a SQLSTATE and a part of the message, `file` and `duckdb`, which make files for the records below). `{temp}` is a folder of the run's own.
 */
export type SltRecord = StatementRecord | QueryRecord | FileRecord | DuckdbRecord;

interface Located {
  readonly file: string;
  readonly line: number;
  readonly sql: string;
  /** Engines that `skipif` names above it. */
  readonly skips: readonly string[];
}

/** `file {temp}/name`: the lines below, up to a blank one, are the file's; `\n`, `\r`, `\t`, `\\` are escapes, and `\c` at the end leaves out the last line end. */
export interface FileRecord extends Located {
  readonly kind: 'file';
  readonly path: string;
}

/** `duckdb`: a statement that DuckDB runs, to write files that Quern must read. */
export interface DuckdbRecord extends Located {
  readonly kind: 'duckdb';
}

export interface StatementRecord extends Located {
  readonly kind: 'statement';
  /** Undefined: it must succeed. */
  readonly error?: { readonly sqlState?: string; readonly message?: string };
}

export interface QueryRecord extends Located {
  readonly kind: 'query';
  /** One letter per column: I integer, R number, T text. */
  readonly types: string;
  readonly sort: 'nosort' | 'rowsort' | 'valuesort';
  readonly label?: string;
  /** The lines below `----`; undefined where they are to be completed. */
  readonly expected: readonly string[];
}

export type SltFile = { readonly records: readonly SltRecord[]; readonly hashThreshold: number };

/** Parses a file; records for other engines than `engine` are left out. */
export function parseSlt(file: string, text: string, engine: string): SltFile {
  const lines = text.split(/\r?\n/);
  const records: SltRecord[] = [];
  let hashThreshold = 0;
  let skips: string[] = [];
  let skip = false;
  let at = 0;
  const isBlank = (line: string | undefined) => line === undefined || line.trim() === '';
  const takeSql = (): string => {
    const sql: string[] = [];
    while (!isBlank(lines[at]) && lines[at] !== '----') sql.push(lines[at++]);
    return sql.join('\n');
  };

  while (at < lines.length) {
    const line = lines[at];
    const words = line.trim().split(/\s+/);
    const start = at + 1;
    at++;
    if (isBlank(line) || line.startsWith('#')) continue;
    switch (words[0]) {
      case 'hash-threshold':
        hashThreshold = Number(words[1]);
        continue;
      case 'skipif':
        skips.push(words[1]);
        skip ||= words[1] === engine;
        continue;
      case 'onlyif':
        skip ||= words[1] !== engine;
        continue;
      case 'halt':
        if (!skip) return { records, hashThreshold };
        skip = false;
        continue;
      case 'statement': {
        const sql = takeSql();
        const message = words.slice(3).join(' ');
        const error = words[1] === 'error' ? { sqlState: words[2], message: message === '' ? undefined : message } : undefined;
        if (!skip) records.push({ kind: 'statement', file, line: start, sql, skips, error });
        break;
      }
      case 'query': {
        const sql = takeSql();
        const expected: string[] = [];
        if (lines[at] === '----') {
          at++;
          while (!isBlank(lines[at])) expected.push(lines[at++]);
        }
        const sort = (['nosort', 'rowsort', 'valuesort'] as const).find((mode) => mode === words[2]) ?? 'nosort';
        if (!skip) records.push({ kind: 'query', file, line: start, sql, skips, types: words[1], sort, label: words[3], expected });
        break;
      }
      case 'file':
      case 'duckdb': {
        const sql = takeSql();
        if (!skip)
          records.push(
            words[0] === 'file'
              ? { kind: 'file', file, line: start, sql, skips, path: words[1] }
              : { kind: 'duckdb', file, line: start, sql, skips },
          );
        break;
      }
      default:
        throw new Error(`${file}:${start}: cannot read "${line}"`);
    }
    skip = false;
    skips = [];
  }
  return { records, hashThreshold };
}
