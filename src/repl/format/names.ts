/** The output formats by the name that --format and \format take. */
export const FORMAT_NAMES = ['table', 'csv', 'json', 'jsonl', 'markdown'] as const;

export type FormatName = (typeof FORMAT_NAMES)[number];

export const isFormat = (name: string): name is FormatName => (FORMAT_NAMES as readonly string[]).includes(name);
