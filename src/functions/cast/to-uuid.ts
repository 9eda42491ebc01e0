import { invalidText } from '../../errors.js';
import type { CastFunction } from '../define.js';

/** 32 hexadecimal digits in any case, hyphens after any group of four, braces around; 22P02 otherwise. */
export function uuidOfText(text: string): string {
  const inner = /^\{(.*)\}$/.exec(text)?.[1] ?? text;
  if (!/^[0-9a-f]{4}(-?[0-9a-f]{4}){7}$/i.test(inner)) throw invalidText('uuid', text);
  const digits = inner.replaceAll('-', '').toLowerCase();
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-');
}

/** Casts to UUID. */
export const toUuid: readonly CastFunction[] = [{ from: 'text', to: 'uuid', context: 'explicit', evaluate: uuidOfText }];
