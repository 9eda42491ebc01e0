import { SqlError } from '../../errors.js';
import type { CreateViewStatement } from '../../sql/ast.js';
import { relationKey } from '../catalog.js';
import { relationName } from '../names.js';
import { bind, type Parameter } from '../plan-query.js';
import type { SessionState } from '../state.js';
import { commandOnly, type StatementResult } from './result.js';

/** CREATE [OR REPLACE] VIEW: the query is bound once to find its errors now; it is bound again, to what there is then, wherever the view is used. */
export async function createView(
  statement: CreateViewStatement,
  session: SessionState,
  parameters: readonly Parameter[],
): Promise<StatementResult> {
  const { query, orReplace, columns } = statement;
  const { schema, name, at } = relationName(statement.name);
  const key = relationKey(schema, name);
  const existing = session.namespace.relations.get(key);
  if (existing !== undefined && !(orReplace && existing.kind === 'view')) {
    throw existing.kind === 'view' || !orReplace
      ? new SqlError('42P07', `relation "${name}" already exists`, { position: at })
      : new SqlError('42809', `"${name}" is not a view`, { position: at });
  }
  const { outputs } = await bind(query, session, parameters);
  if (columns.length > outputs.length)
    throw new SqlError('42601', 'CREATE VIEW specifies more column names than columns', { position: columns[outputs.length].at });
  const names = outputs.map((output, i) => columns[i]?.name ?? output.name);
  const repeated = names.find((candidate, i) => names.indexOf(candidate) < i);
  if (repeated !== undefined) throw new SqlError('42701', `column "${repeated}" specified more than once`, { position: at });
  const given = columns.map((column, i) => ({ name: column.name, of: outputs[i].name }));
  session.namespace.relations = new Map(session.namespace.relations).set(key, { kind: 'view', schema, name, columns: given, query });
  return commandOnly('CREATE VIEW');
}
