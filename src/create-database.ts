import { SqlError, undefinedTable } from './errors.js';
import type { Engine } from './engine.js';
import type { Database, QueryOptions } from './database.js';
import { viewOutputs } from './planner/bind/index.js';
import { createResult, type Result } from './result/result.js';
import { bind } from './session/plan-query.js';
import { createSession } from './session/index.js';
import { DEFAULT_SCHEMA, relationKey, type Namespace } from './session/catalog.js';
import type { ParameterInput } from './session/parameter-input.js';
import { toParameter } from './session/parameters.js';
import { registerTable } from './session/register-table.js';

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
      return viewOutputs(found, outputs).map((output) => ({ name: output.name, type: output.column.type }));
    },
    close: () => engine.close(),
  };
}
