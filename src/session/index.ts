import { SqlError, toSqlError } from '../errors.js';
import { defaultSettings } from '../config.js';
import type { Engine } from '../engine.js';
import { parseStatements } from '../sql/parse.js';
import { createCatalog, type MemoryTable, type Namespace } from './catalog.js';
import { createPlanCache, planKey } from './plan-cache.js';
import type { Parameter } from './plan-query.js';
import type { RunOptions } from './run-query.js';
import type { SessionState } from './state.js';
import { runStatement } from './statements/index.js';
import { runKeptQuery } from './statements/query.js';
import { commandOnly, type StatementResult } from './statements/result.js';

/** One conversation with an engine: settings, a transaction, and statements run in the order they are sent. */
export interface Session {
  readonly state: SessionState;
  /** Runs the statements of `text` one after the other and returns the last one's result; the first error, always an SqlError, ends the script. */
  run(text: string, parameters: readonly Parameter[], options: RunOptions): Promise<StatementResult>;
}

/** Table ids are unique in the process, as owners are in the engine. */
let lastTableId = 0;

export function createSession(engine: Engine, namespace: Namespace): Session {
  let statementMicros = 0n;
  let transactionMicros = 0n;
  const state: SessionState = {
    engine,
    namespace,
    catalog: createCatalog(namespace),
    settings: defaultSettings(),
    plans: createPlanCache(),
    transaction: undefined,
    nowMicros: () => (state.transaction === undefined ? statementMicros : transactionMicros),
    temporary: new Map(),
    tableById: (id) =>
      state.temporary.get(id) ??
      [...namespace.relations.values()].find((relation): relation is MemoryTable => relation.kind === 'table' && relation.id === id),
    newTableId: () => ++lastTableId,
  };
  const run: Session['run'] = async (text, parameters, options) => {
    statementMicros = BigInt(Date.now()) * 1000n;
    // A text of one statement needs no parsing when its plan is kept.
    const whole = { ...options, planKey: planKey(`all of ${text}`, parameters, state) };
    const kept = await runKeptQuery(state, whole);
    if (kept !== undefined) return kept;
    let result = commandOnly('');
    const statements = parseStatements(text);
    for (const [i, { statement, parameterCount }] of statements.entries()) {
      if (parameterCount > parameters.length) {
        throw new SqlError('42P02', `there is no parameter $${parameterCount}`, {
          hint: `The statement needs ${parameterCount} parameters and got ${parameters.length}.`,
        });
      }
      statementMicros = BigInt(Date.now()) * 1000n;
      if (statement.kind === 'Transaction' && statement.action === 'BEGIN') transactionMicros = statementMicros;
      if (statements.length === 1) return runStatement(statement, state, parameters, whole);
      const each = { ...options, planKey: planKey(`${i} of ${text}`, parameters, state) };
      result = (await runKeptQuery(state, each)) ?? (await runStatement(statement, state, parameters, each));
    }
    return result;
  };
  return {
    state,
    run: (text, parameters, options) =>
      run(text, parameters, options).catch((error: unknown) => {
        throw toSqlError(error);
      }),
  };
}
