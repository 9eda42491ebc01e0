import type { StatementNode } from '../ast.js';
import { is, type Rewrite } from './draft.js';

/** `CREATE OR REPLACE [TEMP] TABLE …` → the statement without OR REPLACE, marked after parsing. With IF NOT EXISTS it stays refused. */
export const orReplaceTable: Rewrite = (tokens, notes) => {
  if (!is(tokens, 0, 'CREATE') || !is(tokens, 1, 'OR') || !is(tokens, 2, 'REPLACE')) return tokens;
  const table = is(tokens, 3, 'TEMP', 'TEMPORARY') ? 4 : 3;
  if (!is(tokens, table, 'TABLE')) return tokens;
  notes.wrap = (statement: StatementNode) =>
    (statement.kind === 'CreateTable' || statement.kind === 'CreateTableAs') && !statement.ifNotExists
      ? { ...statement, orReplace: true }
      : undefined;
  return [tokens[0], ...tokens.slice(3)];
};
