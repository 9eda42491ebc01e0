import { STORAGE_BYTES, storageOf, type SqlType } from '../../data/types.js';
import { classOf, type Code, type Value } from '../code.js';
import { copyValue } from '../slots/copy-code.js';
import { storeSlot } from '../slots/slot-code.js';
import { isBytes } from '../slots/view-types.js';

/*
 * A state that holds one value: 0 its slot · then, at `markAt`, four bytes of the aggregate's own · for strings their buffer, see
 * aggregate_keep_bytes.
 */

/** Where the aggregate's own four bytes are: 4, 8 or 16. */
export const markAt = (type: SqlType): number => Math.max(4, STORAGE_BYTES[storageOf(type)]);

export const keptBytes = (type: SqlType): number => (isBytes(type) ? 32 : (markAt(type) + 4 + 7) & ~7);

/** Puts a non-NULL value into the state; what it points to is copied. */
export function keepValue(code: Code, type: SqlType, state: Value, value: Value): void {
  if (isBytes(type)) code.callVoid('aggregate_keep_bytes', state, value, code.stateRegion);
  else storeSlot(code, type, state, classOf(type) === 'view' ? copyValue(code, type, value, code.stateRegion) : value);
}
