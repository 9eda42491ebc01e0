import { invalidEscape, likeTrailingEscape } from '../../errors.js';
import { mapCase } from '../../data/text-case.js';
import { cached } from './cached.js';

interface LikePattern {
  /** Whether a text matches; for a pattern that ends in an escape, whether the match comes to it. */
  readonly regexp: RegExp;
  readonly endsInEscape: boolean;
}

const compiled = cached((key: string): LikePattern => {
  const [escape, pattern] = splitKey(key);
  return translate(pattern, escape);
});

const splitKey = (key: string): [escape: string, pattern: string] => (key.startsWith('\0') ? ['', key.slice(1)] : [key[0], key.slice(1)]);

/** Whether `text LIKE pattern ESCAPE escape`: the readable form of the kernel text_like. Raises 22025. */
export function likeMatches(text: string, pattern: string, escape: string, ignoresCase: boolean): boolean {
  if (escape.length > 1 || escape > '\x7f') throw invalidEscape();
  const fold = (value: string): string => (ignoresCase ? mapCase(value, false) : value);
  const { regexp, endsInEscape } = compiled((fold(escape) || '\0') + fold(pattern));
  const matches = regexp.test(fold(text));
  if (endsInEscape && matches) throw likeTrailingEscape();
  return matches;
}

function translate(pattern: string, escape: string): LikePattern {
  const pieces: string[] = [''];
  let endsInEscape = false;
  const characters = [...pattern];
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i];
    if (character === escape) {
      if (++i === characters.length) endsInEscape = true;
      else pieces[pieces.length - 1] += literal(characters[i]);
    } else if (character === '%') {
      pieces.push('');
    } else {
      pieces[pieces.length - 1] += character === '_' ? '[^]' : literal(character);
    }
  }
  if (!endsInEscape) return { regexp: new RegExp(`^${pieces.join('[^]*')}$`, 'u'), endsInEscape };
  const reached = pieces.length === 1 ? `^${pieces[0]}[^]` : `^${pieces.slice(0, -1).join('[^]*')}`;
  return { regexp: new RegExp(reached, 'u'), endsInEscape };
}

const literal = (character: string): string => (/[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character);
