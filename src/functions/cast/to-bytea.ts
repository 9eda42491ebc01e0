import { SqlError } from '../../errors.js';
import type { CastFunction } from '../define.js';

/** Bytes in PostgreSQL's hex form `\x…` or its escape form; 22P02 or 22023 otherwise. */
export function byteaOfText(text: string): Uint8Array {
  if (text.startsWith('\\x')) {
    const digits = text.slice(2).replace(/\s/g, '');
    const wrong = /[^0-9a-fA-F]/.exec(digits);
    if (wrong) throw new SqlError('22023', `invalid hexadecimal digit: "${wrong[0]}"`);
    if (digits.length % 2 === 1) throw new SqlError('22023', 'invalid hexadecimal data: odd number of digits');
    return Uint8Array.from(Buffer.from(digits, 'hex'));
  }
  const bytes: number[] = [];
  for (const part of text.match(/\\\\|\\[0-3][0-7]{2}|[^\\]+|\\/g) ?? []) {
    if (part === '\\') throw new SqlError('22P02', 'invalid input syntax for type bytea');
    if (part === '\\\\') bytes.push(92);
    else if (part[0] === '\\') bytes.push(parseInt(part.slice(1), 8));
    else bytes.push(...Buffer.from(part));
  }
  return Uint8Array.from(bytes);
}

/** Casts to BYTEA. */
export const toBytea: readonly CastFunction[] = [{ from: 'text', to: 'bytea', context: 'explicit', evaluate: byteaOfText }];
