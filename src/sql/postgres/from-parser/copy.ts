import type { CopyStmt, Node } from 'libpg-query';
import { unsupported } from '../../../errors.js';
import type { CopyStatement } from '../../ast.js';
import { as, strings, type Context } from './context.js';
import { afterName, tableName } from './from.js';
import { optionText } from './option.js';
import { query } from './query.js';

export function copy(node: CopyStmt, cx: Context, at: number): CopyStatement {
  if (node.is_program === true) throw unsupported('COPY … PROGRAM', at);
  if (node.whereClause !== undefined) throw unsupported('COPY … WHERE', at);
  const options: Record<string, string | boolean | readonly string[]> = {};
  for (const option of node.options ?? []) {
    const { defname = '', arg } = as(option, 'DefElem')!;
    options[defname.toLowerCase()] = optionValue(arg);
  }
  const select = as(node.query, 'SelectStmt');
  if (node.query !== undefined && select === undefined) throw unsupported('COPY of a statement that is no query', at);
  return {
    kind: 'Copy',
    direction: node.is_from === true ? 'FROM' : 'TO',
    ...(node.relation === undefined ? {} : { table: tableName(node.relation, cx) }),
    columns: node.relation === undefined ? [] : cx.source.listed(strings(node.attlist), afterName(node.relation, cx)),
    ...(select === undefined ? {} : { query: query(select, cx) }),
    ...(node.filename === undefined ? {} : { path: node.filename }),
    options,
    at,
  };
}

function optionValue(arg: Node | undefined): string | boolean | readonly string[] {
  if (arg === undefined) return true;
  const list = as(arg, 'List');
  if (list !== undefined) return (list.items ?? []).map(optionText);
  if ('Boolean' in arg) return (arg as { Boolean: { boolval?: boolean } }).Boolean.boolval ?? false;
  return optionText(arg);
}
