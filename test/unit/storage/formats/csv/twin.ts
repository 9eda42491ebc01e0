/** A plain reader of CSV, written for reading: the kernels must agree with it. */

export interface TwinDialect {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
  readonly fields: number;
  readonly ignoreErrors: boolean;
  readonly nullPadding: boolean;
}

/** A field's text, and whether it stood in quotes; undefined where padding made it. */
export type TwinField = { readonly text: string; readonly quoted: boolean } | undefined;

export interface TwinResult {
  readonly rows: readonly (readonly TwinField[])[];
  readonly error?: { readonly status: 1 | 2 | 3 | 4; readonly line: number };
}

export function readTwin(text: string, { delimiter, quote, escape, fields, ignoreErrors, nullPadding }: TwinDialect): TwinResult {
  const rows: TwinField[][] = [];
  let at = 0;
  const isEnd = (char: string): boolean => char === delimiter || char === '\n' || char === '\r';
  const lineAt = (offset: number): number =>
    1 + (text.slice(0, offset).match(/\r\n?|\n/g)?.length ?? 0) - (text[offset - 1] === '\r' && text[offset] === '\n' ? 1 : 0);

  while (at < text.length) {
    const rowStart = at;
    const row: TwinField[] = [];
    let afterQuote = -1;
    for (;;) {
      const fieldStart = at;
      if (quote !== '' && text[at] === quote) {
        at++;
        let value = '';
        for (;;) {
          if (at >= text.length) return ignoreErrors ? { rows } : { rows, error: { status: 3, line: lineAt(fieldStart) } };
          if (escape !== quote && text[at] === escape) {
            const next = text[at + 1];
            if (next === undefined) return ignoreErrors ? { rows } : { rows, error: { status: 3, line: lineAt(fieldStart) } };
            value += next === quote || next === escape ? next : escape + next;
            at += 2;
          } else if (text[at] === quote && escape === quote && text[at + 1] === quote) {
            value += quote;
            at += 2;
          } else if (text[at] === quote) {
            at++;
            break;
          } else {
            value += text[at++];
          }
        }
        if (at < text.length && !isEnd(text[at]) && afterQuote < 0) afterQuote = at;
        while (at < text.length && !isEnd(text[at])) at++;
        row.push({ text: value, quoted: true });
      } else {
        while (at < text.length && !isEnd(text[at])) at++;
        row.push({ text: text.slice(fieldStart, at), quoted: false });
      }
      if (text[at] !== delimiter) break;
      at++;
    }
    const rowEnd = at;
    at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1;

    if (row.length === 1 && rowEnd === rowStart && fields > 1) continue;
    const status = afterQuote >= 0 ? 4 : row.length < fields ? 1 : row.length > fields ? 2 : 0;
    if (status === 1 && nullPadding) {
      while (row.length < fields) row.push(undefined);
    } else if (status !== 0) {
      if (ignoreErrors) continue;
      return { rows, error: { status, line: lineAt(status === 4 ? afterQuote : rowStart) } };
    }
    rows.push(row);
  }
  return { rows };
}

/** What a text column holds when only the empty string is NULL. */
export const twinText = (field: TwinField): string | null =>
  field === undefined || (field.text === '' && !field.quoted) ? null : field.text;

/** Random numbers from a seed (mulberry32). */
export function randomSource(seed: number): { next(): number; below(n: number): number; pick<T>(items: readonly T[]): T } {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return { next, below: (n) => Math.floor(next() * n), pick: (items) => items[Math.floor(next() * items.length)] };
}

/** The seed of a run: QUERN_SEED repeats one. */
export const runSeed = (): number => Number(process.env.QUERN_SEED ?? Math.floor(Math.random() * 2 ** 32));
