import assert from 'node:assert/strict';
import { regexp, regexpReplace, regexpTest, replacementPieces } from '#quern/functions/text/regexp.js';
import { matchProgram, replaceProgram } from '#quern/functions/text/regexp-program/program.js';
import { Random, testSeed } from '../../support/random.js';
import { createViewMemory } from '../../support/view-memory.js';

const ROUNDS = Number(process.env.QUERN_REGEXPS ?? 1_000);
const TEXTS_PER_PATTERN = 8;
const LETTERS = ['a', 'b', 'c', 'ab', 'abc', '/', '.', ' ', 'K', 's', '1', '\n', 'é', '€', '😀', 'я'];
const ATOMS = [
  'a',
  'b',
  'c',
  'K',
  '.',
  '[ab]',
  '[^a]',
  '[^/]',
  '\\.',
  '/',
  '\\w',
  '\\s',
  '\\d',
  '[[:alpha:]]',
  '[b-c1]',
  'é',
  '😀',
  '[^é]',
  '\n',
  '[я]',
];
const QUANTIFIERS = ['*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{0,2}?', '{2,}', '{0}'];
const REPLACEMENTS = ['', 'X', '\\1', '<\\&>', '\\2-\\1', '\\\\', '\\0', 'é\\3', 'x\\1y\\1z'];

function randomPattern(random: Random, depth: number): string {
  const sequence = (): string => Array.from({ length: 1 + random.below(3) }, () => part()).join('');
  const part = (): string => {
    const atom = depth > 0 && random.chance(0.35) ? group() : random.pick(ATOMS);
    return random.chance(0.4) ? atom + random.pick(QUANTIFIERS) : atom;
  };
  const group = (): string => `${random.chance(0.6) ? '(' : '(?:'}${randomPattern(random, depth - 1)})`;
  const body = Array.from({ length: random.chance(0.25) ? 2 : 1 }, sequence).join('|');
  if (depth < 2) return body;
  return `${random.chance(0.3) ? '^' : ''}${body}${random.chance(0.25) ? '$' : ''}`;
}

describe('programs of regular expressions', () => {
  const memory = createViewMemory();
  const { kernels } = memory.arena;
  const seed = testSeed();

  /** The kernel's answer, undefined where it asks the host. */
  const matches = (text: string, program: Uint8Array): boolean | undefined => {
    const answer = kernels.regexp_matches(memory.put(text), memory.put(program));
    return answer === 2 ? undefined : answer === 1;
  };
  const replaced = (text: string, program: Uint8Array): string | undefined => {
    const out = memory.out();
    if (kernels.regexp_replace(out, memory.put(text), memory.put(program), memory.region) === 2) return undefined;
    const result = memory.text(out);
    assert.equal(kernels.view_equal(out, memory.put(result)), 1, 'the view is not well formed');
    return result;
  };

  it(`answer as the host does (seed ${seed})`, () => {
    const random = new Random(seed);
    let programs = 0;
    let answers = 0;
    let asked = 0;
    for (let round = 0; round < ROUNDS; round++) {
      memory.reset();
      const pattern = randomPattern(random, 2);
      const flags = random.chance(0.25) ? 'i' : random.chance(0.2) ? 'n' : '';
      const isGlobal = random.chance(0.5);
      const replacement = random.pick(REPLACEMENTS);
      const match = matchProgram(regexp(pattern, flags));
      const replace = replaceProgram(regexp(pattern, flags), replacementPieces(replacement), isGlobal);
      if (match === undefined || replace === undefined) continue;
      programs++;
      for (let i = 0; i < TEXTS_PER_PATTERN; i++) {
        const text = random.text(random.chance(0.5) ? LETTERS : LETTERS.slice(0, 11), 12);
        const told = `'${text}' ~ '${pattern}' flags '${flags}' by '${replacement}'${isGlobal ? ' everywhere' : ''}`;
        const known = matches(text, match);
        const made = replaced(text, replace);
        if (known !== undefined) assert.equal(known, regexpTest(text, pattern, flags), told);
        if (made !== undefined) assert.equal(made, regexpReplace(text, pattern, replacement, flags, 0, isGlobal ? 0 : 1), told);
        answers += 2;
        asked += Number(known === undefined) + Number(made === undefined);
      }
    }
    assert.ok(programs > ROUNDS / 4, `only ${programs} of ${ROUNDS} patterns have programs`);
    assert.ok(asked < answers / 2, `${asked} of ${answers} answers came from the host`);
  }).timeout(60_000);

  it('prefer as the host does', () => {
    const cases: readonly (readonly [pattern: string, replacement: string, texts: readonly string[]])[] = [
      [
        '^https?://(?:www\\.)?([^/]+)/.*$',
        '\\1',
        ['http://www.example.org/a/b', 'https://www./x', 'http://www.a', 'ftp://b/', 'http://é.com/ü', ''],
      ],
      ['(a|ab)(c|bcd)(d*)', '[\\1][\\2][\\3]', ['abcd', 'xabcdd', 'acd']],
      ['(?:(a)|b)*', '<\\1>', ['ab', 'ba', 'aab', '']],
      ['x*', '-', ['abc', 'xxaxx', 'é😀']],
      ['(.*?)(b+)$', '\\2\\1', ['aabbb', 'bab', 'éb']],
    ];
    for (const [pattern, replacement, texts] of cases) {
      for (const all of [false, true]) {
        const program = replaceProgram(regexp(pattern), replacementPieces(replacement), all);
        assert.ok(program !== undefined, pattern);
        for (const text of texts)
          assert.equal(replaced(text, program), regexpReplace(text, pattern, replacement, '', 0, all ? 0 : 1), `${text} ${pattern}`);
      }
    }
  });

  it('are not made for what only the host can run', () => {
    for (const pattern of ['(a)\\1', 'a(?=b)', '(?!a)b', '(a*)*', '\\ma', '(?:a|b?)+', `(a|b){255}${'(?:a|b){100}'.repeat(10)}`])
      assert.equal(matchProgram(regexp(pattern)), undefined, pattern);
  });
});
