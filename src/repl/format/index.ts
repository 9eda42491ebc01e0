import { csv } from './csv.js';
import type { Formatter } from './formatter.js';
import { json } from './json.js';
import { jsonl } from './jsonl.js';
import { markdown } from './markdown.js';
import { table } from './table.js';

/** The output formats by the name that --format and \format take. */
export const FORMATS = { table, csv, json, jsonl, markdown } satisfies Record<string, Formatter>;

export type FormatName = keyof typeof FORMATS;

export const FORMAT_NAMES = Object.keys(FORMATS) as readonly FormatName[];

export const isFormat = (name: string): name is FormatName => Object.hasOwn(FORMATS, name);
