import type { ExprNode } from '../ast.js';

/** PostgreSQL's operator precedence, loosest first; see its manual, section 4.1.6. */
export const OR = 1,
  AND = 2,
  NOT = 3,
  IS = 4,
  COMPARISON = 5,
  MATCHING = 6,
  OTHER = 7,
  SUM = 8,
  PRODUCT = 9,
  POWER = 10,
  AT = 11,
  COLLATE = 12,
  SIGN = 13,
  PRIMARY = 14;

const INFIX: Readonly<Record<string, number>> = {
  '=': COMPARISON,
  '<': COMPARISON,
  '>': COMPARISON,
  '<=': COMPARISON,
  '>=': COMPARISON,
  '<>': COMPARISON,
  '+': SUM,
  '-': SUM,
  '*': PRODUCT,
  '/': PRODUCT,
  '%': PRODUCT,
  '^': POWER,
};

export const precedenceOfOperator = (operator: string): number => INFIX[operator] ?? OTHER;

export function precedenceOf(expr: ExprNode): number {
  switch (expr.kind) {
    case 'LogicalOp':
      return expr.operator === 'OR' ? OR : AND;
    case 'NotOp':
      return NOT;
    case 'IsNullTest':
    case 'IsBooleanTest':
    case 'IsDistinctFrom':
      return IS;
    case 'Quantified':
      return COMPARISON;
    case 'Between':
    case 'InList':
    case 'InSubquery':
    case 'Like':
      return MATCHING;
    case 'BinaryOp':
      return precedenceOfOperator(expr.operator);
    case 'UnaryOp':
      return expr.operator === '-' || expr.operator === '+' ? SIGN : OTHER;
    case 'AtTimeZone':
      return AT;
    case 'Collate':
      return COLLATE;
    case 'NumberLiteral':
      return expr.text.startsWith('-') ? SIGN : PRIMARY;
    default:
      return PRIMARY;
  }
}
