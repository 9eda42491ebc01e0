/**
 * How columns lie in the arena. All addresses are u32 byte offsets.
 *
 * Column descriptor (16 bytes): 0 values · 4 validity (0: no NULLs; otherwise Arrow's bitmap, bit i of row i set when not NULL, least
 * significant bit first) · 8 codes (0: none; otherwise u32 per row: row i's value is slot codes[i] of `values`, a dictionary; any code is
 * valid even in NULL rows) · 12 with codes: entries of the dictionary, 0 when unknown; otherwise 0. `values` slots have the width of data/types.ts `storageOf`. Slots of NULL rows hold
 * arbitrary but readable bits, and for views a well-formed view (all zero is one).
 *
 * View (16 bytes), for strings and byte strings: 0 length in bytes (u32) · 4 up to twelve bytes inline when length ≤ 12, zero-padded;
 * otherwise 4 the first four bytes · 8 zero · 12 address of the bytes (u32).
 *
 * View of an array: 0 element count (u32) · 4 zero · 8 address of the elements' validity bitmap, 0 when none is NULL · 12 address of the
 * element slots, 0 when empty. Struct: 0 field count · 12 address of one 32-byte cell per field: 0 validity (u32, 1 not NULL) · 16 the
 * value's slot. Map: an array of structs (key, value).
 */
export const DESCRIPTOR_BYTES = 16;
export const DESCRIPTOR_VALUES = 0;
export const DESCRIPTOR_VALIDITY = 4;
export const DESCRIPTOR_CODES = 8;
export const DESCRIPTOR_ENTRIES = 12;

export const VIEW_BYTES = 16;
export const VIEW_INLINE_BYTES = 12;
