import { SqlError } from '../../errors.js';
import { BIGINT, DATE, INTEGER, TEXT, type SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';

export interface HiveColumn {
  readonly name: string;
  readonly type: SqlType;
}

const NULL_PARTITION = '__HIVE_DEFAULT_PARTITION__';
const MILLIS_PER_DAY = 86_400_000;

/** The `key=value` directories of a path, outermost first, URL-decoded; the value of `__HIVE_DEFAULT_PARTITION__` is NULL. */
export function hivePairs(path: string): readonly (readonly [key: string, value: string | null])[] {
  const pairs: [string, string | null][] = [];
  for (const segment of path.split('/').slice(0, -1)) {
    const equals = segment.indexOf('=');
    if (equals <= 0) continue;
    const value = decode(segment.slice(equals + 1));
    pairs.push([decode(segment.slice(0, equals)), value === NULL_PARTITION ? null : value]);
  }
  return pairs;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone percent sign is itself
  }
}

/**
 * The partition columns of a set of files: the keys that every one of them has, each with the narrowest of integer, bigint, date and text that
 * all values fit. `wanted` undefined: none when the files differ in their keys; true: 22023 then.
 */
export function hiveColumns(paths: readonly string[], wanted: boolean | undefined): readonly HiveColumn[] {
  if (wanted === false || paths.length === 0) return [];
  const perFile = paths.map(hivePairs);
  const keys = perFile[0].map(([key]) => key);
  for (let i = 1; i < perFile.length; i++) {
    if (perFile[i].length === keys.length && perFile[i].every(([key], k) => key === keys[k])) continue;
    if (wanted === undefined) return [];
    throw new SqlError('22023', 'the files differ in their hive partitions', {
      detail: `"${paths[0]}" has (${keys.join(', ')}), "${paths[i]}" has (${perFile[i].map(([key]) => key).join(', ')}).`,
      hint: 'read one layout at a time, or set hive_partitioning => false',
    });
  }
  if (new Set(keys.map((key) => key.toLowerCase())).size !== keys.length) return [];
  return keys.map((name, k) => ({ name, type: narrowest(perFile.map((pairs) => pairs[k][1])) }));
}

function narrowest(values: readonly (string | null)[]): SqlType {
  const present = values.filter((value) => value !== null);
  if (present.length === 0) return TEXT;
  for (const type of [INTEGER, BIGINT, DATE]) {
    if (present.every((value) => hiveValue(value, type) !== undefined)) return type;
  }
  return TEXT;
}

/** A partition's text as a value of `type`; undefined when it is none. */
export function hiveValue(text: string, type: SqlType): SqlValue | undefined {
  switch (type.kind) {
    case 'integer': {
      const value = Number(text);
      return /^-?\d{1,10}$/.test(text) && value === (value | 0) ? value : undefined;
    }
    case 'bigint': {
      if (!/^-?\d{1,19}$/.test(text)) return undefined;
      const value = BigInt(text);
      return BigInt.asIntN(64, value) === value ? value : undefined;
    }
    case 'date': {
      const millis = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
      return Number.isNaN(millis) || new Date(millis).toISOString().slice(0, 10) !== text ? undefined : millis / MILLIS_PER_DAY;
    }
    default:
      return text;
  }
}
