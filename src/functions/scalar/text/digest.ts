import { crypto } from '../../../data/crypto.js';
import { BYTEA, TEXT } from '../../../data/types.js';
import { scalar, type ScalarFunction } from '../../define.js';

/** md5 as hexadecimal digits. NULL for NULL. */
export const md5: readonly ScalarFunction[] = (['text', 'bytea'] as const).map((kind) =>
  scalar({
    name: 'md5',
    args: [kind],
    returns: TEXT,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: 'The MD5 hash as 32 hexadecimal digits.',
    examples: kind === 'text' ? [["md5('abc')", '900150983cd24fb0d6963f7d28e17f72']] : [],
    evaluate: ([value]) => crypto().createHash('md5').update(value).digest('hex'),
  }),
);

/** sha224, sha256, sha384 and sha512 of bytes. NULL for NULL. */
export const sha2: readonly ScalarFunction[] = (['sha224', 'sha256', 'sha384', 'sha512'] as const).map((name) =>
  scalar({
    name,
    args: ['bytea'],
    returns: BYTEA,
    nulls: 'propagate',
    volatility: 'immutable',
    doc: `The SHA-${name.slice(3)} hash.`,
    examples: name === 'sha256' ? [["sha256('abc'::bytea)", '\\xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad']] : [],
    evaluate: ([bytes]) => Uint8Array.from(crypto().createHash(name).update(bytes).digest()),
  }),
);
