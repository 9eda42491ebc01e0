import { SqlError } from '../../../errors.js';
import { BYTEA, TEXT } from '../../../data/types.js';
import { scalar } from '../../define.js';

const unknownEncoding = (format: string): SqlError => new SqlError('22023', `unrecognized encoding: "${format}"`);

/** encode. NULL when any argument is. */
export const encode = scalar({
  name: 'encode',
  args: ['bytea', 'text'],
  returns: TEXT,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'Bytes as text in the format `hex`, `base64` or `escape`.',
  examples: [
    ["encode('123\\000\\001'::bytea, 'base64')", 'MTIzAAE='],
    ["encode('\\x01ff'::bytea, 'hex')", '01ff'],
    ["encode('a\\000\\134'::bytea, 'escape')", 'a\\000\\\\'],
  ],
  evaluate: ([bytes, format]) => {
    switch (format.toLowerCase()) {
      case 'hex':
        return Buffer.from(bytes).toString('hex');
      case 'base64':
        return Buffer.from(bytes)
          .toString('base64')
          .replace(/.{76}(?=.)/g, '$&\n');
      case 'escape':
        return [...bytes]
          .map((byte: number) =>
            byte === 92 ? '\\\\' : byte === 0 || byte > 127 ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte),
          )
          .join('');
      default:
        throw unknownEncoding(format);
    }
  },
});

/** decode. NULL when any argument is. */
export const decode = scalar({
  name: 'decode',
  args: ['text', 'text'],
  returns: BYTEA,
  nulls: 'propagate',
  volatility: 'immutable',
  doc: 'The bytes that text in the format `hex`, `base64` or `escape` stands for; 22023 when it is none.',
  examples: [
    ["decode('MTIzAAE=', 'base64')", '\\x3132330001'],
    ["decode('01 FF', 'hex')", '\\x01ff'],
  ],
  evaluate: ([text, format]) => {
    switch (format.toLowerCase()) {
      case 'hex':
        return decodeHex(text);
      case 'base64':
        return decodeBase64(text);
      case 'escape':
        return decodeEscape(text);
      default:
        throw unknownEncoding(format);
    }
  },
});

function decodeHex(text: string): Uint8Array {
  const digits = text.replace(/\s/g, '');
  const wrong = /[^0-9a-f]/i.exec(digits);
  if (wrong !== null) throw new SqlError('22023', `invalid hexadecimal digit: "${wrong[0]}"`);
  if (digits.length % 2 !== 0) throw new SqlError('22023', 'invalid hexadecimal data: odd number of digits');
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

function decodeBase64(text: string): Uint8Array {
  const digits = text.replace(/\s/g, '');
  const wrong = /[^A-Za-z0-9+/=]/.exec(digits);
  if (wrong !== null) throw new SqlError('22023', `invalid symbol "${wrong[0]}" found while decoding base64 sequence`);
  if (digits.length % 4 !== 0 || !/^[^=]*={0,2}$/.test(digits)) {
    throw new SqlError('22023', 'invalid base64 end sequence', {
      hint: 'Input data is missing padding, is truncated, or is otherwise corrupted.',
    });
  }
  return Uint8Array.from(Buffer.from(digits, 'base64'));
}

function decodeEscape(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const [part] of text.matchAll(/\\\\|\\[0-3][0-7]{2}|[^\\]+|\\/g)) {
    if (part === '\\') throw new SqlError('22P02', 'invalid input syntax for type bytea');
    if (part === '\\\\') bytes.push(92);
    else if (part[0] === '\\') bytes.push(parseInt(part.slice(1), 8));
    else bytes.push(...Buffer.from(part, 'utf8'));
  }
  return Uint8Array.from(bytes);
}
