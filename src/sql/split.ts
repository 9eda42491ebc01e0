import { scan, type Token } from './tokens.js';

/** Where a statement of a script stands: from its first token to the end of its last, without the semicolon. */
export interface StatementSpan {
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly Token[];
}

/** Cuts a script at the semicolons that end statements; empty statements are left out. A quote left open reaches to the end. */
export function splitStatements(text: string): readonly StatementSpan[] {
  const { tokens, open } = scan(text);
  if (open === undefined) return splitTokens(tokens);
  const rest = text.slice(open.start);
  return splitTokens([...tokens, { kind: 'string', text: rest, upper: rest, start: open.start, end: text.length }]);
}

export function splitTokens(tokens: readonly Token[]): readonly StatementSpan[] {
  const statements: StatementSpan[] = [];
  let first = 0;
  let state = createState();
  const close = (end: number): void => {
    if (end > first) statements.push({ start: tokens[first].start, end: tokens[end - 1].end, tokens: tokens.slice(first, end) });
    first = end + 1;
    state = createState();
  };
  tokens.forEach((token, i) => {
    if (step(state, token)) close(i);
  });
  close(tokens.length);
  return statements;
}

/**
 * Whether an interactive client can send the text as it is: nothing is left open and the last statement has its semicolon.
 * A text without tokens is complete.
 */
export function isComplete(text: string): boolean {
  const { tokens, open } = scan(text);
  if (open !== undefined) return false;
  let state = createState();
  let ended = true;
  for (const token of tokens) {
    ended = step(state, token);
    if (ended) state = createState();
  }
  return ended;
}

interface State {
  /** Open parentheses and brackets. */
  depth: number;
  /** Open BEGIN … END of a SQL-standard function body. */
  blocks: number;
  count: number;
  creates: boolean;
  routine: boolean;
}

const createState = (): State => ({ depth: 0, blocks: 0, count: 0, creates: false, routine: false });

/** Takes one token; true when it is a semicolon that ends the statement: outside parentheses and function bodies. */
function step(state: State, token: Token): boolean {
  state.count++;
  if (token.text === '(' || token.text === '[') state.depth++;
  else if (token.text === ')' || token.text === ']') state.depth = Math.max(0, state.depth - 1);
  if (token.kind === 'word') {
    if (state.count === 1) state.creates = token.upper === 'CREATE';
    if (state.creates && state.count <= 4 && (token.upper === 'FUNCTION' || token.upper === 'PROCEDURE')) state.routine = true;
    if (state.routine && (token.upper === 'BEGIN' || (token.upper === 'CASE' && state.blocks > 0))) state.blocks++;
    if (state.routine && token.upper === 'END' && state.blocks > 0) state.blocks--;
  }
  return token.text === ';' && state.depth === 0 && state.blocks === 0;
}
