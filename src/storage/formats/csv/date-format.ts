import { SqlError } from '../../../errors.js';

/** Operations of kernels/assembly/csv/format-program.ts. */
const LITERAL = 1;
const SPACE = 15;

/** strptime's letters: operation and most digits. */
const STRPTIME: Readonly<Record<string, readonly [operation: number, digits: number]>> = {
  Y: [2, 4],
  y: [3, 2],
  m: [4, 2],
  d: [5, 2],
  e: [5, 2],
  H: [6, 2],
  k: [6, 2],
  I: [7, 2],
  l: [7, 2],
  M: [8, 2],
  S: [9, 2],
  f: [10, 9],
  g: [10, 3],
  p: [11, 0],
  b: [12, 0],
  B: [12, 0],
  h: [12, 0],
  a: [13, 0],
  A: [13, 0],
  z: [14, 0],
  Z: [14, 0],
  j: [16, 3],
};
const STRPTIME_WHOLE: Readonly<Record<string, string>> = { F: '%Y-%m-%d', T: '%H:%M:%S', D: '%m/%d/%y', R: '%H:%M' };

/** to_date's patterns, longest first. */
const TEMPLATE: readonly (readonly [pattern: string, letter: string])[] = [
  ['MONTH', 'B'],
  ['YYYY', 'Y'],
  ['HH24', 'H'],
  ['HH12', 'I'],
  ['MON', 'b'],
  ['DAY', 'A'],
  ['DDD', 'j'],
  ['YY', 'y'],
  ['MM', 'm'],
  ['DD', 'd'],
  ['DY', 'a'],
  ['HH', 'I'],
  ['MI', 'M'],
  ['SS', 'S'],
  ['MS', 'f'],
  ['US', 'f'],
  ['AM', 'p'],
  ['PM', 'p'],
  ['TZ', 'z'],
  ['OF', 'z'],
];

/** A date format, in strptime's letters (`%d.%m.%Y`) or to_date's patterns (`DD.MM.YYYY`), as the program that the kernels run. 22023 when bad. */
export function compileDateFormat(format: string): Uint8Array {
  const pieces = format.includes('%') ? fromStrptime(format) : fromTemplate(format);
  if (pieces.every(([operation]) => operation === LITERAL || operation === SPACE)) throw badFormat(format, 'it names no part of a date');
  return Uint8Array.from([...pieces.flat(), 0, 0]);
}

type Piece = readonly [operation: number, argument: number];

function fromStrptime(format: string): Piece[] {
  const pieces: Piece[] = [];
  for (let i = 0; i < format.length; i++) {
    if (format[i] !== '%') {
      pieces.push(...literal(format[i]));
      continue;
    }
    let letter = format[++i] ?? '';
    if (letter === '-') letter = format[++i] ?? '';
    if (letter === '%') pieces.push(...literal('%'));
    else if (letter in STRPTIME_WHOLE) pieces.push(...fromStrptime(STRPTIME_WHOLE[letter]));
    else if (letter in STRPTIME) pieces.push(STRPTIME[letter]);
    else throw badFormat(format, `%${letter} is no part of a date`);
  }
  return pieces;
}

function fromTemplate(format: string): Piece[] {
  const pieces: Piece[] = [];
  for (let i = 0; i < format.length;) {
    const rest = format.slice(i).toUpperCase();
    const found = TEMPLATE.find(([pattern]) => rest.startsWith(pattern));
    pieces.push(...(found === undefined ? literal(format[i]) : [STRPTIME[found[1]]]));
    i += found?.[0].length ?? 1;
  }
  return pieces;
}

const literal = (char: string): Piece[] => (/\s/.test(char) ? [[SPACE, 0]] : [...Buffer.from(char)].map((byte): Piece => [LITERAL, byte]));

const badFormat = (format: string, why: string) =>
  new SqlError('22023', `invalid date format "${format}": ${why}`, {
    hint: "write strptime's letters, as '%d.%m.%Y', or to_date's patterns, as 'DD.MM.YYYY'",
  });
