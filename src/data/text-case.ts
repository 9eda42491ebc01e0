/**
 * Text in the other case, character by character: a character whose mapping is longer than one (`ß`) stays, as in PostgreSQL's C.UTF-8, and no
 * mapping depends on its neighbours.
 */
export function mapCase(text: string, isUpper: boolean): string {
  let mapped = '';
  for (const character of text) {
    const other = isUpper ? character.toUpperCase() : character.toLowerCase();
    mapped += other.length === (other.codePointAt(0)! > 0xffff ? 2 : 1) ? other : character;
  }
  return mapped;
}
