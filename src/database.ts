import { SqlError, undefinedTable } from './errors.js';
import type { Engine } from './engine.js';
import type { SqlType } from './data/types.js';
import { createResult, type Result, type RowObject } from './result/result.js';
import { bind } from './session/plan-query.js';
import { createSession } from './session/index.js';
import { DEFAULT_SCHEMA, relationKey, type Namespace } from './session/catalog.js';
import { toParameter, type ParameterInput } from './session/parameters.js';
import { registerTable, type TableInput } from './session/register-table.js';

export interface QueryOptions {
  /** Cancels the query when aborted: it then rejects with SQLSTATE 57014. */
  readonly signal?: AbortSignal;
  /** Called about ten times a second with tasks done and in all. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  /** Only PostgreSQL's dialect is there yet. */
  readonly dialect?: 'postgresql';
}

/** A Quern engine with its tables in memory; files need no registration. */
export interface Database {
  /** Runs SQL (several statements give the last one's result) with `$1`, `$2`, … from `params`. Rejects with SqlError. `Row` types what toArray() gives. */
  query<Row = RowObject>(sql: string, params?: readonly ParameterInput[], options?: QueryOptions): Promise<Result<Row>>;
  /** A tagged template: ``db.sql`SELECT ${value}` `` passes values as parameters, never as text. */
  sql<Row = RowObject>(strings: TemplateStringsArray, ...params: ParameterInput[]): Promise<Result<Row>>;
  /** Makes (or replaces) a table from an Arrow table, or from row objects whose types are inferred. */
  registerTable(name: string, input: TableInput): Promise<void>;
  /** Tables and views, by name. */
  tables(): readonly { readonly schema: string; readonly name: string; readonly kind: 'table' | 'view' }[];
  /** The columns of a table or view; 42P01 when there is none. */
  describe(name: string): Promise<readonly { readonly name: string; readonly type: SqlType }[]>;
  /** Ends the worker threads; running queries fail. */
  close(): Promise<void>;
}

/** A program without types may pass anything; 22023 says what is wanted. */
function checkCall(sql: unknown, params: unknown, options: unknown): void {
  if (typeof sql !== 'string') throw new SqlError('22023', 'the SQL text is not a string');
  if (!Array.isArray(params)) throw new SqlError('22023', 'the parameters are not an array', { hint: 'query(sql, [value, …])' });
  if (typeof options !== 'object' || options === null) throw new SqlError('22023', 'the options of a query must be an object');
  const { signal, onProgress } = options as { readonly signal?: { addEventListener?: unknown } | null; readonly onProgress?: unknown };
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') throw new SqlError('22023', 'signal must be an AbortSignal');
  if (onProgress !== undefined && typeof onProgress !== 'function') throw new SqlError('22023', 'onProgress must be a function');
}

/** The API over an engine. */
export function createDatabase(engine: Engine): Database {
  const namespace: Namespace = { relations: new Map() };
  const session = createSession(engine, namespace);

  const query = async <Row>(sql: string, params: readonly ParameterInput[] = [], options: QueryOptions = {}): Promise<Result<Row>> => {
    checkCall(sql, params, options);
    const { signal, onProgress, dialect } = options;
    if (dialect !== undefined && dialect !== 'postgresql')
      throw new SqlError('0A000', `dialect "${String(dialect)}" is not supported`, { hint: 'Leave it out, or pass "postgresql".' });
    const { command, columns, rowCount, batches } = await session.run(sql, Array.from(params, toParameter), { signal, onProgress });
    return createResult<Row>(command, columns, rowCount, batches, session.state.settings.timezone);
  };
  return {
    query,
    sql: (strings, ...params) =>
      query(
        strings.reduce((text, part, i) => `${text}$${i}${part}`),
        params,
      ),
    registerTable: (name, input) => registerTable(name, input, session.state),
    tables: () => [...namespace.relations.values()].map(({ schema, name, kind }) => ({ schema, name, kind })),
    async describe(name) {
      const found = namespace.relations.get(relationKey(DEFAULT_SCHEMA, name));
      if (found === undefined) throw undefinedTable(name);
      if (found.kind === 'table') return found.columns.map((column) => ({ name: column.name, type: column.type }));
      const { outputs } = await bind(found.query, session.state, []);
      return outputs.map((output, i) => ({ name: found.columns[i], type: output.column.type }));
    },
    close: () => engine.close(),
  };
}
