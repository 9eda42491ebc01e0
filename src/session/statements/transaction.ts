import type { TransactionStatement } from '../../sql/ast.js';
import type { SessionState } from '../state.js';
import { commandOnly, type StatementResult } from './result.js';

/** BEGIN remembers the tables and views, ROLLBACK restores them: tables are versions that never change, so a name is all there is to undo. */
export function transaction({ action }: TransactionStatement, session: SessionState): StatementResult {
  switch (action) {
    case 'BEGIN':
      session.transaction ??= session.namespace.relations;
      break;
    case 'ROLLBACK':
      if (session.transaction !== undefined) {
        const undone = session.namespace.relations;
        session.namespace.relations = session.transaction;
        retireMissing(undone, session);
      }
      session.transaction = undefined;
      break;
    case 'COMMIT':
      if (session.transaction !== undefined) retireMissing(session.transaction, session);
      session.transaction = undefined;
  }
  return commandOnly(action);
}

/** Gives back the memory of tables that `before` had and the namespace has no more. */
function retireMissing(before: SessionState['namespace']['relations'], session: SessionState): void {
  const kept = new Set([...session.namespace.relations.values()].map((relation) => (relation.kind === 'table' ? relation.owner : 0)));
  for (const relation of before.values())
    if (relation.kind === 'table' && !kept.has(relation.owner)) session.engine.retireOwner(relation.owner);
}
