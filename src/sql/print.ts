/** Our syntax tree as canonical SQL: one line, keywords in upper case, no parenthesis that precedence makes superfluous. Parsing it gives the tree back. */
export { printExpr } from './print/expression.js';
export { printStatement } from './print/statement.js';
