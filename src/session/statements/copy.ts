import { setImmediate } from 'node:timers/promises';
import { cancelled, SqlError, unsupported } from '../../errors.js';
import { createResult } from '../../result/result.js';
import { arrow } from '../../result/load-arrow.js';
import type { CopyStatement, QueryNode, SelectNode } from '../../sql/ast.js';
import { formatOfName, writtenFormat } from '../../storage/files/file-format.js';
import { copyFromArguments } from '../../storage/formats/csv/copy-options.js';
import { readWriteOptions } from '../../storage/formats/csv/write-options.js';
import { writeCsv } from '../../storage/formats/csv/write.js';
import { writeParquet } from '../../storage/formats/parquet/write.js';
import { requireTable } from '../catalog.js';
import { relationName } from '../names.js';
import type { Parameter } from '../plan-query.js';
import type { RunOptions } from '../run-query.js';
import type { SessionState } from '../state.js';
import { insert } from './insert.js';
import { runQueryStatement } from './query.js';
import { commandOnly, type StatementResult } from './result.js';

/** COPY (query or table) TO a file, and COPY table FROM one. A file appears only when it is complete; rows are added all or none. */
export async function copy(
  statement: CopyStatement,
  session: SessionState,
  parameters: readonly Parameter[],
  options: RunOptions,
): Promise<StatementResult> {
  const { path, direction, at } = statement;
  if (path === undefined) throw unsupported('COPY with STDIN or STDOUT', at, 'Name a file in quotes.');
  const rows =
    direction === 'TO' ? await copyTo(statement, path, session, parameters, options) : await copyFrom(statement, path, session, options);
  return commandOnly(`COPY ${rows}`);
}

function formatOf({ options, direction, at }: CopyStatement, path: string): 'csv' | 'parquet' {
  const named = options.format;
  const byName = () => (direction === 'TO' ? writtenFormat(path) : (formatOfName(path) ?? 'csv'));
  const format = named === undefined ? byName() : String(named).toLowerCase();
  if (format === 'csv' || format === 'parquet') return format;
  throw new SqlError('22023', `COPY format "${format}" not recognized`, { position: at, hint: 'The formats are csv and parquet.' });
}

async function copyTo(
  statement: CopyStatement,
  path: string,
  session: SessionState,
  parameters: readonly Parameter[],
  options: RunOptions,
): Promise<number> {
  const query = statement.query ?? selectFrom(statement);
  const format = formatOf(statement, path);
  const { columns, rowCount, batches } = await runQueryStatement({ kind: 'QueryStatement', query }, session, parameters, options);
  const result = createResult('SELECT', columns, rowCount, batches);
  if (format === 'csv') {
    return writeCsv(
      path,
      result,
      readWriteOptions(
        statement.options,
        columns.map(({ name }) => name),
      ),
      () => pause(options.signal),
    );
  }
  return writeParquet(path, interrupted(result, options.signal), arrow().arrowSchema(columns), parquetOptions(statement));
}

/** Lets signals and timers in between two pieces of a file; 57014 when the statement is cancelled. */
async function pause(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate();
  if (signal?.aborted) throw cancelled();
}

async function* interrupted<T>(batches: AsyncIterable<T>, signal: AbortSignal | undefined): AsyncGenerator<T> {
  for await (const batch of batches) {
    await pause(signal);
    yield batch;
  }
}

const PARQUET_OPTIONS = ['format', 'codec', 'compression', 'row_group_size'];

function parquetOptions({ options, at }: CopyStatement): { readonly codec?: string; readonly rowGroupSize?: number } {
  const unknown = Object.keys(options).find((name) => !PARQUET_OPTIONS.includes(name));
  if (unknown !== undefined)
    throw new SqlError('42601', `option "${unknown}" not recognized`, {
      position: at,
      hint: `The options for Parquet are ${PARQUET_OPTIONS.join(', ')}.`,
    });
  const codec = options.codec ?? options.compression;
  return {
    codec: codec === undefined ? undefined : String(codec),
    rowGroupSize: options.row_group_size === undefined ? undefined : Number(options.row_group_size),
  };
}

/** `COPY table (columns) TO` as the query that it means. */
function selectFrom({ table, columns }: CopyStatement): QueryNode {
  const items: SelectNode['items'] =
    columns.length === 0
      ? [{ expr: { kind: 'Star', qualifier: [] } }]
      : columns.map((column) => ({ expr: { kind: 'ColumnRef', name: [column], at: column.at } }));
  return queryOf({
    kind: 'Select',
    distinct: false,
    items,
    from: [{ kind: 'Table', name: table!, at: table![0].at }],
    groupBy: [],
    windows: [],
  });
}

const queryOf = (body: SelectNode): QueryNode => ({ kind: 'Query', body, orderBy: [] });

/** Reads the file with the table's own column types and inserts its rows. */
async function copyFrom(statement: CopyStatement, path: string, session: SessionState, options: RunOptions): Promise<number> {
  const { columns, at } = statement;
  const { schema, name, at: nameAt } = relationName(statement.table!);
  const table = requireTable(session.namespace, schema, name, nameAt);
  const targets =
    columns.length === 0
      ? table.columns
      : columns.map(
          (column) =>
            table.columns.find((candidate) => candidate.name.toLowerCase() === column.name.toLowerCase()) ?? {
              name: column.name,
              type: { kind: 'text' as const },
            },
        );
  const isCsv = formatOf(statement, path) === 'csv';
  const reader = isCsv ? 'read_csv' : 'read_parquet';
  const named = isCsv ? copyFromArguments(path, statement.options, targets) : {};
  const opened = await session.catalog.openTableFunction(reader, [path], named, {
    kind: 'TableFunction',
    withOrdinality: false,
    at,
    call: {
      kind: 'FunctionCall',
      name: [{ name: reader, quoted: false }],
      args: [],
      star: false,
      distinct: false,
      orderBy: [],
      withinGroup: false,
    },
  });

  const source = { ...session, catalog: { ...session.catalog, openFiles: async () => opened! } };
  const query = queryOf({
    kind: 'Select',
    distinct: false,
    items: [{ expr: { kind: 'Star', qualifier: [] } }],
    from: [{ kind: 'File', paths: [path], at }],
    groupBy: [],
    windows: [],
  });
  const before = table.rowCount;
  await insert({ kind: 'Insert', table: statement.table!, columns, query }, source, [], options);
  return requireTable(session.namespace, schema, name, nameAt).rowCount - before;
}
