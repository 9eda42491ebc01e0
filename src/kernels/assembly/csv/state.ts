/*
 * What a scan knows of its file, 608 bytes in the arena (mirrored by storage/formats/csv/scan-state.ts):
 *
 *   0 delimiter · 4 quote (0: none) · 8 escape (the quote itself when quotes are doubled) · 12 fields per row · 16 flags below
 *   20 where to go on · 24 status below · 28 where the bad row went wrong · 32 its fields · 36 its start · 40 rows left out · 44 mode below
 *   48 structural bits of a block (u64) · 56 bytes after a closing quote (u64) · 64 the least byte seen, signed, per lane (v128)
 *   80 1 when quoted fields of the last scan may hold escapes · 84 scans to come before rows are taken for regular again
 *   88 1 when there were carriage returns · 96 scratch: bits of 4,096 bytes
 */
export const STATE_DELIMITER: usize = 0;
export const STATE_QUOTE: usize = 4;
export const STATE_ESCAPE: usize = 8;
export const STATE_FIELDS: usize = 12;
export const STATE_FLAGS: usize = 16;
export const STATE_NEXT: usize = 20;
export const STATE_STATUS: usize = 24;
export const STATE_ERROR_AT: usize = 28;
export const STATE_ERROR_FIELDS: usize = 32;
export const STATE_ERROR_ROW: usize = 36;
export const STATE_LEFT_OUT: usize = 40;
export const STATE_MODE: usize = 44;
export const STATE_STRUCTURAL: usize = 48;
export const STATE_AFTER_QUOTE: usize = 56;
export const STATE_LEAST: usize = 64;
export const STATE_DOUBLED: usize = 80;
export const STATE_WAIT: usize = 84;
export const STATE_RETURNS: usize = 88;
export const STATE_MASKS: usize = 96;

/** Bad rows are left out. */
export const FLAG_IGNORE: u32 = 1;
/** Short rows are filled with NULLs. */
export const FLAG_PAD: u32 = 2;
/** An empty line is a row (of one empty field). */
export const FLAG_BLANK: u32 = 4;

export const STATUS_TOO_FEW: u32 = 1;
export const STATUS_TOO_MANY: u32 = 2;
export const STATUS_UNTERMINATED: u32 = 3;
export const STATUS_AFTER_QUOTE: u32 = 4;

/** At the start of a field, where a quote opens. */
export const MODE_START: u32 = 0;
/** In a field without quotes, where a quote is itself. */
export const MODE_PLAIN: u32 = 1;
export const MODE_QUOTED: u32 = 2;
/** After a quote that closed the field, or is the first of a doubled one. */
export const MODE_CLOSED: u32 = 3;
/** After an escape that is not the quote, within quotes. */
export const MODE_ESCAPED: u32 = 4;

/** What stands after the line feed after the bytes. */
export const FILLER: u32 = 127;

export const LF: u32 = 10;
export const CR: u32 = 13;
