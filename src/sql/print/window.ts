import type { FrameBound, WindowFrame, WindowSpec } from '../ast.js';
import { printExpr, printList, printSort } from './expression.js';
import { printIdentifier } from './identifier.js';

/** What stands between the parentheses of OVER and of WINDOW. */
export function printWindow({ base, partitionBy, orderBy, frame }: WindowSpec): string {
  return [
    base === undefined ? '' : printIdentifier(base),
    partitionBy.length === 0 ? '' : `PARTITION BY ${printList(partitionBy)}`,
    orderBy.length === 0 ? '' : `ORDER BY ${printSort(orderBy)}`,
    frame === undefined ? '' : printFrame(frame),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function printFrame({ mode, start, end, exclude }: WindowFrame): string {
  return `${mode} BETWEEN ${printBound(start)} AND ${printBound(end)}${exclude === undefined ? '' : ` EXCLUDE ${exclude}`}`;
}

function printBound(bound: FrameBound): string {
  switch (bound.kind) {
    case 'UnboundedPreceding':
      return 'UNBOUNDED PRECEDING';
    case 'UnboundedFollowing':
      return 'UNBOUNDED FOLLOWING';
    case 'CurrentRow':
      return 'CURRENT ROW';
    case 'Preceding':
      return `${printExpr(bound.offset)} PRECEDING`;
    case 'Following':
      return `${printExpr(bound.offset)} FOLLOWING`;
  }
}
