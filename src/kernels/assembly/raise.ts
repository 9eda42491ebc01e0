/** Throws a JavaScript SqlError through every WebAssembly frame; see kernels/raise.ts for the codes. Locks must be released first. */
@external("host", "raise")
declare function hostRaise(code: i32, arg: i32): void;

export namespace RaiseCode {
  export const OUT_OF_MEMORY: i32 = 1;
  export const DIVISION_BY_ZERO: i32 = 2;
  export const SMALLINT_OUT_OF_RANGE: i32 = 3;
  export const INTEGER_OUT_OF_RANGE: i32 = 4;
  export const BIGINT_OUT_OF_RANGE: i32 = 5;
  export const REAL_OUT_OF_RANGE: i32 = 6;
  export const DOUBLE_OUT_OF_RANGE: i32 = 7;
  export const NUMERIC_OUT_OF_RANGE: i32 = 8;
  export const FLOAT_UNDERFLOW: i32 = 9;
  export const NEGATIVE_SUBSTRING_LENGTH: i32 = 50;
  export const LIKE_TRAILING_ESCAPE: i32 = 51;
  export const INVALID_ESCAPE: i32 = 52;
  export const FIELD_POSITION_ZERO: i32 = 53;
  export const TEXT_TOO_LONG: i32 = 54;
  export const BYTE_INDEX_OUT_OF_RANGE: i32 = 55;
  export const DATE_OUT_OF_RANGE: i32 = 100;
  export const TIMESTAMP_OUT_OF_RANGE: i32 = 101;
  export const INTERVAL_OUT_OF_RANGE: i32 = 102;
  export const INFINITE_DATE_SUBTRACTION: i32 = 103;
  export const INFINITE_TIMESTAMP_SUBTRACTION: i32 = 104;
  export const DATE_OUT_OF_RANGE_FOR_TIMESTAMP: i32 = 105;
  export const DATE_UNIT_NOT_RECOGNIZED: i32 = 110;
  export const DATE_UNIT_NOT_SUPPORTED: i32 = 111;
  export const TIMESTAMP_UNIT_NOT_RECOGNIZED: i32 = 112;
  export const TIMESTAMP_UNIT_NOT_SUPPORTED: i32 = 113;
  export const TIME_UNIT_NOT_RECOGNIZED: i32 = 114;
  export const TIME_UNIT_NOT_SUPPORTED: i32 = 115;
}

// @ts-ignore: decorator
@inline
export function raise(code: i32, arg: usize = 0): void {
  hostRaise(code, <i32>arg);
}
