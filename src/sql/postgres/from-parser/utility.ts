import type { TransactionStmt, VariableSetStmt, VariableShowStmt } from 'libpg-query';
import { unsupported } from '../../../errors.js';
import type { SetStatement, ShowStatement, TransactionStatement } from '../../ast.js';
import { as, type Context } from './context.js';
import { optionText } from './option.js';

/** SET, RESET and SET … TO DEFAULT. SET LOCAL is refused, as a session has no transactions that would end it. */
export function setVariable(node: VariableSetStmt, _cx: Context, at: number): SetStatement {
  if (node.is_local === true) throw unsupported('SET LOCAL', at);
  const name = node.name ?? 'all';
  switch (node.kind) {
    case 'VAR_SET_VALUE': {
      // SET TIME ZONE INTERVAL … arrives as a cast.
      const value = (node.args ?? []).map((arg) => optionText(as(arg, 'TypeCast')?.arg ?? arg));
      return { kind: 'Set', name, value, at };
    }
    case 'VAR_SET_MULTI': {
      const options = (node.args ?? []).map((arg) => as(arg, 'DefElem')!);
      return { kind: 'Set', name: name.toLowerCase(), value: options.map((option) => `${option.defname} ${optionText(option.arg)}`), at };
    }
    case 'VAR_SET_DEFAULT':
    case 'VAR_RESET':
      return { kind: 'Set', name, at };
    case 'VAR_RESET_ALL':
      return { kind: 'Set', name: 'all', at };
    default:
      throw unsupported('SET … FROM CURRENT', at);
  }
}

export function showVariable(node: VariableShowStmt, _cx: Context, at: number): ShowStatement {
  return { kind: 'Show', name: node.name ?? '', at };
}

const ACTIONS: Readonly<Record<string, TransactionStatement['action']>> = {
  TRANS_STMT_BEGIN: 'BEGIN',
  TRANS_STMT_START: 'BEGIN',
  TRANS_STMT_COMMIT: 'COMMIT',
  TRANS_STMT_ROLLBACK: 'ROLLBACK',
};

export function transaction(node: TransactionStmt, _cx: Context, at: number): TransactionStatement {
  const action = ACTIONS[node.kind ?? ''];
  if (action === undefined) throw unsupported((node.kind ?? '').replace('TRANS_STMT_', '').replaceAll('_', ' '), at);
  if (node.chain === true) throw unsupported('AND CHAIN', at);
  return { kind: 'Transaction', action, at };
}
