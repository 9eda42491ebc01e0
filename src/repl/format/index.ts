import { csv } from './csv.js';
import type { Formatter } from './formatter.js';
import { json } from './json.js';
import { jsonl } from './jsonl.js';
import { markdown } from './markdown.js';
import type { FormatName } from './names.js';
import { table } from './table.js';

export { expanded } from './expanded.js';

export const FORMATS: Readonly<Record<FormatName, Formatter>> = { table, csv, json, jsonl, markdown };
