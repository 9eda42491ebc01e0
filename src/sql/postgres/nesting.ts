import { tooDeep } from '../../errors.js';
import type { Token } from '../tokens.js';

/** Deeper than any statement that people write, and well within what the parser's stack takes. */
const MAX_DEPTH = 2000;

const RESETS = new Set([
  'AND',
  'OR',
  'SELECT',
  'FROM',
  'WHERE',
  'HAVING',
  'GROUP',
  'ORDER',
  'LIMIT',
  'WHEN',
  'THEN',
  'ELSE',
  'VALUES',
  'SET',
]);
const DEEPENS = new Set(['UNION', 'INTERSECT', 'EXCEPT', 'JOIN', 'CASE']);
const CHAINS = new Set(['NOT', 'IS', 'ISNULL', 'NOTNULL', 'LIKE', 'ILIKE', 'SIMILAR', 'BETWEEN', 'IN', 'COLLATE', 'AT', 'EXPLAIN']);

/**
 * Refuses with 54001 a statement whose tree could be too deep for the recursive walks that follow: brackets inside brackets, and chains
 * such as 1+1+1+… or UNION … UNION …, which nest to the left. Estimates from above.
 */
export function checkNesting(tokens: readonly Token[]): void {
  let outer = 0;
  let depth = 0;
  let chain = 0;
  const stack: { depth: number; chain: number }[] = [];
  for (const token of tokens) {
    if (token.text === '(' || token.text === '[') {
      stack.push({ depth, chain });
      outer += 1 + chain;
      depth = 0;
      chain = 0;
    } else if (token.text === ')' || token.text === ']') {
      const frame = stack.pop();
      if (frame === undefined) continue;
      ({ depth, chain } = frame);
      outer -= 1 + chain;
      chain++;
    } else if (token.text === ',' || token.text === ';' || RESETS.has(token.upper)) {
      chain = depth;
    } else if (DEEPENS.has(token.upper)) {
      depth++;
      chain = Math.max(chain, depth);
    } else if (token.upper === 'END') {
      depth = Math.max(0, depth - 1);
    } else if ((token.kind === 'operator' && token.text !== '.') || CHAINS.has(token.upper)) {
      chain++;
    }
    if (outer + chain > MAX_DEPTH) throw tooDeep(token.start);
  }
}
