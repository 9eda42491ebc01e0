import { utf8 } from '../tables/csv-writer.js';
import { hashFraction, hashPair } from '../tables/hash.js';
import { skewedIndex } from '../tables/weighted.js';
import type { Text } from './text.js';
import { CYRILLIC_WORDS, LATIN_WORDS } from './words.js';

/** A counted site: its share of all hits, its address and how many pages it has. */
export interface Site {
  readonly counterId: number;
  readonly share: number;
  /** `http://host/`. */
  readonly home: Uint8Array;
  readonly pageCount: number;
  /** Share of hits that go to the home page on purpose. */
  readonly homeShare: number;
}

/** The site that seven of the queries ask for. */
export const QUERIED_COUNTER = 62;

const SITES = 6500;
const DASH = 45;
const SLASH = 47;
const TOP_DOMAINS = ['ru', 'ru', 'ru', 'com', 'com.tr', 'ua', 'net', 'org'];
const HTTP_WWW = 'http://www.';

/**
 * The sites in the order of their CounterID, which is the order of the rows. One site has a sixth of the hits, the queried one a
 * twelfth (ten times its real share, so that the queries with an OFFSET have rows at one million), the others follow Zipf's law.
 */
export function makeSites(rows: number): Site[] {
  const harmonic = Array.from({ length: SITES }, (_, i) => 1 / (i + 1)).reduce((sum, term) => sum + term, 0);
  const counters = new Map<number, number>([
    [1657, 0.17],
    [QUERIED_COUNTER, 0.08],
  ]);
  for (let rank = 0, salt = 0; rank < SITES; salt++) {
    const counterId = 1 + (hashPair(salt, 7) % 260_000);
    if (counters.has(counterId)) continue;
    counters.set(counterId, (0.75 / harmonic) * (1 / ++rank));
  }
  return [...counters].sort(([a], [b]) => a - b).map(([counterId, share]) => makeSite(counterId, share, rows));
}

function makeSite(counterId: number, share: number, rows: number): Site {
  const decoder = new TextDecoder();
  const name = decoder.decode(LATIN_WORDS[hashPair(counterId, 1) % LATIN_WORDS.length]);
  const domain = TOP_DOMAINS[hashPair(counterId, 2) % TOP_DOMAINS.length];
  const prefix = hashPair(counterId, 3) % 3 === 0 ? HTTP_WWW : 'http://';
  return {
    counterId,
    share,
    home: utf8(`${prefix}${name}${counterId % 10 === 0 ? `-${counterId}` : ''}.${domain}/`),
    pageCount: 20 + Math.floor(share * rows * 0.3),
    homeShare: counterId === QUERIED_COUNTER ? 0.4 : 0.12,
  };
}

const HTML = utf8('.html');
const PHP = utf8('.php?');
const FROM = utf8('?from=');
const EQUALS = utf8('=');
const AND_PAGE = utf8('&page=');
const AND_SORT = utf8('&sort_by=');
const AND_SESSION = utf8('&session_id=');
const GOOGLE = utf8('google-');
const GOOGLE_TITLE = utf8('Google ');
const SEPARATOR = utf8(' - ');

const latinWord = (a: number, b: number): Uint8Array => LATIN_WORDS[skewedIndex(hashFraction(a, b), LATIN_WORDS.length, 2)];
const cyrillicWord = (a: number, b: number): Uint8Array => CYRILLIC_WORDS[skewedIndex(hashFraction(a, b), CYRILLIC_WORDS.length, 2)];

/** The address of a site's page; page 0 is its home. */
export function writeUrl(out: Text, { home, counterId }: Site, page: number): void {
  out.clear().add(home);
  if (page === 0) return;
  const id = hashPair(counterId, page);
  out.add(latinWord(counterId, id % 12)).addByte(SLASH);
  if (id % 2900 === 1) out.add(GOOGLE);
  const first = latinWord(id, 1);
  const second = latinWord(id, 2);
  switch (id % 4) {
    case 0:
      out.add(first).addByte(DASH).add(second).addByte(DASH).add(latinWord(id, 3)).addByte(DASH).addInteger(page).add(HTML);
      break;
    case 1:
      out.add(first).add(PHP).add(latinWord(counterId, 20)).add(EQUALS).addInteger(page);
      out
        .add(AND_PAGE)
        .addInteger(id % 40)
        .add(AND_SORT)
        .add(second)
        .add(AND_SESSION)
        .addInteger(id >>> 1);
      break;
    case 2:
      out.add(first).addByte(SLASH).add(second).addByte(SLASH).add(latinWord(id, 3)).addByte(SLASH).addInteger(page);
      if (id % 3 === 0)
        out
          .add(FROM)
          .add(latinWord(counterId, 21))
          .add(AND_SESSION)
          .addInteger(id >>> 1);
      break;
    default:
      out
        .addInteger(page)
        .addByte(SLASH)
        .add(FROM)
        .add(second)
        .add(AND_PAGE)
        .addInteger(id % 9);
  }
}

/** The title of a site's page, the same for the pages of a list; one in six is empty. */
export function writeTitle(out: Text, { counterId, home }: Site, page: number): void {
  out.clear();
  const id = hashPair(counterId, page % 4 === 3 ? page >> 4 : page);
  if (page > 0 && id % 6 === 0) return;
  if (id % 2500 === 2) out.add(GOOGLE_TITLE);
  const count = 2 + (id % 7);
  for (let i = 0; i < count; i++) out.add(cyrillicWord(id, i)).addByte(32);
  out
    .add(SEPARATOR)
    .add(cyrillicWord(counterId, 1))
    .addByte(32)
    .add(home.subarray(7, home.length - 1));
}

const SEARCH_WORDS = [1, 2, 2, 3, 3, 3, 4, 5];

/** The search phrase of a number: one to five words. */
export function writePhrase(out: Text, phrase: number): void {
  out.clear();
  const count = SEARCH_WORDS[hashPair(phrase, 100) % SEARCH_WORDS.length];
  for (let i = 0; i < count; i++) {
    if (i > 0) out.addByte(32);
    out.add(cyrillicWord(phrase, 101 + i));
  }
}
