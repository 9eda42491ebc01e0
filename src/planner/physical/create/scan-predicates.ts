import { sameType } from '../../../data/types.js';
import type { SqlValue } from '../../../data/value.js';
import type { ScanPredicate } from '../../../storage/formats/format.js';
import type { Expr } from '../../logical/expr.js';
import type { Scan, ScanColumn } from '../../logical/plan.js';

const MIRRORED: Readonly<Record<string, ScanPredicate['op']>> = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/** The conjuncts of a scan that file statistics can answer: a column against constants of its own type. */
export const scanPredicates = ({ conjuncts, columns }: Scan): readonly ScanPredicate[] =>
  conjuncts.flatMap((conjunct) => predicatesOf(conjunct, columns));

function predicatesOf(expr: Expr, columns: readonly ScanColumn[]): readonly ScanPredicate[] {
  switch (expr.kind) {
    case 'And':
      return expr.args.flatMap((arg) => predicatesOf(arg, columns));
    case 'Call': {
      const [left, right] = expr.args;
      if (expr.args.length !== 2 || MIRRORED[expr.fn.name] === undefined) return [];
      if (right.kind === 'Literal') return onColumn(left, expr.fn.name as ScanPredicate['op'], [right], columns);
      return left.kind === 'Literal' ? onColumn(right, MIRRORED[expr.fn.name], [left], columns) : [];
    }
    case 'InList':
      return onColumn(expr.arg, 'in', expr.items, columns);
    case 'IsNull':
      return onColumn(expr.arg, expr.negated ? 'is not null' : 'is null', [], columns);
    default:
      return [];
  }
}

function onColumn(
  expr: Expr,
  op: ScanPredicate['op'],
  constants: readonly Expr[],
  columns: readonly ScanColumn[],
): readonly ScanPredicate[] {
  if (expr.kind !== 'Column') return [];
  const column = columns.find(({ id }) => id === expr.id);
  if (column === undefined) return [];
  const values: SqlValue[] = [];
  for (const constant of constants) {
    if (constant.kind !== 'Literal' || constant.value === null || !sameType(constant.type, column.type)) return [];
    values.push(constant.value);
  }
  return [{ ordinal: column.ordinal, op, values }];
}
