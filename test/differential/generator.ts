import type { Random } from '../support/random.js';
import type { Kind } from './kinds.js';
import type { ScopeColumn } from './scope.js';
import type { Relation } from './tables.js';

/** What one query is made from: the relations that it may name, CTEs included. */
export interface Generator {
  readonly random: Random;
  readonly relations: readonly Relation[];
  /** A new alias: numbered through one query, so that inner and outer columns never share a name by accident. */
  alias(): string;
}

/** A query's text and its output columns; a missing kind is one that nothing may be computed from. */
export interface Query {
  readonly text: string;
  readonly kinds: readonly (Kind | undefined)[];
}

/** A FROM clause and the columns that it brings into scope. */
export interface Source {
  readonly text: string;
  readonly columns: readonly ScopeColumn[];
}

/** A query as a relation in FROM, its columns renamed. */
export function derived(generator: Generator, { text, kinds }: Query, prefix = ''): Source {
  const alias = generator.alias();
  const names = kinds.map((_, i) => `y${i}`);
  const columns = kinds.flatMap((kind, i) => (kind === undefined ? [] : [{ text: `${alias}.${names[i]}`, kind }]));
  return { text: `${prefix}(${text}) AS ${alias}(${names.join(', ')})`, columns };
}
