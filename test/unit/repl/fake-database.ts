import { INTEGER, TEXT, type SqlType } from '#quern/data/types.js';
import type { SqlValue } from '#quern/data/value.js';
import { cancelled, undefinedTable } from '#quern/errors.js';
import type { TerminalDatabase } from '#quern/repl/database.js';
import type { Rows } from '#quern/repl/format/formatter.js';

export function rowsOf(columns: Readonly<Record<string, SqlType>>, rows: readonly (readonly SqlValue[])[]): Rows {
  return { columns: Object.entries(columns).map(([name, type]) => ({ name, type })), rowCount: rows.length, values: () => rows };
}

const COMMANDS: Readonly<Record<string, string>> = { select_nothing: 'SELECT', select_into: 'SELECT 1' };

/** Knows one table, and answers by the statement's words: `fail` fails, `wait` lasts until it is cancelled, SELECT has a row, the rest a tag. */
export function fakeDatabase(): TerminalDatabase & { readonly statements: string[] } {
  const statements: string[] = [];
  return {
    statements,
    async query(sql, _params, options) {
      statements.push(sql);
      if (sql.includes('fail')) throw undefinedTable('fail', sql.indexOf('fail'), 'Perhaps you meant "fair".');
      if (sql.includes('wait')) {
        await new Promise((_resolve, reject) => options?.signal?.addEventListener('abort', () => reject(cancelled())));
      }
      const rows = /^select\b/i.test(sql) ? rowsOf({ n: INTEGER, word: TEXT }, [[statements.length, sql]]) : rowsOf({}, []);
      return { ...rows, command: COMMANDS[sql] ?? sql.split(' ')[0].toUpperCase() } as Awaited<ReturnType<TerminalDatabase['query']>>;
    },
    tables: () => [
      { schema: 'public', name: 'Orders', kind: 'table' },
      { schema: 'public', name: 'recent', kind: 'view' },
    ],
    async describe(name) {
      if (name.toLowerCase() !== 'orders') throw undefinedTable(name);
      return [
        { name: 'id', type: INTEGER },
        { name: 'order total', type: TEXT },
      ];
    },
  };
}
