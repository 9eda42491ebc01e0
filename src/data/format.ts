import type { SqlType } from './types.js';
import type { SqlValue } from './value.js';
export function formatValue(value: SqlValue, _type: SqlType): string { return String(value); }
