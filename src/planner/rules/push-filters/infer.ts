import { sameType } from '../../../data/types.js';
import { resolveScalar } from '../../../functions/resolve.js';
import { freeColumns } from '../../logical/columns.js';
import { isVolatile, mayRaise } from '../../logical/effects.js';
import type { ColumnExpr, ColumnId, Expr } from '../../logical/expr.js';
import { call, sameValue } from '../../logical/make.js';
import { substitute } from '../../logical/rewrite.js';
import { sameExpr } from '../../logical/same-expr.js';

/** Columns of one type that conditions hold equal in every row that passes. */
export function equivalenceClasses(conjuncts: readonly Expr[]): ColumnExpr[][] {
  const classes: ColumnExpr[][] = [];
  for (const conjunct of conjuncts) {
    if (conjunct.kind !== 'Call' || conjunct.fn.name !== '=') continue;
    const [left, right] = conjunct.args;
    if (left.kind !== 'Column' || right.kind !== 'Column' || !sameType(left.type, right.type)) continue;
    const [a, b] = [left, right].map((column) => classes.find((members) => members.some(({ id }) => id === column.id)));
    if (a !== undefined && a === b) continue;
    if (a === undefined && b === undefined) classes.push(left.id === right.id ? [left] : [left, right]);
    else if (a === undefined) b!.push(left);
    else if (b === undefined) a.push(right);
    else {
      a.push(...b);
      classes.splice(classes.indexOf(b), 1);
    }
  }
  return classes;
}

const COMPARISONS = new Set(['=', '<>', '<', '<=', '>', '>=', 'like']);

/** A comparison of one column with literals: cheap, and true or false of the value alone. */
function restrictedColumn(condition: Expr): ColumnId | undefined {
  if (
    condition.kind === 'Call'
      ? !COMPARISONS.has(condition.fn.name) || condition.args.some((arg) => arg.kind !== 'Column' && arg.kind !== 'Literal')
      : condition.kind === 'Or'
        ? condition.args.some((arg) => restrictedColumn(arg) === undefined)
        : condition.kind !== 'InList' || condition.arg.kind !== 'Column' || condition.items.some((item) => item.kind !== 'Literal')
  )
    return undefined;
  const columns = [...freeColumns(condition).keys()];
  return columns.length === 1 && !isVolatile(condition) && !mayRaise(condition) ? columns[0] : undefined;
}

/** What holds for a column holds for every column that equals it: `a.x = b.x AND a.x < 5` gives `b.x < 5`. Only what is not there yet. */
export function inferRestrictions(conjuncts: readonly Expr[]): Expr[] {
  const classes = equivalenceClasses(conjuncts);
  if (classes.length === 0) return [];
  const inferred: Expr[] = [];
  for (const conjunct of conjuncts) {
    const restricted = restrictedColumn(conjunct);
    const members = restricted === undefined ? undefined : classes.find((candidates) => candidates.some(({ id }) => id === restricted));
    for (const other of members ?? []) {
      if (other.id === restricted) continue;
      const condition = substitute(conjunct, new Map([[restricted!, other]]));
      if (![...conjuncts, ...inferred].some((known) => sameExpr(known, condition))) inferred.push(condition);
    }
  }
  return inferred;
}

/** The two columns of one type that a condition holds equal, and whether it is never TRUE of a NULL. */
function equalColumns(condition: Expr): { readonly columns: readonly [ColumnExpr, ColumnExpr]; readonly isStrict: boolean } | undefined {
  const isStrict = condition.kind === 'Call' && condition.fn.name === '=';
  const [left, right] = isStrict
    ? condition.args
    : condition.kind === 'Distinct' && condition.negated
      ? [condition.left, condition.right]
      : [];
  if (left?.kind !== 'Column' || right?.kind !== 'Column' || !sameType(left.type, right.type)) return undefined;
  return { columns: [left, right], isStrict };
}

/**
 * Columns of one side that equal the same column of the other side equal each other: of `a.x = b.x AND a.x IS NOT DISTINCT FROM b.y`, b can ask
 * for `b.x = b.y` itself. One equality for each further column.
 */
export function inferEqualities(conjuncts: readonly Expr[], isOfSide: (expr: Expr) => boolean): Expr[] {
  const partners = new Map<ColumnId, { readonly column: ColumnExpr; readonly isStrict: boolean }[]>();
  for (const conjunct of conjuncts) {
    const equal = equalColumns(conjunct);
    const [own, ...more] = equal?.columns.filter(isOfSide) ?? [];
    const [other] = equal?.columns.filter((column) => !isOfSide(column)) ?? [];
    if (equal === undefined || own === undefined || other === undefined || more.length > 0) continue;
    const known = partners.get(other.id) ?? [];
    if (!known.some(({ column }) => column.id === own.id)) partners.set(other.id, [...known, { column: own, isStrict: equal.isStrict }]);
  }
  return [...partners.values()].flatMap((members) => {
    const [first, ...rest] = members.map(({ column }) => column);
    // What equals a column that equals something strictly is no NULL either.
    const isStrict = members.some((member) => member.isStrict);
    return rest.map((column) =>
      isStrict ? call(resolveScalar('=', [first.type, column.type]), [first, column]) : sameValue(first, column),
    );
  });
}

/**
 * What a disjunction says of one side alone: `(a.n = 1 AND b.n = 2) OR (a.n = 2 AND b.n = 1)` gives `a.n = 1 OR a.n = 2` for a.
 * Undefined when a branch says nothing of it.
 */
export function impliedDisjunction(condition: Expr, isOfSide: (expr: Expr) => boolean): readonly Expr[] | undefined {
  if (condition.kind !== 'Or' || mayRaise(condition) || isVolatile(condition)) return undefined;
  const branches: Expr[] = [];
  for (const branch of condition.args) {
    const parts = (branch.kind === 'And' ? branch.args : [branch]).filter(isOfSide);
    if (parts.length === 0) return undefined;
    branches.push(parts.length === 1 ? parts[0] : { kind: 'And', args: parts, type: condition.type });
  }
  return branches;
}
