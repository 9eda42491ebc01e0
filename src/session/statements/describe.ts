import { typeName } from '../../data/types.js';
import type { DescribeStatement, SummarizeStatement } from '../../sql/ast.js';
import { bind, type Parameter } from '../plan-query.js';
import type { SessionState } from '../state.js';
import { textResult, type StatementResult } from './result.js';
import type { RunOptions } from '../run-query.js';
import { runQueryStatement } from './query.js';
import { summaryQuery } from './summary-query.js';

/** DESCRIBE: the names and types of a query's columns, without running it. */
export async function describe(
  { query }: DescribeStatement,
  session: SessionState,
  parameters: readonly Parameter[],
): Promise<StatementResult> {
  const { outputs } = await bind(query, session, parameters);
  return textResult(
    'DESCRIBE',
    ['column_name', 'column_type'],
    outputs.map(({ name, column }) => [name, typeName(column.type)]),
  );
}

/** SUMMARIZE: one row per column with its range, distinct values, quartiles where it has numbers, and the share of NULLs. */
export async function summarize(
  { query }: SummarizeStatement,
  session: SessionState,
  parameters: readonly Parameter[],
  options: RunOptions,
): Promise<StatementResult> {
  const { outputs } = await bind(query, session, parameters);
  const statement = summaryQuery(
    query,
    outputs.map(({ name, column }) => ({ name, type: column.type })),
  );
  return { ...(await runQueryStatement(statement, session, parameters, options)), command: 'SUMMARIZE' };
}
