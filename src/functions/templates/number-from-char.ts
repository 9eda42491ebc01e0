import { SqlError } from '../../errors.js';
import { numberTemplate } from './number-template.js';

/** The digits and the scale of the decimal that to_number gives for a template. */
export function numberShape(template: string): { readonly precision: number; readonly scale: number } {
  const { pre, post, multiplier } = numberTemplate(template);
  const scale = post + multiplier;
  return { precision: Math.max(1, Math.min(38, pre + scale)), scale: Math.min(38, scale) };
}

/** Reads text by a numeric template; the number times 10^scale. 22P02 when there are no digits. */
export function readNumber(text: string, template: string, scale: number): bigint {
  const { nodes, flags, post, multiplier } = numberTemplate(template);
  if (flags.has('exponent')) throw new SqlError('0A000', '"EEEE" not supported for input');
  if (flags.has('roman')) throw new SqlError('0A000', '"RN" not supported for input');
  let at = 0;
  let isNegative = false;
  let whole = '';
  let fraction = '';
  let hasPoint = false;
  const readSign = (): void => {
    while (text[at] === ' ') at++;
    if (text[at] === '-' || (flags.has('bracket') && text[at] === '<')) {
      isNegative = true;
      at++;
    } else if (text[at] === '+') {
      at++;
    }
  };
  readSign();
  for (const { key } of nodes) {
    if (at >= text.length) break;
    switch (key) {
      case '9':
      case '0':
        if (whole === '' && fraction === '') readSign();
        if (/\d/.test(text[at] ?? '')) {
          if (hasPoint) fraction += text[at++];
          else whole += text[at++];
        } else if (text[at] === '.' && !hasPoint && flags.has('decimal')) {
          // The number has fewer digits before the point than the template.
          continue;
        }
        break;
      case '.':
      case 'D':
        hasPoint = true;
        if (text[at] === '.') at++;
        break;
      case ',':
      case 'G':
        if (text[at] === ',') at++;
        break;
      case 'L':
        if (!/[\d.,+-]/.test(text[at])) at++;
        break;
      case 'MI':
      case 'SG':
      case 'S':
      case 'PL':
        readSign();
        break;
      case 'TH':
        at += 2;
        break;
      case 'FM':
      case 'PR':
      case 'B':
      case 'V':
        break;
      default:
        if (!/[\d.,+-]/.test(text[at])) at++;
    }
  }
  if (/^-/.test(text.slice(at)) && (flags.has('locale-sign') || flags.has('minus'))) isNegative = true;
  if (whole === '' && fraction === '') throw new SqlError('22P02', `invalid input syntax for type numeric: "${text}"`);
  const unscaled = BigInt(whole + fraction.padEnd(post, '0').slice(0, post));
  const digits = post + multiplier;
  const value = scale >= digits ? unscaled * 10n ** BigInt(scale - digits) : unscaled / 10n ** BigInt(digits - scale);
  return isNegative ? -value : value;
}
