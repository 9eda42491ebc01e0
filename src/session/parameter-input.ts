/** What a program may pass for `$1`, `$2`, …; see docs/api.md. */
export type ParameterInput = null | undefined | boolean | number | bigint | string | Date | Uint8Array | readonly ParameterInput[];
