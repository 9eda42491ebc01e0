import type { CastFunction } from '../define.js';
import { checkJson } from '../json/json.js';

/** Casts to JSON: the text stays as it is, and 22P02 says where it is wrong. */
export const toJson: readonly CastFunction[] = [{ from: 'text', to: 'json', context: 'explicit', evaluate: checkJson }];
