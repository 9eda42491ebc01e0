import type { Database, QueryOptions, Result } from '../index.js';

/** What the terminal front end uses of a database. */
export interface TerminalDatabase extends Pick<Database, 'tables' | 'describe'> {
  query(sql: string, params?: readonly [], options?: QueryOptions): Promise<Result>;
}
