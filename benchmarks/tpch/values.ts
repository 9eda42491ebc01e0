import { utf8, type CsvWriter } from '../tables/csv-writer.js';
import { NATIONS } from './distributions.js';
import type { RandomStream } from './stream.js';

const LETTERS = utf8('0123456789abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ,');
const ADDRESS_SHORTEST = 10;
const ADDRESS_LONGEST = 40;
const address = new Uint8Array(ADDRESS_LONGEST);

/** An address of random letters: 10 to 40, five from the bits of each random number up to `range`. */
export function writeAddress(out: CsvWriter, stream: RandomStream, range: number): void {
  const length = stream.between(ADDRESS_SHORTEST, ADDRESS_LONGEST);
  let bits = 0;
  for (let i = 0; i < length; i++) {
    if (i % 5 === 0) bits = stream.upTo(range);
    address[i] = LETTERS[bits & 63];
    bits >>= 6;
  }
  out.quoted(address, 0, length);
}

const phone = utf8('00-000-000-0000');

/** A phone number, which begins with the nation's code. */
export function writePhone(out: CsvWriter, nation: number, stream: RandomStream): void {
  putDigits(phone, 0, 2, 10 + nation);
  putDigits(phone, 3, 3, stream.between(100, 999));
  putDigits(phone, 7, 3, stream.between(100, 999));
  putDigits(phone, 11, 4, stream.between(1000, 9999));
  out.plain(phone);
}

function putDigits(target: Uint8Array, start: number, count: number, value: number): void {
  for (let i = start + count - 1; i >= start; i--) {
    target[i] = 48 + (value % 10);
    value = Math.floor(value / 10);
  }
}

export const pickNation = (stream: RandomStream): number => stream.between(0, NATIONS.length - 1);

const DAY_MS = 86_400_000;
const FIRST_DAY_MS = Date.UTC(1992, 0, 1);

/** The day of a date, counted from 1992-01-01, the first of all dates. */
export const dayOf = (year: number, month: number, day: number): number => (Date.UTC(year, month - 1, day) - FIRST_DAY_MS) / DAY_MS;

/** The dates of 1992 to 1998 as texts, by day. */
export const DATES: readonly Uint8Array[] = Array.from({ length: dayOf(1998, 12, 31) + 1 }, (_, day) =>
  utf8(new Date(FIRST_DAY_MS + day * DAY_MS).toISOString().slice(0, 10)),
);

/** What one piece of a part costs, in cents. */
export const retailPrice = (part: number): number => 90_000 + (Math.floor(part / 10) % 20_001) + 100 * (part % 1000);

/** The supplier in the place `position` (0 to 3) of those who sell the part. */
export const supplierOf = (part: number, position: number, suppliers: number): number =>
  ((part + position * (Math.floor(suppliers / 4) + Math.floor((part - 1) / suppliers))) % suppliers) + 1;
