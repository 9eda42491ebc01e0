import { STORAGE_BYTES, storageOf, type SqlType } from '../../data/types.js';
import { classOf, type Code, type Value } from '../code.js';
import { elementOf, isBytes } from './view-types.js';
import { loadSlot, storeSlot } from './slot-code.js';

/*
 * Copies of values with everything they point to, so that they outlive the batch they came from.
 */

/** A copy of a non-NULL value; of a view, a new view whose bytes and elements lie in `region`. */
export function copyValue(code: Code, type: SqlType, value: Value, region: Value): Value {
  if (classOf(type) !== 'view') return value;
  const out = code.call('region_alloc', region, code.i32(16));
  copyInto(code, type, out, value, region);
  return code.asView(out);
}

/** The value of an aggregate's state as a result: strings are copied, since the state may change under them. */
export function copyOut(code: Code, type: SqlType, value: Value): Value {
  return isBytes(type) ? code.callView('view_copy', value, code.region) : value;
}

/** Copies the view `value` and what it points to, and puts the new view at `out`. */
export function copyInto(code: Code, type: SqlType, out: Value, value: Value, region: Value): void {
  if (isBytes(type)) {
    code.callVoid('view_copy', out, value, region);
    return;
  }
  const from = code.addressOf(value);
  code.store128(out, code.load128(from));
  if (type.kind === 'struct') {
    const cells = code.call('region_alloc', region, code.i32(type.fields.length * 32));
    const source = code.load('i32.load', from, 12);
    code.store('i32.store', out, cells, 12);
    for (const [i, field] of type.fields.entries()) {
      const [target, cell] = [cells, source].map((base) => code.op('i32.add', base, code.i32(i * 32)));
      code.store128(target, code.load128(cell));
      code.store128(target, code.load128(cell, 16), 16);
      if (classOf(field.type) !== 'view') continue;
      code.if(code.load('i32.load', cell), () => {
        copyInto(code, field.type, code.op('i32.add', target, code.i32(16)), loadSlot(code, field.type, cell, 16), region);
      });
    }
    return;
  }
  copyElements(code, elementOf(type), out, from, region);
}

function copyElements(code: Code, element: SqlType, out: Value, from: Value, region: Value): void {
  const width = STORAGE_BYTES[storageOf(element)];
  const count = code.load('i32.load', from);
  const slots = code.call('view_copy_elements', out, from, code.i32(width), region);
  if (classOf(element) !== 'view') return;
  const i = code.variable('i32', code.i32(0));
  code.while(
    () => code.op('i32.lt_u', code.get(i), count),
    () => {
      const slot = code.op('i32.add', slots, code.op('i32.mul', code.get(i), code.i32(width)));
      // Slots of NULL elements hold arbitrary views: they are emptied, not followed.
      code.if(
        code.call('view_element_valid', from, code.get(i)),
        () => copyInto(code, element, slot, loadSlot(code, element, slot), region),
        () => storeSlot(code, element, slot, code.text('')),
      );
      code.set(i, code.op('i32.add', code.get(i), code.i32(1)));
    },
  );
}
