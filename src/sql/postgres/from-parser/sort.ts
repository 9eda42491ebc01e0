import type { Node } from 'libpg-query';
import { unsupported } from '../../../errors.js';
import type { SortItem } from '../../ast.js';
import { as, type Context } from './context.js';
import { expression } from './expression.js';
import { operatorName } from './operator.js';

export function sortItems(nodes: readonly Node[] | undefined, cx: Context): SortItem[] {
  return (nodes ?? []).map((node) => sortItem(node, cx));
}

function sortItem(node: Node, cx: Context): SortItem {
  const sort = as(node, 'SortBy')!;
  const expr = expression(sort.node!, cx);
  let descending = sort.sortby_dir === 'SORTBY_DESC';
  if (sort.sortby_dir === 'SORTBY_USING') {
    const at = cx.source.at(sort.location);
    const operator = operatorName(sort.useOp, at);
    if (operator !== '<' && operator !== '>') throw unsupported(`ORDER BY … USING ${operator}`, at);
    descending = operator === '>';
  }
  const nulls = sort.sortby_nulls === 'SORTBY_NULLS_FIRST' ? 'FIRST' : sort.sortby_nulls === 'SORTBY_NULLS_LAST' ? 'LAST' : undefined;
  return { expr, descending, ...(nulls === undefined ? {} : { nulls }), at: expr.at };
}
