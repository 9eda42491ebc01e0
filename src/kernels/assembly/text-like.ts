import { raise, RaiseCode } from './raise';
import { bytes_find, characterSize } from './text-search';
import { bytes_equal, view_bytes } from './view';

/*
 * LIKE over UTF-8 bytes. The pattern is cut at each `%`: the first piece must match at the start, the last one at the end, and those between,
 * in order, wherever they occur first. Pieces without `_` and escapes are compared and searched for as bytes.
 */

const PERCENT: u32 = 0x25;
const UNDERSCORE: u32 = 0x5f;
/** An escape that no byte equals. */
const NO_ESCAPE: u32 = 0x100;

/** 1 when the string matches the pattern; `\` escapes. Raises when the match comes to an escape at the pattern's end. */
export function text_like(view: usize, pattern: usize): i32 {
  return like(view, pattern, 0x5c);
}

/** As text_like with another escape: one character, or none when empty. */
export function text_like_escape(view: usize, pattern: usize, escape: usize): i32 {
  const length = load<u32>(escape);
  if (length === 0) return like(view, pattern, NO_ESCAPE);
  const byte: u32 = load<u8>(escape, 4);
  if (length > 1) {
    raise(RaiseCode.INVALID_ESCAPE, escape);
    return 0;
  }
  return like(view, pattern, byte);
}

function like(view: usize, patternView: usize, escape: u32): i32 {
  let text = view_bytes(view);
  const textEnd = text + load<u32>(view);
  let pattern = view_bytes(patternView);
  const patternEnd = pattern + load<u32>(patternView);

  // The piece before the first `%`.
  while (true) {
    if (pattern >= patternEnd) return i32(text === textEnd);
    let byte: u32 = load<u8>(pattern);
    if (byte === escape) {
      if (text === textEnd) return 0;
      if (++pattern === patternEnd) return trailingEscape();
      byte = load<u8>(pattern);
    } else if (byte === PERCENT) {
      break;
    } else if (byte === UNDERSCORE) {
      if (text === textEnd) return 0;
      text += characterSize(text, textEnd);
      pattern++;
      continue;
    }
    if (text === textEnd || load<u8>(text) !== <u8>byte) return 0;
    text++;
    pattern++;
  }

  while (true) {
    // At a `%`: skip it, and take the piece up to the next one.
    pattern++;
    if (pattern === patternEnd) return 1;
    const piece = pattern;
    let isPlain = true;
    let isLast = false;
    while (true) {
      if (pattern === patternEnd) {
        isLast = true;
        break;
      }
      const byte: u32 = load<u8>(pattern);
      if (byte === escape) {
        isPlain = false;
        if (++pattern === patternEnd) return trailingEscape();
      } else if (byte === PERCENT) {
        break;
      } else if (byte === UNDERSCORE) {
        isPlain = false;
      }
      pattern++;
    }
    const length = <u32>(pattern - piece);
    const left = <u32>(textEnd - text);
    if (isPlain) {
      if (isLast) return i32(length <= left && bytes_equal(textEnd - length, piece, length));
      const found = bytes_find(text, left, piece, length);
      if (found < 0) return 0;
      text += <usize>found + length;
    } else {
      const after = findPiece(text, textEnd, piece, pattern, escape, isLast);
      if (after === 0) return 0;
      if (isLast) return 1;
      text = after;
    }
  }
}

/** Address after the first match of the piece; it must be `textEnd` when `toEnd`. 0 when there is none. */
function findPiece(text: usize, textEnd: usize, piece: usize, pieceEnd: usize, escape: u32, toEnd: bool): usize {
  while (true) {
    const after = matchPiece(text, textEnd, piece, pieceEnd, escape);
    if (after !== 0 && (!toEnd || after === textEnd)) return after;
    if (text >= textEnd) return 0;
    text += characterSize(text, textEnd);
  }
}

/** Address after the piece when it matches here, 0 when it does not. The piece does not end in a bare escape. */
function matchPiece(text: usize, textEnd: usize, piece: usize, pieceEnd: usize, escape: u32): usize {
  while (piece < pieceEnd) {
    if (text >= textEnd) return 0;
    let byte: u32 = load<u8>(piece++);
    if (byte === escape) {
      byte = load<u8>(piece++);
    } else if (byte === UNDERSCORE) {
      text += characterSize(text, textEnd);
      continue;
    }
    if (load<u8>(text) !== <u8>byte) return 0;
    text++;
  }
  return text;
}

function trailingEscape(): i32 {
  raise(RaiseCode.LIKE_TRAILING_ESCAPE);
  return 0;
}
