import { SqlError } from '../../errors.js';
import { cached } from '../text/cached.js';

/** A part of a numeric template: a pattern by its upper-case name, or text that stands for itself. */
export interface NumberNode {
  readonly key: string | undefined;
  readonly text: string;
}

/** What a numeric template asks for, as PostgreSQL's NUMDesc. */
export interface NumberTemplate {
  readonly nodes: readonly NumberNode[];
  /** Digits before and after the decimal point. */
  readonly pre: number;
  readonly post: number;
  /** Digits after V. */
  readonly multiplier: number;
  /** Digit places of the first 0 before the point (from 1; 0 for none) and of the last one. */
  readonly zeroStart: number;
  readonly zeroEnd: number;
  readonly sign: 'none' | 'before' | 'after';
  readonly digitsBeforeSign: number;
  readonly flags: ReadonlySet<NumberFlag>;
}

export type NumberFlag =
  'fill' | 'zero' | 'decimal' | 'multiply' | 'minus' | 'plus' | 'bracket' | 'roman' | 'exponent' | 'blank' | 'locale-sign';

const KEYS = ['EEEE', 'FM', 'MI', 'PL', 'PR', 'RN', 'SG', 'SP', 'TH', '9', '0', '.', ',', 'B', 'C', 'D', 'G', 'L', 'S', 'V'];
const SPELLINGS = KEYS.flatMap((key) => (key === key.toLowerCase() ? [key] : [key, key.toLowerCase()]));

function tokenize(template: string): NumberNode[] {
  const nodes: NumberNode[] = [];
  let at = 0;
  while (at < template.length) {
    const rest = template.slice(at);
    if (rest[0] === '"') {
      const quoted = /^"((?:\\[^]|[^"\\])*)"?/.exec(rest)!;
      for (const character of quoted[1].replace(/\\([^])/g, '$1')) nodes.push({ key: undefined, text: character });
      at += quoted[0].length;
      continue;
    }
    const written = SPELLINGS.find((spelling) => rest.startsWith(spelling));
    if (written !== undefined) {
      nodes.push({ key: written.toUpperCase(), text: written });
      at += written.length;
    } else {
      const escaped = rest[0] === '\\' && rest[1] === '"';
      const [character] = escaped ? '"' : rest;
      nodes.push({ key: undefined, text: character });
      at += escaped ? 2 : character.length;
    }
  }
  return nodes;
}

const bad = (message: string): SqlError => new SqlError('42601', message);

/** The parts and the demands of a numeric template; 42601 for one that contradicts itself. */
export const numberTemplate = cached((template: string): NumberTemplate => {
  const nodes = tokenize(template);
  const flags = new Set<NumberFlag>();
  let [pre, post, multiplier, zeroStart, zeroEnd, digitsBeforeSign] = [0, 0, 0, 0, 0, 0];
  let sign: NumberTemplate['sign'] = 'none';
  for (const { key } of nodes) {
    if (key === undefined) continue;
    if (flags.has('exponent') && key !== 'EEEE') throw bad('"EEEE" must be the last pattern used');
    switch (key) {
      case '9':
        if (flags.has('bracket')) throw bad('"9" must be ahead of "PR"');
        if (flags.has('multiply')) multiplier++;
        else if (flags.has('decimal')) post++;
        else pre++;
        break;
      case '0':
        if (flags.has('bracket')) throw bad('"0" must be ahead of "PR"');
        if (!flags.has('zero') && !flags.has('decimal')) {
          flags.add('zero');
          zeroStart = pre + 1;
        }
        if (flags.has('decimal')) post++;
        else pre++;
        zeroEnd = pre + post;
        break;
      case 'B':
        if (pre === 0 && post === 0 && !flags.has('zero')) flags.add('blank');
        break;
      case 'D':
      case '.':
        if (flags.has('decimal')) throw bad('multiple decimal points');
        if (flags.has('multiply')) throw bad('cannot use "V" and decimal point together');
        flags.add('decimal');
        break;
      case 'FM':
        flags.add('fill');
        break;
      case 'S':
        if (flags.has('locale-sign')) throw bad('cannot use "S" twice');
        if (flags.has('plus') || flags.has('minus') || flags.has('bracket')) throw bad('cannot use "S" and "PL"/"MI"/"SG"/"PR" together');
        flags.add('locale-sign');
        if (flags.has('decimal')) sign = 'after';
        else {
          sign = 'before';
          digitsBeforeSign = pre;
        }
        break;
      case 'MI':
      case 'PL':
      case 'SG':
        if (flags.has('locale-sign')) throw bad(`cannot use "S" and "${key}" together`);
        if (key !== 'PL') flags.add('minus');
        if (key !== 'MI') flags.add('plus');
        break;
      case 'PR':
        if (flags.has('locale-sign') || flags.has('plus') || flags.has('minus'))
          throw bad('cannot use "PR" and "S"/"PL"/"MI"/"SG" together');
        flags.add('bracket');
        break;
      case 'RN':
        flags.add('roman');
        break;
      case 'V':
        if (flags.has('decimal')) throw bad('cannot use "V" and decimal point together');
        flags.add('multiply');
        break;
      case 'EEEE':
        if (flags.has('exponent')) throw bad('cannot use "EEEE" twice');
        if (
          ['blank', 'fill', 'locale-sign', 'bracket', 'minus', 'plus', 'roman', 'multiply'].some((flag) => flags.has(flag as NumberFlag))
        ) {
          throw new SqlError('42601', '"EEEE" is incompatible with other formats', {
            detail: '"EEEE" may only be used together with digit and decimal point patterns.',
          });
        }
        flags.add('exponent');
        break;
    }
  }
  return { nodes, pre, post, multiplier, zeroStart, zeroEnd, sign, digitsBeforeSign, flags };
});
