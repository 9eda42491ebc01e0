import type { Token } from '../tokens.js';

/**
 * `==` is `=`. Done before the first parse, as PostgreSQL's grammar takes `==` for some operator, with a precedence of its own, and
 * refuses it only later: there is no such operator.
 */
export const singleEqual = (text: string): string => (text === '==' ? '=' : text);

/** A statement that starts at offset `base` of its tokens, with `=` for every `==`; offsets stay. */
export function singleEquals(text: string, tokens: readonly Token[], base: number): string {
  let out = text;
  for (const token of tokens) if (token.text === '==') out = `${out.slice(0, token.start - base)}= ${out.slice(token.end - base)}`;
  return out;
}
