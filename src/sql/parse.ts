import type { StatementNode } from './ast.js';

/** One statement of a script: its tree, and the part of the text it stands in. */
export interface ParsedStatement {
  readonly statement: StatementNode;
  readonly start: number;
  readonly end: number;
  /** The highest `$n` that occurs, 0 when none. */
  readonly parameterCount: number;
}

export { loadParser, parseStatements } from './postgres/parser.js';
