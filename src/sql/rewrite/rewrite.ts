import type { StatementNode } from '../ast.js';
import type { Token } from '../tokens.js';
import { byAll } from './by-all.js';
import { describe } from './describe.js';
import { singleEqual } from './double-equals.js';
import type { DraftToken, Notes, Rewrite } from './draft.js';
import { fileNames } from './file-names.js';
import { fromFirst } from './from-first.js';
import { intervalNumbers } from './interval-numbers.js';
import { lists } from './lists.js';
import { namedTexts } from './named-texts.js';
import { nullTreatment } from './null-treatment.js';
import { orReplaceTable } from './or-replace-table.js';
import { qualify } from './qualify.js';
import { starModifiers } from './star-modifiers.js';
import { trailingCommas } from './trailing-commas.js';
import { tryCast } from './try-cast.js';

/** In this order: the later ones rely on clauses that stand in PostgreSQL's order. */
const REWRITES: readonly Rewrite[] = [
  describe,
  orReplaceTable,
  namedTexts,
  trailingCommas,
  tryCast,
  nullTreatment,
  intervalNumbers,
  fromFirst,
  fileNames,
  lists,
  starModifiers,
  byAll,
  qualify,
];

/** A statement in PostgreSQL's words, with what the adapter needs to understand the markers in it. */
export interface Rewritten {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** For each token, the offset in the user's text of what it stands for. */
  readonly positions: readonly number[];
  readonly files: readonly (readonly string[])[];
  readonly lenientCasts: ReadonlySet<number>;
  readonly nullTreatments: ReadonlyMap<number, 'IGNORE' | 'RESPECT'>;
  /** Makes the final statement of the parsed one; undefined when it is none that may stand there. */
  readonly wrap?: (statement: StatementNode, at: number) => StatementNode | undefined;
}

/** Undefined when nothing in the statement is friendly syntax. Only for statements that PostgreSQL's grammar has refused. */
export function rewrite(tokens: readonly Token[]): Rewritten | undefined {
  const notes: Notes = { files: [], lenientCasts: new Set(), nullTreatments: new Map() };
  const drafted = tokens.map((token): DraftToken => {
    const text = singleEqual(token.text);
    return { kind: token.kind, text, upper: text === token.text ? token.upper : text, at: token.start };
  });
  let draft: readonly DraftToken[] = drafted;
  for (const pass of REWRITES) draft = pass(draft, notes);
  const same = draft.length === drafted.length && draft.every((token, i) => token.text === drafted[i].text);
  return same ? undefined : render(draft, notes);
}

/** One space between tokens; PostgreSQL's grammar has no token that this joins or parts. */
function render(draft: readonly DraftToken[], notes: Notes): Rewritten {
  let start = 0;
  const tokens = draft.map(({ kind, text, upper }): Token => {
    const token = { kind, text, upper, start, end: start + text.length };
    start = token.end + 1;
    return token;
  });
  const text = draft.map((token) => token.text).join(' ');
  return { text, tokens, positions: draft.map((token) => token.at), ...notes };
}
