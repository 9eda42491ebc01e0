/** Strings by characters (code points), where JavaScript counts UTF-16 units. */

/** The longest string that functions make. */
export const MAX_TEXT_BYTES = 0xfffffff;

const hasSurrogates = (text: string): boolean => /[\ud800-\udfff]/.test(text);

export function countCharacters(text: string): number {
  if (!hasSurrogates(text)) return text.length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Characters `from` up to, without, `to`; 0-based, both at least 0. */
export function sliceCharacters(text: string, from: number, to: number): string {
  return text.slice(unitOffset(text, from), Math.max(unitOffset(text, from), unitOffset(text, to)));
}

/** UTF-16 offset of a character; the end when there are fewer. */
export function unitOffset(text: string, character: number): number {
  if (character >= text.length || !hasSurrogates(text)) return Math.min(character, text.length);
  let offset = 0;
  for (const item of text) {
    if (character-- === 0) break;
    offset += item.length;
  }
  return offset;
}
