import type { StatementNode } from '../ast.js';
import { is, symbol, word, type Rewrite } from './draft.js';

/** `DESCRIBE q` and `SUMMARIZE q`, where q is a query, a table's name or a file: the query itself, wrapped after parsing. */
export const describe: Rewrite = (tokens, notes) => {
  const kind = is(tokens, 0, 'DESCRIBE', 'DESC') ? 'Describe' : is(tokens, 0, 'SUMMARIZE') ? 'Summarize' : undefined;
  if (kind === undefined || tokens.length === 1) return tokens;
  notes.wrap = (statement: StatementNode, at: number) =>
    statement.kind === 'QueryStatement' ? { kind, query: statement.query, at } : undefined;
  const rest = tokens.slice(1);
  if (is(rest, 0, 'SELECT', 'FROM', 'WITH', 'VALUES', 'TABLE', '(')) return rest;
  const { at } = tokens[0];
  return [word('SELECT', at), symbol('*', at), word('FROM', at), ...rest];
};
