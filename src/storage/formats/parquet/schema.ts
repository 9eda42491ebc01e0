import {
  array,
  BIGINT,
  BOOLEAN,
  BYTEA,
  DATE,
  decimal,
  DOUBLE,
  INTEGER,
  INTERVAL,
  JSON_TYPE,
  MAX_DECIMAL_PRECISION,
  REAL,
  SMALLINT,
  TEXT,
  TIME,
  TIMESTAMP,
  TIMESTAMPTZ,
  UUID,
  type SqlType,
} from '../../../data/types.js';
import type { Annotation, PhysicalType, Repetition, SchemaElement } from './metadata.js';

/** A column, or a part of a nested one, with its place among the levels. */
export interface Field {
  readonly name: string;
  readonly repetition: Repetition;
  /** The definition level at which this field (for a repeated one: an element of it) is not NULL. */
  readonly definitionLevel: number;
  readonly repetitionLevel: number;
  readonly type: SqlType;
  readonly children: readonly Field[];
  /** Of a leaf: its place among the column chunks. */
  readonly leaf?: Leaf;
  readonly annotation?: Annotation;
}

export interface Leaf {
  readonly index: number;
  readonly physical: PhysicalType;
  readonly typeLength: number;
  readonly annotation?: Annotation;
  readonly path: string;
  /** Of its values, whatever is around them. */
  readonly type: SqlType;
}

/** What is wrong with a schema; the caller names the file. */
export class MalformedSchema extends Error {}

const MAX_DEPTH = 64;

/** The file's columns (children of the root) and, in the order of the column chunks, the leaves. */
export function buildSchema(elements: readonly SchemaElement[]): { fields: Field[]; leaves: Leaf[] } {
  const leaves: Leaf[] = [];
  let next = 1;

  const build = (definition: number, repetition: number, path: readonly string[]): Field => {
    if (next >= elements.length || path.length > MAX_DEPTH) throw new MalformedSchema('the schema tree does not add up');
    const element = elements[next++];
    if (element.repetition === undefined) throw new MalformedSchema(`column "${element.name}" has no repetition`);
    if (element.childCount < 0) throw new MalformedSchema('the schema tree does not add up');
    const definitionLevel = definition + (element.repetition === 'required' ? 0 : 1);
    const repetitionLevel = repetition + (element.repetition === 'repeated' ? 1 : 0);
    const childPath = [...path, element.name];
    const base = { name: element.name, repetition: element.repetition, definitionLevel, repetitionLevel, annotation: element.annotation };
    if (element.physical !== undefined && element.childCount === 0) {
      if (element.physical === 'FIXED_LEN_BYTE_ARRAY' && element.typeLength <= 0)
        throw new MalformedSchema(`column "${element.name}" has no length`);
      const shape = {
        index: leaves.length,
        physical: element.physical,
        typeLength: element.typeLength,
        annotation: element.annotation,
        path: childPath.join('.'),
      };
      const leaf = { ...shape, type: leafType(shape) };
      leaves.push(leaf);
      return { ...base, leaf, children: [], type: element.repetition === 'repeated' ? array(leaf.type) : leaf.type };
    }
    if (element.physical !== undefined || element.childCount === 0)
      throw new MalformedSchema(`column "${element.name}" is neither a value nor a group`);
    const children: Field[] = [];
    for (let i = 0; i < element.childCount; i++) children.push(build(definitionLevel, repetitionLevel, childPath));
    const type = groupType(element, children);
    return { ...base, children, type: element.repetition === 'repeated' ? array(type) : type };
  };

  if (elements.length === 0) throw new MalformedSchema('there is no schema');
  const fields: Field[] = [];
  for (let i = 0; i < elements[0].childCount; i++) fields.push(build(0, 0, []));
  if (next !== elements.length) throw new MalformedSchema('the schema tree does not add up');
  return { fields, leaves };
}

/**
 * The element of a LIST group, by the backward-compatibility rules of the format: the repeated child itself is the element when it is no
 * group, has several fields, or is called `array` or `<list>_tuple`; otherwise its only child is.
 */
export function listElement(name: string, repeated: Field): Field | 'repeated' {
  if (repeated.leaf !== undefined || repeated.children.length !== 1) return 'repeated';
  if (repeated.name === 'array' || repeated.name === `${name}_tuple`) return 'repeated';
  return repeated.children[0];
}

/** Whether a column is decoded as one, without levels of repetition or structs. */
export const isFlat = (field: Field): field is Field & { leaf: Leaf } => field.leaf !== undefined && field.repetition !== 'repeated';

export const isList = (annotation: Annotation | undefined, children: readonly Field[]): boolean =>
  annotation?.kind === 'list' && children.length === 1 && children[0].repetition === 'repeated';

export const isMap = (annotation: Annotation | undefined, children: readonly Field[]): boolean =>
  annotation?.kind === 'map' && children.length === 1 && children[0].repetition === 'repeated' && children[0].children.length === 2;

function groupType(element: SchemaElement, children: readonly Field[]): SqlType {
  if (isMap(element.annotation, children)) {
    const [key, value] = children[0].children;
    return { kind: 'map', key: key.type, value: value.type };
  }
  if (isList(element.annotation, children)) {
    const [repeated] = children;
    const item = listElement(element.name, repeated);
    return item === 'repeated' ? repeated.type : array(item.type);
  }
  return { kind: 'struct', fields: children.map(({ name, type }) => ({ name, type })) };
}

/** The SQL type of a leaf's values. */
function leafType({ physical, typeLength, annotation, path }: Omit<Leaf, 'type'>): SqlType {
  switch (physical) {
    case 'BOOLEAN':
      return BOOLEAN;
    case 'INT96':
      return TIMESTAMP;
    case 'FLOAT':
      return REAL;
    case 'DOUBLE':
      return DOUBLE;
    case 'INT32':
    case 'INT64':
      return integerType(physical, annotation, path);
    case 'BYTE_ARRAY':
      switch (annotation?.kind) {
        case 'string':
        case 'enum':
          return TEXT;
        case 'json':
          return JSON_TYPE;
        case 'decimal':
          return decimalType(annotation, path);
        default:
          return BYTEA;
      }
    case 'FIXED_LEN_BYTE_ARRAY':
      switch (annotation?.kind) {
        case 'decimal':
          return decimalType(annotation, path);
        case 'uuid':
          return requireLength(typeLength, 16, UUID, path);
        case 'interval':
          return requireLength(typeLength, 12, INTERVAL, path);
        case 'float16':
          return requireLength(typeLength, 2, REAL, path);
        default:
          return BYTEA;
      }
  }
}

function integerType(physical: 'INT32' | 'INT64', annotation: Annotation | undefined, path: string): SqlType {
  switch (annotation?.kind) {
    case 'decimal':
      return decimalType(annotation, path);
    case 'date':
      return DATE;
    case 'time':
      return TIME;
    case 'timestamp':
      return annotation.adjusted ? TIMESTAMPTZ : TIMESTAMP;
    case 'integer':
      if (physical === 'INT64') return annotation.signed ? BIGINT : decimal(20, 0);
      if (annotation.signed) return annotation.bits <= 16 ? SMALLINT : INTEGER;
      return annotation.bits === 8 ? SMALLINT : annotation.bits === 16 ? INTEGER : BIGINT;
    default:
      return physical === 'INT32' ? INTEGER : BIGINT;
  }
}

function decimalType({ precision, scale }: { precision: number; scale: number }, path: string): SqlType {
  if (precision < 1 || precision > MAX_DECIMAL_PRECISION || scale < 0 || scale > precision) {
    throw new MalformedSchema(`column "${path}" is a decimal(${precision},${scale})`);
  }
  return decimal(precision, scale);
}

function requireLength(length: number, wanted: number, type: SqlType, path: string): SqlType {
  if (length !== wanted) throw new MalformedSchema(`column "${path}" has ${length} bytes instead of ${wanted}`);
  return type;
}
