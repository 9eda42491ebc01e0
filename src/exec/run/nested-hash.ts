import { crypto } from '../../data/crypto.js';
import type { SqlType } from '../../data/types.js';
import type { IntervalValue, SqlValue } from '../../data/value.js';

/** A 64-bit hash of a nested value, equal for values that compare equal. */
export function hashValue(type: SqlType, value: SqlValue): bigint {
  return crypto().createHash('sha1').update(canonicalText(type, value)).digest().readBigInt64LE(0);
}

/** A text that is the same for equal values only. */
function canonicalText(type: SqlType, value: SqlValue): string {
  if (value === null) return 'n';
  switch (type.kind) {
    case 'array':
      return `[${(value as readonly SqlValue[]).map((element) => canonicalText(type.element, element)).join(',')}]`;
    case 'struct':
      return `(${type.fields.map((field, i) => canonicalText(field.type, (value as readonly SqlValue[])[i])).join(',')})`;
    case 'map':
      return `{${(value as readonly SqlValue[]).map((entry) => (entry as readonly SqlValue[]).map((part, i) => canonicalText(i === 0 ? type.key : type.value, part)).join(':')).join(',')}}`;
    case 'real':
    case 'double':
      return String((value as number) + 0);
    case 'interval': {
      const { months, days, micros } = value as IntervalValue;
      return String((BigInt(months) * 30n + BigInt(days)) * 86_400_000_000n + micros);
    }
    case 'bytea':
      return Buffer.from(value as Uint8Array).toString('hex');
    case 'text':
    case 'json':
      return JSON.stringify(value);
    default:
      return String(value);
  }
}
