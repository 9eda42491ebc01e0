/** What kernels over untrusted pages return instead of 0 or a count; storage/formats/parquet/status.ts has the words. */
export namespace Status {
  export const TRUNCATED: i32 = -1;
  export const BAD_COMPRESSION: i32 = -2;
  export const WRONG_SIZE: i32 = -3;
  export const BAD_CODE: i32 = -4;
  export const BAD_UTF8: i32 = -5;
  export const OUT_OF_RANGE: i32 = -6;
  export const BAD_ENCODING: i32 = -7;
  export const BAD_CHECKSUM: i32 = -8;
}
