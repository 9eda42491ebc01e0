import type { SqlType } from './data/types.js';
import type { Result, RowObject } from './result/result.js';
import type { ParameterInput } from './session/parameter-input.js';
import type { TableInput } from './session/table-input.js';

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
