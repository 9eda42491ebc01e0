import { SqlError } from '../../errors.js';
import type { DropStatement } from '../../sql/ast.js';
import { didYouMean } from '../../data/did-you-mean.js';
import { relationKey } from '../catalog.js';
import { relationName } from '../names.js';
import type { SessionState } from '../state.js';
import { commandOnly, type StatementResult } from './result.js';

/** DROP TABLE | VIEW. All names are checked before anything is dropped. */
export function drop({ objectType, names, ifExists }: DropStatement, session: SessionState): StatementResult {
  const kind = objectType === 'TABLE' ? 'table' : 'view';
  const relations = new Map(session.namespace.relations);
  const dropped = names.flatMap((qualified) => {
    const { schema, name, at } = relationName(qualified);
    const key = relationKey(schema, name);
    const found = relations.get(key);
    if (found === undefined) {
      if (ifExists) return [];
      const guess = didYouMean(
        name,
        [...relations.values()].map((relation) => relation.name),
      );
      throw new SqlError('42P01', `${kind} "${name}" does not exist`, { position: at, hint: guess && `Perhaps you meant "${guess}".` });
    }
    if (found.kind !== kind)
      throw new SqlError('42809', `"${name}" is not a ${kind}`, {
        position: at,
        hint: `Use DROP ${found.kind.toUpperCase()} to remove it.`,
      });
    relations.delete(key);
    return [found];
  });
  session.namespace.relations = relations;
  if (session.transaction === undefined)
    for (const relation of dropped) if (relation.kind === 'table') session.engine.retireOwner(relation.owner);
  return commandOnly(`DROP ${objectType}`);
}
