import { utf8 } from '../tables/csv-writer.js';
import type { RandomStream } from './stream.js';

/** Texts with weights; a random number picks one in proportion. */
export class Distribution {
  readonly texts: readonly string[];
  readonly words: readonly Uint8Array[];
  private readonly byNumber: Uint8Array;

  constructor(weights: Readonly<Record<string, number>>) {
    this.texts = Object.keys(weights);
    this.words = this.texts.map(utf8);
    this.byNumber = Uint8Array.from(Object.values(weights).flatMap((weight, i) => Array<number>(weight).fill(i)));
  }

  pickIndex(stream: RandomStream): number {
    return this.byNumber[stream.between(1, this.byNumber.length) - 1];
  }

  pick(stream: RandomStream): Uint8Array {
    return this.words[this.pickIndex(stream)];
  }
}

/** Every text as likely as any other. */
export const evenly = (...texts: string[]): Distribution => new Distribution(Object.fromEntries(texts.map((text) => [text, 1])));
