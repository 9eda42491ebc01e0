import { SqlError } from '../../../errors.js';
import { pinFile, withPinned } from '../../backends/disk.js';

/** More than this no line of names has. */
const HEAD_BYTES = 1 << 16;

/**
 * Whether the first line of a file is the names of the columns, in their order and whatever their case: a header as COPY TO writes it.
 * False for a file that cannot be read; opening it says why.
 */
export function namesFirst(path: string, names: readonly string[], delimiter: string, quote: string): boolean {
  let head: string;
  try {
    const pin = pinFile(path);
    const bytes = new Uint8Array(Math.min(HEAD_BYTES, pin.sizeBytes));
    withPinned(pin, (file) => file.readInto(bytes, 0));
    head = Buffer.from(bytes)
      .toString('utf8')
      .replace(/^\ufeff/, '');
  } catch (error) {
    if (error instanceof SqlError) return false;
    throw error;
  }
  const [line] = head.split(/\r?\n|\r/, 1);
  const plain = (name: string) => (quote === '' ? name : name.replaceAll(quote, '')).toLowerCase();
  return plain(line) === names.map(plain).join(delimiter);
}
