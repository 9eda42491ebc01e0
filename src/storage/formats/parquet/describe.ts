import { SqlError } from '../../../errors.js';
import { sameType, typeName, type SqlType } from '../../../data/types.js';
import type { SqlValue } from '../../../data/value.js';
import type { ColumnStatistics, TableColumn } from '../../table.js';
import type { FilePin, ParquetOptions } from '../format.js';
import { columnNames } from './columns.js';
import { isWidening } from './conversion.js';
import { readFooter, type ParquetFile } from './footer.js';
import { isFlat, type Field, type Leaf } from './schema.js';
import { chunkBounds, compareValues } from './statistics.js';

export interface ParquetDescription {
  readonly columns: readonly TableColumn[];
  readonly rowCount: number;
  /** Index for index with `columns`. */
  readonly statistics: readonly ColumnStatistics[];
}

/**
 * The columns that a set of files has in itself (without partition and file name columns), the exact row count, and statistics over all row
 * groups. Files must have the same columns, in any order, unless `unionByName`; types may differ where one is wider. A column is nullable
 * unless the schema or the statistics of every row group say that it has no NULL.
 */
export function describe(files: readonly FilePin[], options: ParquetOptions): Promise<ParquetDescription> {
  return Promise.resolve().then(() => {
    const footers = files.map(readFooter);
    return footers.length === 1 ? describeOne(footers[0], options) : describeFiles(footers, options);
  });
}

/** By footer, which is a new object when the file has changed: going through the statistics of all row groups once is enough. */
const described = new WeakMap<ParquetFile, ParquetDescription>();

function describeOne(file: ParquetFile, options: ParquetOptions): ParquetDescription {
  let known = described.get(file);
  if (known === undefined) described.set(file, (known = describeFiles([file], options)));
  return known;
}

interface MergedColumn {
  readonly name: string;
  type: SqlType;
  /** By file: the field there, undefined where it is missing. */
  readonly fields: (Field | undefined)[];
}

function describeFiles(files: readonly ParquetFile[], options: ParquetOptions): ParquetDescription {
  const merged = mergeColumns(files, options);
  const columns = merged.map((column) => describeColumn(column, files));
  return {
    columns: merged.map(({ name, type }, i) => ({ name, type, nullable: columns[i].nullable })),
    rowCount: files.reduce((sum, { rowCount }) => sum + rowCount, 0),
    statistics: columns.map(({ statistics }) => statistics),
  };
}

function mergeColumns(files: readonly ParquetFile[], { unionByName }: ParquetOptions): readonly MergedColumn[] {
  const byName = new Map<string, MergedColumn>();
  files.forEach((file, index) => {
    const names = columnNames(file);
    file.fields.forEach((field, i) => {
      const known = byName.get(names[i].toLowerCase());
      if (known === undefined) {
        if (index > 0 && !unionByName) throw columnDiffers(names[i], file, files[0]);
        byName.set(names[i].toLowerCase(), { name: names[i], type: field.type, fields: [...Array<undefined>(index), field] });
      } else {
        known.type = widerType(known, field.type, file.pin.path);
        known.fields[index] = field;
      }
    });
    for (const column of byName.values()) {
      if (column.fields.length === index + 1) continue;
      if (!unionByName) throw columnDiffers(column.name, files[0], file);
      column.fields.push(undefined);
    }
  });
  return [...byName.values()];
}

const columnDiffers = (name: string, having: ParquetFile, lacking: ParquetFile) =>
  new SqlError('42703', `column "${name}" is in file "${having.pin.path}" but not in "${lacking.pin.path}"`, {
    hint: 'set union_by_name => true to read the missing values as NULL',
  });

function widerType({ name, type }: MergedColumn, other: SqlType, path: string): SqlType {
  if (sameType(type, other) || isWidening(other, type)) return type;
  if (isWidening(type, other)) return other;
  throw new SqlError('42804', `column "${name}" has type ${typeName(type)} in the first files but ${typeName(other)} in "${path}"`);
}

/**
 * Whether a bound is a value that occurs: for whole numbers unless the writer says otherwise, for bytes, which writers cut short, only where it
 * says so, and never for floating-point numbers, whose zeros and NaNs writers treat as they like.
 */
const isExact = ({ physical }: Leaf, stated: boolean | undefined): boolean =>
  physical === 'INT32' || physical === 'INT64' ? stated !== false : physical !== 'FLOAT' && physical !== 'DOUBLE' && stated === true;

function describeColumn(
  { type, fields }: MergedColumn,
  files: readonly ParquetFile[],
): { nullable: boolean; statistics: ColumnStatistics } {
  let min: SqlValue | undefined;
  let max: SqlValue | undefined;
  let minKnown = true;
  let maxKnown = true;
  let minExact = true;
  let maxExact = true;
  let nullCount: number | undefined = 0;
  let distinctCount: number | undefined;
  let required = true;
  const widths: number[] = [];
  files.forEach((file, index) => {
    const field = fields[index];
    if (field === undefined) {
      required = false;
      if (nullCount !== undefined) nullCount += file.rowCount;
      return;
    }
    required &&= field.repetition === 'required';
    for (const group of file.rowGroups) {
      if (group.rowCount === 0) continue;
      if (!isFlat(field)) {
        minKnown = maxKnown = false;
        nullCount = field.repetition === 'required' ? nullCount : undefined;
        continue;
      }
      const chunk = group.chunks[field.leaf.index];
      const bounds = chunkBounds(field, type, chunk);
      const groupNulls = field.repetition === 'required' ? 0 : bounds.nullCount;
      nullCount = nullCount === undefined || groupNulls === undefined ? undefined : nullCount + groupNulls;
      const distinct = chunk.statistics?.distinctCount;
      if (distinct !== undefined && distinct > 0 && distinct <= group.rowCount) distinctCount = Math.max(distinctCount ?? 0, distinct);
      if (groupNulls === group.rowCount) continue;
      minExact &&= isExact(field.leaf, chunk.statistics?.minExact);
      maxExact &&= isExact(field.leaf, chunk.statistics?.maxExact);
      if (bounds.min === undefined || chunk.statistics?.minExact === false) minKnown = false;
      else if (min === undefined || compareValues(bounds.min, min) < 0) min = bounds.min;
      if (bounds.max === undefined || chunk.statistics?.maxExact === false) maxKnown = false;
      else if (max === undefined || compareValues(bounds.max, max) > 0) max = bounds.max;
      widths.push(widthOf(bounds.min, bounds.max));
    }
  });
  const range = widthOf(min, max);
  return {
    nullable: !(required || nullCount === 0),
    statistics: {
      ...(range > 0 && { span: widths.reduce((sum, width) => sum + width, 0) / widths.length / range }),
      ...(minKnown && min !== undefined && { min, ...(minExact && { minExact }) }),
      ...(maxKnown && max !== undefined && { max, ...(maxExact && { maxExact }) }),
      ...(nullCount !== undefined && { nullCount }),
      ...(distinctCount !== undefined && { distinctCount }),
    },
  };
}

/** The distance between two numbers; NaN for what is none. */
const widthOf = (min: SqlValue | undefined, max: SqlValue | undefined): number =>
  (typeof min === 'number' || typeof min === 'bigint') && (typeof max === 'number' || typeof max === 'bigint')
    ? Number(max) - Number(min)
    : NaN;
