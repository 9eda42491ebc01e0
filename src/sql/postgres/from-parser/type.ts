import type { TypeName } from 'libpg-query';
import { syntaxError, unsupported } from '../../../errors.js';
import type { TypeNameNode } from '../../ast.js';
import { as, strings, type Context } from './context.js';

/** PostgreSQL's internal names, which its grammar puts for the SQL spellings, and the names it prints. */
const PRINTED: Readonly<Record<string, string>> = {
  bool: 'boolean',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bpchar: 'character',
  varchar: 'character varying',
  varbit: 'bit varying',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  time: 'time without time zone',
  timetz: 'time with time zone',
  decimal: 'numeric',
};

/** Bits of an interval's field mask, most significant field first; see PostgreSQL's INTERVAL_MASK. */
const FIELD_BITS = [
  ['YEAR', 2],
  ['MONTH', 1],
  ['DAY', 3],
  ['HOUR', 10],
  ['MINUTE', 11],
  ['SECOND', 12],
] as const;
const ALL_FIELDS = 0x7fff;

export function typeName(node: TypeName, cx: Context): TypeNameNode {
  const at = cx.source.at(node.location);
  if (node.setof === true) throw unsupported('SETOF', at);
  if (node.pct_type === true) throw unsupported('%TYPE', at);
  const parts = strings(node.names);
  const system = parts.length === 2 && parts[0] === 'pg_catalog';
  const written = (system ? parts.slice(1) : parts).join('.');
  const modifiers = (node.typmods ?? []).map((modifier) => {
    const value = as(modifier, 'A_Const');
    if (value?.ival === undefined)
      throw syntaxError('type modifiers must be simple constants or identifiers', cx.source.at(value?.location) ?? at);
    return value.ival.ival ?? 0;
  });
  const type = { kind: 'TypeName', arrayDimensions: node.arrayBounds?.length ?? 0, at } as const;
  if (written === 'interval' && modifiers.length > 0) {
    const fields = fieldsOf(modifiers[0]);
    return { ...type, name: 'interval', modifiers: modifiers.slice(1), ...(fields === undefined ? {} : { fields }) };
  }
  // "char" is a type of its own; the keyword CHAR has become bpchar.
  if (!system && written === 'char') return { ...type, name: '"char"', modifiers };
  // Where CHARACTER means CHARACTER(1), a plain bpchar has no length, and nor has the type of N'…'.
  if (written === 'bpchar' && (!system || modifiers.length === 0)) return { ...type, name: 'bpchar', modifiers };
  return { ...type, name: Object.hasOwn(PRINTED, written) ? PRINTED[written] : written, modifiers };
}

function fieldsOf(mask: number): string | undefined {
  if (mask === ALL_FIELDS) return undefined;
  const fields = FIELD_BITS.filter(([, bit]) => (mask & (1 << bit)) !== 0).map(([name]) => name);
  return fields.length === 1 ? fields[0] : `${fields[0]} TO ${fields[fields.length - 1]}`;
}
