import { invalidText, textOutOfRange } from '../../errors.js';
import { toInteger, type IntegerKind } from '../integer/range.js';

const INTEGER = /^[ \t\n\v\f\r]*([+-]?)(?:0[xX](_?[0-9a-fA-F]+)*|0[oO](_?[0-7]+)*|0[bB](_?[01]+)*|\d+(_\d+)*)[ \t\n\v\f\r]*$/;

/** The integer that a string spells: decimal, or 0x, 0o, 0b; underscores between digits; blanks around. 22P02 or 22003 otherwise. */
export function integerOfText(kind: IntegerKind, text: string): number | bigint {
  const match = INTEGER.exec(text);
  const digits = text.trim().replace(/^[+-]/, '').replaceAll('_', '').toLowerCase();
  if (match === null || digits.length === 0 || /^0[xob]$/.test(digits)) throw invalidText(kind, text);
  const magnitude = BigInt(digits);
  try {
    return toInteger(kind, match[1] === '-' ? -magnitude : magnitude);
  } catch {
    throw textOutOfRange(kind, text);
  }
}
