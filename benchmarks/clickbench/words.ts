import { utf8 } from '../tables/csv-writer.js';
import { Random } from '../tables/random.js';

const LATIN = [
  'ka',
  'mo',
  'vi',
  'ter',
  'lan',
  'so',
  'ri',
  'pol',
  'ne',
  'da',
  'shi',
  'bur',
  'ge',
  'zar',
  'tu',
  'in',
  'os',
  'fel',
  'ju',
  'ym',
];
const CYRILLIC = [
  'ка',
  'мо',
  'ви',
  'тер',
  'лан',
  'со',
  'ри',
  'пол',
  'не',
  'да',
  'ши',
  'бур',
  'ге',
  'зар',
  'ту',
  'ин',
  'ос',
  'фел',
  'жу',
  'ым',
];

/** Made-up words of two to four syllables, the same ones every time; some occur twice. */
function makeWords(syllables: readonly string[], count: number, seed: number): Uint8Array[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => {
    const length = 2 + random.below(3);
    return utf8(Array.from({ length }, () => syllables[random.below(syllables.length)]).join(''));
  });
}

/** Words of paths and parameters. */
export const LATIN_WORDS: readonly Uint8Array[] = makeWords(LATIN, 2000, 1);
/** Words of titles and search phrases: two bytes a letter, as most of the real ones. */
export const CYRILLIC_WORDS: readonly Uint8Array[] = makeWords(CYRILLIC, 6000, 2);
