import { storageOf, type SqlType } from '../../data/types.js';
import type { Code, Value } from '../code.js';

/** Loads the value of `type` from its slot (data/types.ts `storageOf`) as the class that computes with it. */
export function loadSlot(code: Code, type: SqlType, address: Value, offset = 0): Value {
  switch (storageOf(type)) {
    case 'i8':
      return code.load('i32.load8_u', address, offset);
    case 'i16':
      return code.load('i32.load16_s', address, offset);
    case 'i32':
      return code.load(type.kind === 'decimal' ? 'i64.load32_s' : 'i32.load', address, offset);
    case 'i64':
      return code.load('i64.load', address, offset);
    case 'f32':
      return code.load('f32.load', address, offset);
    case 'f64':
      return code.load('f64.load', address, offset);
    case 'i128':
      return code.load128(address, offset);
    case 'view':
      return code.asView(offset === 0 ? address : code.op('i32.add', address, code.i32(offset)));
  }
}

/** Stores a value into a slot of its type; of a view, the 16 bytes (not what they point to). */
export function storeSlot(code: Code, type: SqlType, address: Value, value: Value, offset = 0): void {
  switch (storageOf(type)) {
    case 'i8':
      return code.store('i32.store8', address, value, offset);
    case 'i16':
      return code.store('i32.store16', address, value, offset);
    case 'i32':
      return code.store(type.kind === 'decimal' ? 'i64.store32' : 'i32.store', address, value, offset);
    case 'i64':
      return code.store('i64.store', address, value, offset);
    case 'f32':
      return code.store('f32.store', address, value, offset);
    case 'f64':
      return code.store('f64.store', address, value, offset);
    case 'i128':
      return code.store128(address, value, offset);
    case 'view':
      return code.store128(address, code.load128(code.addressOf(value)), offset);
  }
}
