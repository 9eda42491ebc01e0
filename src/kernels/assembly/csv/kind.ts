import { JOB_PRECISION } from './field';

/* The types of columns, in JOB_KIND. */
export const TEXT: u32 = 0;
export const BOOLEAN: u32 = 1;
export const SMALLINT: u32 = 2;
export const INTEGER: u32 = 3;
export const BIGINT: u32 = 4;
export const DOUBLE: u32 = 5;
export const DECIMAL: u32 = 6;
export const DATE: u32 = 7;
export const TIME: u32 = 8;
export const TIMESTAMP: u32 = 9;
export const TIMESTAMPTZ: u32 = 10;
export const UUID: u32 = 11;
export const REAL: u32 = 12;

/** Bytes of a value. */
// @ts-ignore: decorator
@inline
export function widthOf(kind: u32, job: usize): usize {
  if (kind === TEXT || kind === UUID) return 16;
  if (kind === BOOLEAN) return 1;
  if (kind === SMALLINT) return 2;
  if (kind === INTEGER || kind === DATE || kind === REAL) return 4;
  if (kind === DECIMAL) {
    const precision = load<u32>(job, JOB_PRECISION);
    return precision <= 9 ? 4 : precision <= 18 ? 8 : 16;
  }
  return 8;
}
