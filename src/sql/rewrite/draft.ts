import type { StatementNode } from '../ast.js';
import type { Token } from '../tokens.js';

/** A token on its way through the rewrites; `at` is the offset in the user's text of what it stands for. */
export interface DraftToken {
  readonly kind: Token['kind'];
  readonly text: string;
  readonly upper: string;
  readonly at: number;
}

/** What the rewrites leave beside the tokens. */
export interface Notes {
  /** The path lists of the file markers, by number. */
  readonly files: (readonly string[])[];
  /** Offsets of the casts written TRY_CAST. */
  readonly lenientCasts: Set<number>;
  /** IGNORE NULLS and RESPECT NULLS, by the offset of the function's name. */
  readonly nullTreatments: Map<number, 'IGNORE' | 'RESPECT'>;
  wrap?: (statement: StatementNode, at: number) => StatementNode | undefined;
}

/** Replaces one kind of friendly syntax by words of PostgreSQL's; returns the same array when there is none. */
export type Rewrite = (tokens: readonly DraftToken[], notes: Notes) => readonly DraftToken[];

export const word = (text: string, at: number): DraftToken => ({ kind: 'word', text, upper: text.toUpperCase(), at });
export const symbol = (text: string, at: number): DraftToken => ({ kind: 'operator', text, upper: text, at });
export const quoted = (text: string, at: number): DraftToken => ({ kind: 'quoted', text, upper: text, at });

/** Whether token `i` is one of these keywords or symbols. */
export function is(tokens: readonly DraftToken[], i: number, ...texts: readonly string[]): boolean {
  const token = tokens[i] as DraftToken | undefined;
  return token !== undefined && (token.kind === 'word' || token.kind === 'operator') && texts.includes(token.upper);
}

/** Index of the bracket that closes the one at `open`; the end of the tokens when none does. */
export function closing(tokens: readonly DraftToken[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (is(tokens, i, '(', '[')) depth++;
    else if (is(tokens, i, ')', ']') && --depth === 0) return i;
  }
  return tokens.length;
}

/** Index of the bracket that is open at token `i`; -1 outside all. */
export function opening(tokens: readonly DraftToken[], i: number): number {
  let depth = 0;
  for (let n = i - 1; n >= 0; n--) {
    if (is(tokens, n, ')', ']')) depth++;
    else if (is(tokens, n, '(', '[') && depth-- === 0) return n;
  }
  return -1;
}

/** Index of the first token from `start` on, outside inner brackets, that `ends`; or of the closing bracket or end before it. */
export function until(tokens: readonly DraftToken[], start: number, ends: (i: number) => boolean): number {
  for (let i = start; i < tokens.length; i++) {
    if (is(tokens, i, ')', ']') || ends(i)) return i;
    if (is(tokens, i, '(', '[')) i = closing(tokens, i);
  }
  return tokens.length;
}
