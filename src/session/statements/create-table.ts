import { SqlError } from '../../errors.js';
import { TEXT } from '../../data/types.js';
import { bindExpression, resolveTypeName } from '../../planner/bind/index.js';
import type { CreateTableAsStatement, CreateTableStatement, QualifiedName } from '../../sql/ast.js';
import { relationKey, type MemoryTable } from '../catalog.js';
import { relationName } from '../names.js';
import { bind, bindContext, withPlan, type Parameter } from '../plan-query.js';
import { runQuery, type RunOptions } from '../run-query.js';
import type { SessionState } from '../state.js';
import { storeResult } from '../store-result.js';
import { commandOnly, type StatementResult } from './result.js';

interface TableHead {
  readonly name: QualifiedName;
  readonly ifNotExists: boolean;
  readonly orReplace?: boolean;
}

/** False when the name is taken and IF NOT EXISTS forgives it. OR REPLACE takes the name of a table, not of a view. */
function checkName({ name: qualified, ifNotExists, orReplace }: TableHead, session: SessionState): boolean {
  const { schema, name, at } = relationName(qualified);
  const found = session.namespace.relations.get(relationKey(schema, name));
  if (found === undefined) return true;
  if (orReplace === true) {
    if (found.kind === 'table') return true;
    throw new SqlError('42809', `"${name}" is not a table`, { position: at, hint: 'Use DROP VIEW to remove it.' });
  }
  if (ifNotExists) return false;
  throw new SqlError('42P07', `relation "${name}" already exists`, { position: at });
}

function checkColumns(columns: readonly { readonly name: string; readonly at?: number }[]): void {
  columns.forEach(({ name, at }, i) => {
    if (columns.findIndex((other) => other.name.toLowerCase() === name.toLowerCase()) < i) {
      throw new SqlError('42701', `column "${name}" specified more than once`, { position: at });
    }
  });
}

function addTable(
  qualified: QualifiedName,
  columns: MemoryTable['columns'],
  stored: Pick<MemoryTable, 'owner' | 'region' | 'chunks' | 'rowCount'>,
  session: SessionState,
): void {
  const { schema, name } = relationName(qualified);
  const table: MemoryTable = { kind: 'table', id: session.newTableId(), schema, name, columns, ...stored };
  const key = relationKey(schema, name);
  const replaced = session.namespace.relations.get(key);
  session.namespace.relations = new Map(session.namespace.relations).set(key, table);
  if (session.transaction === undefined && replaced?.kind === 'table') session.engine.retireOwner(replaced.owner);
}

/** CREATE TABLE: an empty table in memory. */
export function createTable(statement: CreateTableStatement, session: SessionState): StatementResult {
  const { name, columns } = statement;
  if (!checkName(statement, session)) return commandOnly('CREATE TABLE');
  checkColumns(columns.map((column) => column.name));
  const context = bindContext(session, []);
  const defined = columns.map((column) => {
    const type = resolveTypeName(column.type);
    const value = column.default === undefined ? undefined : bindExpression(column.default, context, { name: column.name.name, type });
    return { name: column.name.name, type, nullable: !column.notNull, default: value };
  });
  const { engine } = session;
  const owner = engine.newOwner();
  addTable(name, defined, { owner, region: engine.arena.kernels.region_new(owner) >>> 0, chunks: [], rowCount: 0 }, session);
  return commandOnly('CREATE TABLE');
}

/** CREATE TABLE … AS: the name is taken when the rows are all there, so a query that fails leaves nothing. */
export async function createTableAs(
  statement: CreateTableAsStatement,
  session: SessionState,
  parameters: readonly Parameter[],
  options: RunOptions,
): Promise<StatementResult> {
  const { name, columns, query, withData } = statement;
  if (!checkName(statement, session)) return commandOnly('CREATE TABLE AS');
  const bound = await bind(query, session, parameters);
  if (columns.length > bound.outputs.length)
    throw new SqlError('42601', 'too many column names were specified', { position: columns[bound.outputs.length].at });
  const defined = bound.outputs.map(({ name: own, column: { type } }, i) => ({
    name: columns[i]?.name ?? own,
    type: type.kind === 'unknown' ? TEXT : type,
    nullable: true,
  }));
  checkColumns(defined);
  const { engine } = session;
  const owner = engine.newOwner();
  try {
    const region = engine.arena.kernels.region_new(owner) >>> 0;
    const stored = withData
      ? await withPlan(bound, session, options, (planned) =>
          runQuery(planned, session, options, (held) => storeResult(held, planned.positions, region, session)),
        )
      : { chunks: [], rowCount: 0 };
    checkName({ ...statement, ifNotExists: false }, session);
    addTable(name, defined, { owner, region, ...stored }, session);
    return { ...commandOnly(`SELECT ${stored.rowCount}`), rowCount: 0 };
  } catch (error) {
    engine.freeOwner(owner);
    throw error;
  }
}
