import type { StatementNode } from '../ast.js';
import type { Token } from '../tokens.js';

/** A statement in PostgreSQL's words, with what the adapter needs to understand the markers in it. */
export interface Rewritten {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** For each token, the offset in the user's text of what it was made from. */
  readonly positions: readonly number[];
  readonly files: readonly (readonly string[])[];
  readonly lenientCasts: ReadonlySet<number>;
  /** What to make of the parsed statement: DESCRIBE and SUMMARIZE have no words in PostgreSQL. */
  readonly wrap?: (statement: StatementNode, at: number) => StatementNode;
}

export function rewrite(_tokens: readonly Token[]): Rewritten | undefined {
  return undefined;
}
