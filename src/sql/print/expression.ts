import type { ExprNode, Like, Quantified, SortItem, Star, Subscript } from '../ast.js';
import { printCall } from './call.js';
import { printIdentifier, printName, printString } from './identifier.js';
import { AND, AT, COLLATE, COMPARISON, IS, MATCHING, NOT, OR, OTHER, precedenceOf, precedenceOfOperator, SIGN } from './precedence.js';
import { printQuery } from './query.js';
import { printType } from './type.js';

export function printExpr(expr: ExprNode): string {
  switch (expr.kind) {
    case 'NullLiteral':
      return 'NULL';
    case 'BooleanLiteral':
      return expr.value ? 'TRUE' : 'FALSE';
    case 'NumberLiteral':
      return expr.text;
    case 'StringLiteral':
      return printString(expr.value);
    case 'ByteaLiteral':
      return `${expr.value[0].toUpperCase()}'${expr.value.slice(1)}'`;
    case 'ColumnRef':
      return printName(expr.name);
    case 'Star':
      return printStar(expr);
    case 'ParameterRef':
      return `$${expr.index}`;
    case 'UnaryOp':
      return printUnary(expr.operator, expr.operand);
    case 'BinaryOp': {
      const own = precedenceOfOperator(expr.operator);
      // Comparisons do not chain, the rest groups to the left.
      return `${above(expr.left, own === COMPARISON ? own : own - 1)} ${expr.operator} ${above(expr.right, own)}`;
    }
    case 'LogicalOp':
      return expr.operands.map((operand) => above(operand, expr.operator === 'OR' ? OR : AND)).join(` ${expr.operator} `);
    case 'NotOp':
      return `NOT ${above(expr.operand, NOT - 1)}`;
    case 'IsNullTest':
      return `${above(expr.operand, IS)} IS ${not(expr)}NULL`;
    case 'IsBooleanTest':
      return `${above(expr.operand, IS)} IS ${not(expr)}${expr.test}`;
    case 'IsDistinctFrom':
      return `${above(expr.left, IS)} IS ${not(expr)}DISTINCT FROM ${above(expr.right, IS)}`;
    case 'Between':
      return `${above(expr.operand, MATCHING)} ${not(expr)}BETWEEN ${expr.symmetric ? 'SYMMETRIC ' : ''}${restricted(expr.low)} AND ${above(expr.high, MATCHING)}`;
    case 'InList':
      return `${above(expr.operand, MATCHING)} ${not(expr)}IN (${printList(expr.items)})`;
    case 'InSubquery':
      return `${above(expr.operand, MATCHING)} ${not(expr)}IN (${printQuery(expr.query)})`;
    case 'Quantified':
      return printQuantified(expr);
    case 'Like':
      return printLike(expr);
    case 'CaseExpr': {
      const branches = expr.branches.map(({ when, then }) => ` WHEN ${printExpr(when)} THEN ${printExpr(then)}`).join('');
      const operand = expr.operand === undefined ? '' : ` ${printExpr(expr.operand)}`;
      return `CASE${operand}${branches}${expr.otherwise === undefined ? '' : ` ELSE ${printExpr(expr.otherwise)}`} END`;
    }
    case 'Cast':
      return `${expr.lenient === true ? 'TRY_CAST' : 'CAST'}(${printExpr(expr.operand)} AS ${printType(expr.type)})`;
    case 'FunctionCall':
      return printCall(expr);
    case 'ExistsSubquery':
      return `EXISTS (${printQuery(expr.query)})`;
    case 'ScalarSubquery':
      return `(${printQuery(expr.query)})`;
    case 'ArraySubquery':
      return `ARRAY(${printQuery(expr.query)})`;
    case 'ArrayConstructor':
      return `ARRAY[${printList(expr.elements)}]`;
    case 'RowConstructor':
      return `ROW(${printList(expr.elements)})`;
    case 'Subscript':
      return printSubscript(expr);
    case 'FieldAccess':
      return `${steppable(expr.operand, false)}.${printIdentifier(expr.field)}`;
    case 'AtTimeZone':
      return `${above(expr.operand, AT - 1)} AT TIME ZONE ${above(expr.zone, AT)}`;
    case 'Coalesce':
      return `COALESCE(${printList(expr.args)})`;
    case 'NullIf':
      return `NULLIF(${printExpr(expr.left)}, ${printExpr(expr.right)})`;
    case 'Extremum':
      return `${expr.which}(${printList(expr.args)})`;
    case 'Collate':
      return `${above(expr.operand, COLLATE - 1)} COLLATE ${printName(expr.collation)}`;
  }
}

export const printList = (exprs: readonly ExprNode[]): string => exprs.map(printExpr).join(', ');

/** In parentheses unless it binds tighter than `precedence`. */
export function above(expr: ExprNode, precedence: number): string {
  return precedenceOf(expr) > precedence ? printExpr(expr) : `(${printExpr(expr)})`;
}

/** For the places where PostgreSQL's grammar wants a b_expr: in parentheses unless made of operators and primaries alone. */
export function restricted(expr: ExprNode): string {
  return isRestricted(expr) ? printExpr(expr) : `(${printExpr(expr)})`;
}

function isRestricted(expr: ExprNode): boolean {
  if (expr.kind === 'BinaryOp') return precedenceOf(expr) > MATCHING && isRestricted(expr.left) && isRestricted(expr.right);
  if (expr.kind === 'UnaryOp') return isRestricted(expr.operand);
  return precedenceOf(expr) >= SIGN;
}

const not = ({ negated }: { readonly negated: boolean }): string => (negated ? 'NOT ' : '');

function printUnary(operator: string, operand: ExprNode): string {
  if (operator !== '-' && operator !== '+') return `${operator} ${above(operand, OTHER)}`;
  // Two signs in a row could make a comment, and a minus would join a number.
  return operator + above(operand, SIGN);
}

function printStar({ qualifier, exclude, replace }: Star): string {
  const star = [...qualifier.map(printIdentifier), '*'].join('.');
  const excluded = exclude === undefined ? '' : ` EXCLUDE (${exclude.map(printIdentifier).join(', ')})`;
  const replaced =
    replace === undefined
      ? ''
      : ` REPLACE (${replace.map(({ expr, name }) => `${printExpr(expr)} AS ${printIdentifier(name)}`).join(', ')})`;
  return star + excluded + replaced;
}

const LIKE_OPERATORS: Readonly<Record<string, string>> = { '~~': 'LIKE', '!~~': 'NOT LIKE', '~~*': 'ILIKE', '!~~*': 'NOT ILIKE' };

function printQuantified({ operand, operator, quantifier, query, array }: Quantified): string {
  const set = query === undefined ? printExpr(array!) : printQuery(query);
  return `${above(operand, OTHER)} ${LIKE_OPERATORS[operator] ?? operator} ${quantifier} (${set})`;
}

function printLike(expr: Like): string {
  const escape = expr.escape === undefined ? '' : ` ESCAPE ${above(expr.escape, MATCHING)}`;
  return `${above(expr.operand, MATCHING)} ${not(expr)}${expr.operator} ${above(expr.pattern, MATCHING)}${escape}`;
}

function printSubscript({ operand, index, upper, slice }: Subscript): string {
  const bounds = [index, upper].map((bound) => (bound === undefined ? '' : printExpr(bound)));
  return `${steppable(operand, true)}[${slice ? bounds.join(':') : bounds[0]}]`;
}

/** What a subscript or field may follow; everything else needs parentheses, a column before a field too. */
function steppable(operand: ExprNode, subscript: boolean): string {
  const bare =
    operand.kind === 'Subscript' ||
    operand.kind === 'FieldAccess' ||
    (subscript && (operand.kind === 'ColumnRef' || operand.kind === 'ParameterRef'));
  return bare ? printExpr(operand) : `(${printExpr(operand)})`;
}

export function printSort(items: readonly SortItem[]): string {
  return items
    .map(({ expr, descending, nulls }) => `${printExpr(expr)}${descending ? ' DESC' : ''}${nulls === undefined ? '' : ` NULLS ${nulls}`}`)
    .join(', ');
}
