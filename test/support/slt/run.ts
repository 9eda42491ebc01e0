import type { Database, SqlError } from 'quern';
import { formatOwn, formatSqlite, hashLine, sorted } from './format.js';
import type { QueryRecord, SltFile, SltRecord, StatementRecord } from './parse.js';
import type { Workspace } from './workspace.js';

/** Why a record failed, with its place. */
export interface SltFailure {
  readonly record: SltRecord;
  readonly reason: string;
}

/** How records are read and what they refer to. */
export interface SltContext {
  /** SQLite's files list values one per line; ours a row per line. */
  readonly valuePerLine: boolean;
  readonly hashThreshold: number;
  readonly workspace: Workspace;
}

/** Runs one record; the failure, or undefined. `labels` remembers results that must be equal. */
export async function runRecord(
  db: Database,
  record: SltRecord,
  context: SltContext,
  labels: Map<string, string>,
): Promise<SltFailure | undefined> {
  const reason = await runAny(db, record, context, labels);
  return reason === undefined ? undefined : { record, reason };
}

async function runAny(db: Database, record: SltRecord, context: SltContext, labels: Map<string, string>): Promise<string | undefined> {
  switch (record.kind) {
    case 'statement':
      return runStatement(db, record, context);
    case 'query':
      return runQuery(db, record, context, labels);
    case 'file':
    case 'duckdb':
      await context.workspace.make(record);
      return undefined;
  }
}

async function runStatement(db: Database, { sql, error }: StatementRecord, { workspace }: SltContext): Promise<string | undefined> {
  try {
    await db.query(workspace.fill(sql));
  } catch (raised) {
    const { sqlState, message } = raised as SqlError;
    if (error === undefined) return describeError(raised);
    if (error.sqlState !== undefined && error.sqlState !== sqlState) return `expected ${error.sqlState}, got ${sqlState}: ${message}`;
    if (error.message !== undefined && !workspace.hide(message).includes(error.message))
      return `expected a message with "${error.message}", got "${message}"`;
    return undefined;
  }
  return error === undefined ? undefined : `expected error ${error.sqlState ?? ''}, got none`;
}

/** The lines that a query prints in a file's form. */
export async function queryLines(
  db: Database,
  record: QueryRecord,
  { valuePerLine, hashThreshold, workspace }: SltContext,
): Promise<string[]> {
  const result = await db.query(workspace.fill(record.sql));
  const { columns } = result;
  const format = valuePerLine ? formatSqlite : formatOwn;
  const rows = Array.from(result.values(), (row) =>
    row.map((value, i) => workspace.hide(format(value, columns[i].type, record.types[i] ?? 'T'))),
  );
  const ordered = sorted(rows, record.sort);
  const flat = ordered.flat();
  // Some files hash without stating a threshold.
  const hashed = record.expected.length === 1 && record.expected[0].includes(' values hashing to ');
  if ((valuePerLine && hashed) || (hashThreshold > 0 && flat.length > hashThreshold)) return [hashLine(flat)];
  return valuePerLine ? flat : ordered.map((row) => row.join(' '));
}

async function runQuery(db: Database, record: QueryRecord, context: SltContext, labels: Map<string, string>): Promise<string | undefined> {
  let lines: string[];
  try {
    lines = await queryLines(db, record, context);
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

/** Runs every record of a file (or those that `wanted` picks; statements always run) and returns the failures. `before` sees each first. */
export async function runFile(
  db: Database,
  { records }: SltFile,
  context: SltContext,
  {
    wanted = () => true,
    before,
  }: { wanted?: (record: SltRecord, index: number) => boolean; before?: (index: number) => Promise<void> } = {},
): Promise<{ readonly ran: number; readonly failures: readonly SltFailure[] }> {
  const labels = new Map<string, string>();
  const failures: SltFailure[] = [];
  let ran = 0;
  for (const [index, record] of records.entries()) {
    if (record.kind === 'query' && !wanted(record, index)) continue;
    ran++;
    await before?.(index);
    const failure = await runRecord(db, record, context, labels);
    if (failure !== undefined) failures.push(failure);
  }
  return { ran, failures };
}

export const showFailures = (failures: readonly SltFailure[], limit = 10): string =>
  failures
    .slice(0, limit)
    .map(({ record, reason }) => `${record.file}:${record.line}\n${record.sql}\n${reason}`)
    .join('\n\n') + (failures.length > limit ? `\n… ${failures.length} failures` : '');
