import { SqlError } from '../../errors.js';
import { TEXT, type SqlType } from '../../data/types.js';
import type { SqlValue } from '../../data/value.js';
import type { CastFunction, EvaluateContext } from '../define.js';
import { castFunctions } from '../registry.js';

const malformed = (text: string, detail: string) => new SqlError('22P02', `malformed array literal: "${text}"`, { detail });

/** The array that PostgreSQL's `{a,"b c",NULL}` spells, nested braces for arrays of arrays; 22P02 otherwise. */
export function arrayOfText(text: string, element: SqlType, context: EvaluateContext): SqlValue[] {
  let at = 0;
  const skipBlanks = () => {
    while (/\s/.test(text[at] ?? '')) at++;
  };

  const convert = (item: string): SqlValue => {
    if (element.kind === 'text') return item;
    return castFunctions()
      .get(`text>${element.kind}`)!
      .evaluate(item, { ...context, args: [TEXT], returns: element });
  };
  const readItem = (): SqlValue => {
    let item = '';
    let quoted = false;
    for (; at < text.length; at++) {
      if (text[at] === '"') {
        quoted = true;
        for (at++; text[at] !== '"'; at++) {
          if (at >= text.length) throw malformed(text, 'Unexpected end of input.');
          if (text[at] === '\\') at++;
          item += text[at] ?? '';
        }
      } else if (text[at] === '\\') item += text[++at] ?? '';
      else if (text[at] === ',' || text[at] === '}') break;
      else if (text[at] === '{') throw malformed(text, 'Unexpected "{" character.');
      else item += text[at];
    }
    if (quoted) return convert(item);
    const bare = item.trimEnd();
    if (bare === '') throw malformed(text, `Unexpected "${text[at] ?? ''}" character.`);
    return /^null$/i.test(bare) ? null : convert(bare);
  };
  const readArray = (depth: SqlType): SqlValue[] => {
    const items: SqlValue[] = [];
    at++;
    skipBlanks();
    if (text[at] === '}') {
      at++;
      return items;
    }
    for (;;) {
      skipBlanks();
      if (text[at] === '{' && depth.kind === 'array') items.push(readArray(depth.element));
      else items.push(readItem());
      skipBlanks();
      if (text[at] === ',') {
        at++;
        continue;
      }
      if (text[at] !== '}') throw malformed(text, 'Unexpected end of input.');
      at++;
      return items;
    }
  };

  skipBlanks();
  if (text[at] !== '{') throw malformed(text, 'Array value must start with "{" or dimension information.');
  const result = readArray(element);
  skipBlanks();
  if (at < text.length) throw malformed(text, 'Junk after closing right brace.');
  return result;
}

/** Casts to arrays from text; from other arrays see array-elements.ts. */
export const toArray: readonly CastFunction[] = [
  {
    from: 'text',
    to: 'array',
    context: 'explicit',
    evaluate: (text, context) => arrayOfText(text, (context.returns as SqlType & { kind: 'array' }).element, context),
  },
];
