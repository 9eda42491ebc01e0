import type { Random } from '../support/random.js';
import type { Kind } from './kinds.js';

export interface ScopeColumn {
  readonly text: string;
  readonly kind: Kind;
}

/** What an expression may refer to, and how it makes a subquery (undefined where none may stand). */
export interface Scope {
  readonly random: Random;
  readonly columns: readonly ScopeColumn[];
  readonly subquery?: (form: SubqueryForm, kind: Kind) => string;
}

/** A test for rows, one value, one column of many, or an array of these. */
export type SubqueryForm = 'exists' | 'scalar' | 'column' | 'array';

/** Makes the parts of an expression: `of` another expression one level down, `leaf` a column or a literal. */
export interface Parts {
  readonly random: Random;
  of(kind: Kind): string;
  leaf(kind: Kind): string;
  condition(): string;
}
