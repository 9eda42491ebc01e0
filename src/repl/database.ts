import type { Database } from '../index.js';

/** What the terminal front end uses of a database. */
export type TerminalDatabase = Pick<Database, 'query' | 'tables' | 'describe'>;
