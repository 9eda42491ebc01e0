import { scan, type ScanResult, type Token } from './tokens.js';

/** Where a statement of a script stands: from its first token to the end of its last, without the semicolon. */
export interface StatementSpan {
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly Token[];
}

/** Cuts a script at the semicolons that end statements; empty statements are left out. */
export function splitStatements(text: string): readonly StatementSpan[] {
  return spans(scan(text)).map((tokens) => ({ start: tokens[0].start, end: tokens[tokens.length - 1].end, tokens }));
}

/**
 * Whether an interactive client can send the text as it is: nothing is left open and the last statement has its semicolon.
 * A text without tokens is complete.
 */
export function isComplete(text: string): boolean {
  const scanned = scan(text);
  if (scanned.open !== undefined) return false;
  if (scanned.tokens.length === 0) return true;
  const state = createState();
  let ended = false;
  for (const token of scanned.tokens) ended = step(state, token);
  return ended;
}

function spans({ tokens }: ScanResult): readonly (readonly Token[])[] {
  const statements: Token[][] = [];
  let current: Token[] = [];
  let state = createState();
  for (const token of tokens) {
    if (!step(state, token)) {
      current.push(token);
      continue;
    }
    if (current.length > 0) statements.push(current);
    current = [];
    state = createState();
  }
  if (current.length > 0) statements.push(current);
  return statements;
}

interface State {
  /** Open parentheses and brackets. */
  depth: number;
  /** Open BEGIN … END of a SQL-standard function body. */
  blocks: number;
  routine: boolean;
  count: number;
  creates: boolean;
}

const createState = (): State => ({ depth: 0, blocks: 0, routine: false, count: 0, creates: false });

/** Takes one token; true when it is a semicolon that ends the statement. Parentheses that never close do not swallow a script's rest. */
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
