import { invalidText } from '../../errors.js';
import type { CastFunction } from '../define.js';

const WORDS: readonly (readonly [word: string, least: number, value: boolean])[] = [
  ['true', 1, true],
  ['false', 1, false],
  ['yes', 1, true],
  ['no', 1, false],
  ['on', 2, true],
  ['off', 2, false],
  ['1', 1, true],
  ['0', 1, false],
];

/** Unique prefixes of true, false, yes, no, on, off, and 1 and 0, in any case, blanks around; 22P02 otherwise. */
export function booleanOfText(text: string): boolean {
  const word = text.trim().toLowerCase();
  for (const [full, least, value] of WORDS) {
    if (word.length >= least && full.startsWith(word)) return value;
  }
  throw invalidText('boolean', text);
}

/** Casts to BOOLEAN. */
export const toBoolean: readonly CastFunction[] = [
  { from: 'text', to: 'boolean', context: 'explicit', evaluate: booleanOfText },
  {
    from: 'integer',
    to: 'boolean',
    context: 'explicit',
    total: true,
    evaluate: (value) => value !== 0,
    compile: (value, code) => code.op('i32.ne', value, code.i32(0)),
  },
];
