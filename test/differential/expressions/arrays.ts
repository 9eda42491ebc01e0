import { SQL_TYPES } from '../kinds.js';
import type { Parts } from '../scope.js';

const item = (kind: 'ints' | 'texts', { leaf }: Parts): string =>
  kind === 'ints' ? `CAST(${leaf('int')} % 1000 AS INTEGER)` : leaf('text');

/** Arrays of one element type, as PostgreSQL has no operators between integer[] and bigint[]. */
export const arrays =
  (kind: 'ints' | 'texts') =>
  (parts: Parts): string => {
    const { random, of, leaf } = parts;
    return random.pick([
      () =>
        `CAST(ARRAY[${Array.from({ length: 1 + random.below(3) }, () => item(kind, parts)).join(', ')}] AS ${kind === 'ints' ? 'INTEGER' : 'TEXT'}[])`,
      () => `array_append(${of(kind)}, ${item(kind, parts)})`,
      () => `array_prepend(${item(kind, parts)}, ${of(kind)})`,
      // Two NULL arrays are an empty one in DuckDB, NULL in PostgreSQL.
      () => `COALESCE(array_cat(${of(kind)}, ${leaf(kind)}), CAST(ARRAY[] AS ${SQL_TYPES[kind]}))`,
      () => `(${of(kind)})[${1 + random.below(2)}:${1 + random.below(4)}]`,
      () => `${random.pick(['GREATEST', 'LEAST'])}(${of(kind)}, ${of(kind)})`,
    ])();
  };
