import { SqlError } from '../../../errors.js';
import type { SpecializedForm } from '../../define.js';
import { regexp, replacementPieces, splitGlobal } from '../regexp.js';
import { matchProgram, replaceProgram } from './program.js';

/** Whether the kernel says that only the host can answer. */
const ASK = 2;

/** A bad pattern raises when the first row comes, not before. */
function regexpOf(pattern: string, flags: string): RegExp | undefined {
  try {
    return regexp(pattern, flags);
  } catch (error) {
    if (error instanceof SqlError) return undefined;
    throw error;
  }
}

/** The compiled form of a match with a constant pattern; undefined where only the host can run it. */
export function matchesForm(pattern: string, flags: string, negated: boolean): SpecializedForm | undefined {
  const expression = regexpOf(pattern, flags);
  const program = expression && matchProgram(expression);
  if (program === undefined) return undefined;
  return ([text], code) => {
    const answer = code.call('regexp_matches', text, code.text(program));
    const value = negated ? code.op('i32.eqz', answer) : answer;
    return { value, unanswered: code.op('i32.eq', answer, code.i32(ASK)) };
  };
}

/** The compiled form of a replacement with constant pattern, replacement and options; undefined where only the host can run it. */
export function replaceForm(pattern: string, replacement: string, options: string): SpecializedForm | undefined {
  const { isGlobal, flags } = splitGlobal(options);
  const expression = regexpOf(pattern, flags);
  const program = expression && replaceProgram(expression, replacementPieces(replacement), isGlobal);
  if (program === undefined) return undefined;
  return ([text], code) => {
    const out = code.slot();
    const unanswered = code.call('regexp_replace', out, text, code.text(program), code.region);
    return { value: code.asView(out), unanswered };
  };
}
