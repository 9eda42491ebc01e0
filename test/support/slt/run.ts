import type { Database, SqlError } from '#quern/index.js';
import { formatOwn, formatSqlite, hashLine, sorted } from './format.js';
import type { QueryRecord, SltFile, SltRecord, StatementRecord } from './parse.js';

/** Why a record failed, with its place. */
export interface SltFailure {
  readonly record: SltRecord;
  readonly reason: string;
}

export interface SltDialect {
  /** SQLite's files list values one per line; ours a row per line. */
  readonly valuePerLine: boolean;
}

/** Runs one record; the failure, or undefined. `labels` remembers results that must be equal. */
export async function runRecord(
  db: Database,
  record: SltRecord,
  dialect: SltDialect,
  hashThreshold: number,
  labels: Map<string, string>,
): Promise<SltFailure | undefined> {
  const reason = record.kind === 'statement' ? await runStatement(db, record) : await runQuery(db, record, dialect, hashThreshold, labels);
  return reason === undefined ? undefined : { record, reason };
}

async function runStatement(db: Database, { sql, error }: StatementRecord): Promise<string | undefined> {
  try {
    await db.query(sql);
  } catch (raised) {
    const { sqlState, message } = raised as SqlError;
    if (error === undefined) return describeError(raised);
    if (error.sqlState !== undefined && error.sqlState !== sqlState) return `expected ${error.sqlState}, got ${sqlState}: ${message}`;
    if (error.message !== undefined && !message.includes(error.message))
      return `expected a message with "${error.message}", got "${message}"`;
    return undefined;
  }
  return error === undefined ? undefined : `expected error ${error.sqlState ?? ''}, got none`;
}

/** The lines that a query prints in a file's form. */
export async function queryLines(
  db: Database,
  record: QueryRecord,
  { valuePerLine }: SltDialect,
  hashThreshold: number,
): Promise<string[]> {
  const { columns, values } = await query(db, record.sql);
  const format = valuePerLine ? formatSqlite : formatOwn;
  const rows = Array.from(values, (row) => row.map((value, i) => format(value, columns[i].type, record.types[i] ?? 'T')));
  const ordered = sorted(rows, record.sort);
  if (!valuePerLine) return ordered.map((row) => row.join(' '));
  const flat = ordered.flat();
  // Some files hash without stating a threshold.
  const hashed = record.expected.length === 1 && record.expected[0].includes(' values hashing to ');
  return hashed || (hashThreshold > 0 && flat.length > hashThreshold) ? [hashLine(flat)] : flat;
}

async function query(db: Database, sql: string) {
  const result = await db.query(sql);
  return { columns: result.columns, values: result.values() };
}

async function runQuery(
  db: Database,
  record: QueryRecord,
  dialect: SltDialect,
  hashThreshold: number,
  labels: Map<string, string>,
): Promise<string | undefined> {
  let lines: string[];
  try {
    lines = await queryLines(db, record, dialect, hashThreshold);
  } catch (error) {
    return describeError(error);
  }
  const expected = record.expected.map((line) => line.trimEnd());
  const got = lines.map((line) => line.trimEnd());
  if (got.length !== expected.length || got.some((line, i) => line !== expected[i]))
    return `expected\n${clip(expected)}\ngot\n${clip(got)}`;
  if (record.label !== undefined) {
    const known = labels.get(record.label);
    if (known !== undefined && known !== got.join('\n')) return `differs from an earlier query with label ${record.label}`;
    labels.set(record.label, got.join('\n'));
  }
  return undefined;
}

const clip = (lines: readonly string[]): string =>
  [...lines.slice(0, 12).map((line) => `  ${line}`), ...(lines.length > 12 ? [`  … ${lines.length} lines`] : [])].join('\n');

const describeError = (error: unknown): string => {
  const { sqlState, message, stack } = error as SqlError;
  return sqlState === undefined || sqlState === 'XX000' ? `${sqlState}: ${message}\n${stack}` : `${sqlState}: ${message}`;
};

/** Runs every record of a file (or those that `wanted` picks; statements always run) and returns the failures. */
export async function runFile(
  db: Database,
  { records, hashThreshold }: SltFile,
  dialect: SltDialect,
  wanted: (record: SltRecord, index: number) => boolean = () => true,
): Promise<{ readonly ran: number; readonly failures: readonly SltFailure[] }> {
  const labels = new Map<string, string>();
  const failures: SltFailure[] = [];
  let ran = 0;
  for (const [index, record] of records.entries()) {
    if (record.kind === 'query' && !wanted(record, index)) continue;
    ran++;
    const failure = await runRecord(db, record, dialect, hashThreshold, labels);
    if (failure !== undefined) failures.push(failure);
  }
  return { ran, failures };
}

export const showFailures = (failures: readonly SltFailure[]): string =>
  failures
    .slice(0, 10)
    .map(({ record, reason }) => `${record.file}:${record.line}\n${record.sql}\n${reason}`)
    .join('\n\n') + (failures.length > 10 ? `\n… ${failures.length} failures` : '');
