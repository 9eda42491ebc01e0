import { SqlError } from '../../errors.js';

/** `on`, `off`, or without a word the opposite of `current`. */
export function switched(word: string | undefined, current: boolean): boolean {
  switch (word?.toLowerCase()) {
    case undefined:
      return !current;
    case 'on':
      return true;
    case 'off':
      return false;
    default:
      throw new SqlError('22023', `unrecognized value "${word}": on or off is expected`);
  }
}
