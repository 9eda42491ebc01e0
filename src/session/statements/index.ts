import type { StatementNode } from '../../sql/ast.js';
import type { Parameter } from '../plan-query.js';
import type { RunOptions } from '../run-query.js';
import type { SessionState } from '../state.js';
import { createTable, createTableAs } from './create-table.js';
import { createView } from './create-view.js';
import { describe, summarize } from './describe.js';
import { drop } from './drop.js';
import { explain } from './explain.js';
import { insert } from './insert.js';
import { runQueryStatement } from './query.js';
import type { StatementResult } from './result.js';
import { set, show } from './settings.js';
import { transaction } from './transaction.js';

export type RunStatement<Node extends StatementNode> = (
  statement: Node,
  session: SessionState,
  parameters: readonly Parameter[],
  options: RunOptions,
) => StatementResult | Promise<StatementResult>;

/** How each kind of statement runs. */
const STATEMENTS: { readonly [K in StatementNode['kind']]: RunStatement<Extract<StatementNode, { kind: K }>> } = {
  QueryStatement: runQueryStatement,
  Explain: explain,
  CreateView: createView,
  CreateTable: createTable,
  CreateTableAs: createTableAs,
  Insert: insert,
  // COPY brings the writers of all formats.
  Copy: async (...args) => (await import('./copy.js')).copy(...args),
  Drop: drop,
  Set: set,
  Show: show,
  Transaction: transaction,
  Describe: describe,
  Summarize: summarize,
};

export const runStatement: RunStatement<StatementNode> = (statement, session, parameters, options) =>
  (STATEMENTS[statement.kind] as RunStatement<StatementNode>)(statement, session, parameters, options);
