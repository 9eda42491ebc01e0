import assert from 'node:assert/strict';
import { mapCase } from '#quern/data/text-case.js';
import { Random, testSeed } from '../../support/random.js';
import { createViewMemory } from '../../support/view-memory.js';

const ALPHABET = ['a', 'b', 'ab', 'aab', 'é', '€', '😀', 'Straße', 'ABC', ' ', 'ÀÉÎ'];
const ROUNDS = 5_000;

const characters = (text: string): string[] => [...text];

describe('text kernels', () => {
  const memory = createViewMemory();
  const { kernels } = memory.arena;
  const { region } = memory;
  const seed = testSeed();
  const { put, out, text } = memory;
  /** The string that a kernel makes in its first argument. */
  const made = (kernel: string, ...args: number[]): string => {
    const result = out();
    kernels[kernel](result, ...args);
    const string = text(result);
    assert.equal(kernels.view_equal(result, put(string)), 1, `${kernel} made a view that is not well formed`);
    return string;
  };
  const randomly = (name: string, check: (random: Random) => void): void => {
    it(`${name} (seed ${seed})`, () => {
      const random = new Random(seed);
      for (let i = 0; i < ROUNDS; i++) {
        if (i % 500 === 0) memory.reset();
        check(random);
      }
    });
  };

  randomly('count and slice characters', (random) => {
    const string = random.text(ALPHABET, 12);
    const all = characters(string);
    const view = put(string);
    const start = random.below(30) - 8;
    const count = random.below(20);
    assert.equal(kernels.text_length(view), all.length);
    assert.equal(made('text_substring', view, start, count), all.slice(Math.max(0, start - 1), Math.max(0, start - 1 + count)).join(''));
    assert.equal(made('text_substring_from', view, start), all.slice(Math.max(0, start - 1)).join(''));
    assert.equal(made('text_left', view, count), all.slice(0, count).join(''));
    assert.equal(made('text_left', view, -1 - count), all.slice(0, Math.max(0, all.length - 1 - count)).join(''));
    assert.equal(made('text_right', view, count), all.slice(Math.max(0, all.length - count)).join(''));
    assert.equal(made('text_right', view, -1 - count), all.slice(1 + count).join(''));
    assert.equal(made('text_reverse', view, region), all.reverse().join(''));
  });

  randomly('search and replace', (random) => {
    const string = random.text(ALPHABET, 20);
    const needle = random.text(ALPHABET, 2);
    const to = random.text(ALPHABET, 2);
    const view = put(string);
    const other = put(needle);
    const at = string.indexOf(needle);
    assert.equal(kernels.text_contains(view, other), Number(at >= 0));
    assert.equal(kernels.text_starts_with(view, other), Number(string.startsWith(needle)));
    assert.equal(kernels.text_ends_with(view, other), Number(string.endsWith(needle)));
    assert.equal(kernels.text_position(view, other), at < 0 ? 0 : characters(string.slice(0, at)).length + 1);
    assert.equal(made('text_replace', view, other, put(to), region), needle === '' ? string : string.replaceAll(needle, () => to));
    const parts = needle === '' ? [string] : string.split(needle);
    for (const n of [1, 2, 3, -1, -2]) assert.equal(made('text_split_part', view, other, n), parts.at(n > 0 ? n - 1 : n) ?? '');
  });

  randomly('make strings', (random) => {
    const a = random.text(ALPHABET, 5);
    const b = random.text(ALPHABET, 3);
    const count = random.below(30) - 2;
    assert.equal(made('text_concat', put(a), put(b), region), a + b);
    assert.equal(made('text_repeat', put(b), count, region), b.repeat(Math.max(0, count)));
    const all = characters(a);
    const fill = characters(b);
    const missing = Math.max(0, count - all.length);
    const padding = fill.length === 0 ? '' : Array.from({ length: missing }, (_, i) => fill[i % fill.length]).join('');
    const kept = all.slice(0, Math.max(0, count)).join('');
    assert.equal(made('text_pad', put(a), count, put(b), 0, region), padding + kept);
    assert.equal(made('text_pad', put(a), count, put(b), 1, region), kept + padding);
    assert.equal(made('text_lower', put(a), region), mapCase(a, false));
    assert.equal(made('text_upper', put(a), region), mapCase(a, true));
  });

  randomly('trim sets of characters', (random) => {
    const string = random.text(ALPHABET, 8);
    const set = random.text(ALPHABET, 2);
    const members = new Set(characters(set));
    const all = characters(string);
    let from = 0;
    while (from < all.length && members.has(all[from])) from++;
    let to = all.length;
    while (to > 0 && members.has(all[to - 1])) to--;
    assert.equal(made('text_trim', put(string), put(set), 1), all.slice(from).join(''));
    assert.equal(made('text_trim', put(string), put(set), 2), all.slice(0, to).join(''));
    assert.equal(made('text_trim', put(string), put(set), 3), all.slice(from, Math.max(from, to)).join(''));
  });

  randomly('LIKE is the regular expression it stands for', (random) => {
    const string = random.text(['a', 'b', 'é', '%', '_', '\\', 'abcabcabcabcabcabc'], 8);
    const pattern = random.text(['a', 'b', 'é', '%', '%', '_', '\\%', '\\_', '\\\\', 'abc', 'abcabcabcabcabc'], 6);
    const source = pattern.replace(/\\([^])|%|_/gu, (match, escaped?: string) =>
      escaped !== undefined ? escaped.replace(/[\\]/u, '\\\\') : match === '%' ? '[^]*' : '[^]',
    );
    assert.equal(
      kernels.text_like(put(string), put(pattern)),
      Number(new RegExp(`^${source}$`, 'u').test(string)),
      JSON.stringify([string, pattern]),
    );
    const other = pattern.replaceAll('\\', '!');
    if (!string.includes('\\'))
      assert.equal(
        kernels.text_like_escape(put(string), put(other), put('!')),
        Number(new RegExp(`^${source.replaceAll('\\\\', '!')}$`, 'u').test(string)),
      );
  });

  it('LIKE raises for an escape at the end that the match comes to', () => {
    assert.throws(() => kernels.text_like(put('ab'), put('a\\')), { sqlState: '22025' });
    assert.throws(() => kernels.text_like(put('ab'), put('%b\\')), { sqlState: '22025' });
    assert.equal(kernels.text_like(put('b'), put('a\\')), 0);
  });
});
