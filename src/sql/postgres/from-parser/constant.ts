import type { A_Const } from 'libpg-query';
import type { ExprNode } from '../../ast.js';
import type { Context } from './context.js';

/** Numbers keep their spelling; a minus sign that PostgreSQL folded into the number is put back. */
export function constant(node: A_Const, cx: Context): ExprNode {
  const at = cx.source.at(node.location);
  if (node.isnull === true) return { kind: 'NullLiteral', at };
  if (node.boolval !== undefined) return { kind: 'BooleanLiteral', value: node.boolval.boolval ?? false, at };
  if (node.sval !== undefined) return { kind: 'StringLiteral', value: node.sval.sval ?? '', at };
  if (node.bsval !== undefined) return { kind: 'ByteaLiteral', value: node.bsval.bsval ?? '', at };
  const value = node.fval !== undefined ? (node.fval.fval ?? '0') : String(node.ival?.ival ?? 0);
  return { kind: 'NumberLiteral', text: written(value, node.location, cx), at };
}

function written(value: string, location: number | undefined, cx: Context): string {
  if (location === undefined || location < 0) return value;
  const { tokens } = cx.source;
  let i = cx.source.indexAt(location) ?? tokens.length;
  let negative = false;
  while (i < tokens.length && /^[-(]$/.test(tokens[i].text)) {
    if (tokens[i].text === '-') negative = !negative;
    i++;
  }
  if (tokens[i]?.kind !== 'number') return value;
  return (negative ? '-' : '') + tokens[i].text;
}
