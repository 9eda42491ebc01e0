import { InternalError } from '../errors.js';
import type { Arena } from './arena.js';
import { storageOf, widthOf, type SqlType } from './types.js';
import type { IntervalValue, SqlValue } from './value.js';

/** Reads and writes single values in column slots (data/column.ts): the bridge between the arena and JavaScript. */

const utf8 = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });
const SIGN_BIT = 1n << 127n;

/** Where writeSlot puts what does not fit in a slot. */
export type Allocate = (bytes: number) => number;

export const allocateIn =
  (arena: Arena, region: number): Allocate =>
  (bytes) =>
    arena.kernels.region_alloc(region, bytes) >>> 0;

/** The value of a non-NULL slot. */
export function readSlot(arena: Arena, type: SqlType, address: number): SqlValue {
  switch (type.kind) {
    case 'boolean':
      return arena.u8[address] !== 0;
    case 'decimal':
      switch (storageOf(type)) {
        case 'i32':
          return BigInt(arena.view.getInt32(address, true));
        case 'i64':
          return arena.view.getBigInt64(address, true);
        default:
          return readInt128(arena, address);
      }
    case 'text':
    case 'json':
    case 'unknown':
      return readText(arena, address);
    case 'bytea':
      return readBytes(arena, address).slice();
    case 'uuid':
      return formatUuid(BigInt.asUintN(128, readInt128(arena, address)) ^ SIGN_BIT);
    case 'interval': {
      const high = arena.view.getBigInt64(address + 8, true);
      return { months: Number(high >> 32n), days: Number(BigInt.asIntN(32, high)), micros: arena.view.getBigInt64(address, true) };
    }
    case 'array':
      return readElements(arena, type.element, address);
    case 'struct': {
      const cells = arena.u32[(address + 12) >>> 2];
      return type.fields.map((field, i) =>
        arena.u32[(cells + 32 * i) >>> 2] === 0 ? null : readSlot(arena, field.type, cells + 32 * i + 16),
      );
    }
    case 'map':
      return readElements(
        arena,
        {
          kind: 'struct',
          fields: [
            { name: 'key', type: type.key },
            { name: 'value', type: type.value },
          ],
        },
        address,
      );
    default:
      switch (storageOf(type)) {
        case 'i16':
          return arena.view.getInt16(address, true);
        case 'i32':
          return arena.view.getInt32(address, true);
        case 'i64':
          return arena.view.getBigInt64(address, true);
        case 'f32':
          return arena.view.getFloat32(address, true);
        case 'f64':
          return arena.view.getFloat64(address, true);
        default:
          throw new InternalError(`cannot read ${type.kind}`);
      }
  }
}

/** Writes a non-NULL value into a slot; bytes beyond the slot are allocated. */
export function writeSlot(arena: Arena, type: SqlType, address: number, value: SqlValue, allocate: Allocate): void {
  switch (type.kind) {
    case 'boolean':
      arena.u8[address] = value ? 1 : 0;
      return;
    case 'text':
    case 'json':
    case 'unknown':
      return writeText(arena, address, value as string, allocate);
    case 'bytea':
      return writeView(arena, address, value as Uint8Array, allocate);
    case 'uuid':
      return writeInt128(arena, address, BigInt.asIntN(128, BigInt(`0x${(value as string).replaceAll('-', '')}`) ^ SIGN_BIT));
    case 'interval': {
      const { months, days, micros } = value as IntervalValue;
      arena.view.setBigInt64(address, micros, true);
      arena.view.setInt32(address + 8, days, true);
      arena.view.setInt32(address + 12, months, true);
      return;
    }
    case 'array':
      return writeElements(arena, type.element, address, value as readonly SqlValue[], allocate);
    case 'struct': {
      const fields = value as readonly SqlValue[];
      const cells = allocate(32 * type.fields.length);
      arena.u8.fill(0, cells, cells + 32 * type.fields.length);
      arena.u8.fill(0, address, address + 16);
      arena.u32[address >>> 2] = type.fields.length;
      arena.u32[(address + 12) >>> 2] = cells;
      type.fields.forEach((field, i) => {
        if (fields[i] === null) return;
        arena.u32[(cells + 32 * i) >>> 2] = 1;
        writeSlot(arena, field.type, cells + 32 * i + 16, fields[i], allocate);
      });
      return;
    }
    case 'map':
      return writeElements(
        arena,
        {
          kind: 'struct',
          fields: [
            { name: 'key', type: type.key },
            { name: 'value', type: type.value },
          ],
        },
        address,
        value as readonly SqlValue[],
        allocate,
      );
    default:
      switch (storageOf(type)) {
        case 'i16':
          return arena.view.setInt16(address, value as number, true);
        case 'i32':
          return arena.view.setInt32(address, Number(value), true);
        case 'i64':
          return arena.view.setBigInt64(address, value as bigint, true);
        case 'i128':
          return writeInt128(arena, address, value as bigint);
        case 'f32':
          return arena.view.setFloat32(address, value as number, true);
        case 'f64':
          return arena.view.setFloat64(address, value as number, true);
        default:
          throw new InternalError(`cannot write ${type.kind}`);
      }
  }
}

/** The bytes that a view at `address` stands for, without a copy. */
export function readBytes(arena: Arena, address: number): Uint8Array {
  const length = arena.u32[address >>> 2];
  const start = length <= 12 ? address + 4 : arena.u32[(address + 12) >>> 2];
  return arena.u8.subarray(start, start + length);
}

export function readText(arena: Arena, address: number): string {
  const bytes = readBytes(arena, address);
  if (bytes.length <= 24) {
    let text = '';
    for (let i = 0; i < bytes.length; i++) {
      if (bytes[i] >= 0x80) return utf8.decode(bytes.slice());
      text += String.fromCharCode(bytes[i]);
    }
    return text;
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

export function writeView(arena: Arena, address: number, bytes: Uint8Array, allocate: Allocate): void {
  arena.u8.fill(0, address, address + 16);
  arena.u32[address >>> 2] = bytes.length;
  if (bytes.length <= 12) {
    arena.u8.set(bytes, address + 4);
    return;
  }
  const target = allocate(bytes.length);
  arena.u8.set(bytes, target);
  arena.u8.set(bytes.subarray(0, 4), address + 4);
  arena.u32[(address + 12) >>> 2] = target;
}

const writeText = (arena: Arena, address: number, text: string, allocate: Allocate): void =>
  writeView(arena, address, Buffer.from(text, 'utf8'), allocate);

function readInt128(arena: Arena, address: number): bigint {
  return (arena.view.getBigInt64(address + 8, true) << 64n) | arena.view.getBigUint64(address, true);
}

function writeInt128(arena: Arena, address: number, value: bigint): void {
  arena.view.setBigUint64(address, BigInt.asUintN(64, value), true);
  arena.view.setBigInt64(address + 8, value >> 64n, true);
}

function readElements(arena: Arena, element: SqlType, address: number): SqlValue[] {
  const count = arena.u32[address >>> 2];
  const validity = arena.u32[(address + 8) >>> 2];
  const slots = arena.u32[(address + 12) >>> 2];
  const width = widthOf(element);
  return Array.from({ length: count }, (_, i) =>
    validity !== 0 && ((arena.u8[validity + (i >>> 3)] >> (i & 7)) & 1) === 0 ? null : readSlot(arena, element, slots + width * i),
  );
}

function writeElements(arena: Arena, element: SqlType, address: number, values: readonly SqlValue[], allocate: Allocate): void {
  arena.u8.fill(0, address, address + 16);
  arena.u32[address >>> 2] = values.length;
  if (values.length === 0) return;
  const width = widthOf(element);
  const slots = allocate(width * values.length);
  arena.u8.fill(0, slots, slots + width * values.length);
  arena.u32[(address + 12) >>> 2] = slots;
  if (values.includes(null)) {
    const validity = allocate((values.length + 7) >>> 3);
    arena.u8.fill(0, validity, validity + ((values.length + 7) >>> 3));
    arena.u32[(address + 8) >>> 2] = validity;
    values.forEach((value, i) => {
      if (value !== null) arena.u8[validity + (i >>> 3)] |= 1 << (i & 7);
    });
  }
  values.forEach((value, i) => {
    if (value !== null) writeSlot(arena, element, slots + width * i, value, allocate);
  });
}

function formatUuid(value: bigint): string {
  const hex = value.toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
