import type { CsvWriter } from '../tables/csv-writer.js';
import type { Distribution } from './distribution.js';
import {
  ADJECTIVES,
  ADVERBS,
  AUXILIARIES,
  NOUN_PHRASES,
  NOUNS,
  PREPOSITIONS,
  SENTENCES,
  TERMINATORS,
  VERB_PHRASES,
  VERBS,
} from './distributions.js';
import { RandomStream } from './stream.js';

/** Longer than any sentence. */
const SLACK = 1024;
const SPACE = 32;

/** Sentences one after the other, from which every comment is a piece (TPC-H specification 4.2.2.10). */
export type TextPool = Uint8Array;

/** Writes a comment: a piece of the pool, of 0.4 to 1.6 times the average length. */
export function writeComment(out: CsvWriter, pool: TextPool, averageLength: number, stream: RandomStream): void {
  const longest = Math.floor(averageLength * 1.6);
  const start = stream.between(0, pool.length - longest);
  const length = stream.between(Math.floor(averageLength * 0.4), longest);
  out.quoted(pool, start, length);
}

/** The first `size` bytes of the specification's text. */
export function makeTextPool(size: number): TextPool {
  const bytes = new Uint8Array(size + SLACK);
  const stream = new RandomStream(933588178, 1);
  let used = 0;

  const add = (word: Uint8Array) => {
    for (let i = 0; i < word.length; i++) bytes[used + i] = word[i];
    used += word.length;
  };
  const addWord = (words: Distribution) => {
    add(words.pick(stream));
    bytes[used++] = SPACE;
  };
  const addPhrase = (phrases: readonly Phrase[], shapes: Distribution) => {
    for (const { words, comma } of phrases[shapes.pickIndex(stream)]) {
      addWord(words);
      if (comma) {
        bytes[used - 1] = 44;
        bytes[used++] = SPACE;
      }
    }
  };

  while (used < size) {
    for (const part of SENTENCE_PARTS[SENTENCES.pickIndex(stream)]) {
      switch (part) {
        case 'N':
          addPhrase(NOUN_SHAPES, NOUN_PHRASES);
          break;
        case 'V':
          addPhrase(VERB_SHAPES, VERB_PHRASES);
          break;
        case 'P':
          addWord(PREPOSITIONS);
          add(THE);
          addPhrase(NOUN_SHAPES, NOUN_PHRASES);
          break;
        default:
          // The terminator takes the place of the space after the last word.
          used--;
          addWord(TERMINATORS);
      }
    }
  }
  return bytes.subarray(0, size);
}

type Phrase = readonly { readonly words: Distribution; readonly comma: boolean }[];

const WORDS: Readonly<Record<string, Distribution>> = { N: NOUNS, V: VERBS, J: ADJECTIVES, D: ADVERBS, X: AUXILIARIES };
const THE = new TextEncoder().encode('the ');
const SENTENCE_PARTS = SENTENCES.texts.map((text) => text.split(' '));
const shapesOf = ({ texts }: Distribution): Phrase[] =>
  texts.map((text) => text.split(' ').map((part) => ({ words: WORDS[part[0]], comma: part.endsWith(',') })));
const NOUN_SHAPES = shapesOf(NOUN_PHRASES);
const VERB_SHAPES = shapesOf(VERB_PHRASES);
