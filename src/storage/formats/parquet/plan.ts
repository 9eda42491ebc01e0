import { SqlError } from '../../../errors.js';
import { sameType, typeName, type SqlType } from '../../../data/types.js';
import { fileConstants, isRuledOut } from '../../files/constants.js';
import type { ScanPartition, ScanPredicate, ScanSource } from '../format.js';
import { fieldsOfColumns } from './columns.js';
import { conversionTo } from './conversion.js';
import { readFooter, type ParquetFile } from './footer.js';
import type { RowGroup } from './metadata.js';
import { mayMatch } from './predicate.js';
import { isFlat } from './schema.js';
import { chunkBounds } from './statistics.js';

export type ParquetSource = ScanSource & { kind: 'parquet' };

/** `ScanPartition.detail` of a Parquet scan: one row group. */
export interface ParquetPartition {
  readonly rowGroup: number;
  /** By table ordinal: the file's column, -1 where it has none. */
  readonly fields: readonly number[];
}

interface TableColumn {
  readonly name: string;
  readonly type: SqlType;
}

/** One partition per row group that partition values, the file name and the statistics do not rule out. */
export function planParquet(
  source: ParquetSource,
  columns: readonly TableColumn[],
  predicates: readonly ScanPredicate[],
): readonly ScanPartition[] {
  return source.files.flatMap((pin) => {
    const constants = fileConstants(pin.path, source.options, columns);
    if (isRuledOut(constants, predicates)) return [];
    const file = readFooter(pin);
    const fields = checkedFields(file, columns, constants, source.options.unionByName);
    const inFile = predicates.filter(({ ordinal }) => !(ordinal in constants));
    const partitions: ScanPartition[] = [];
    file.rowGroups.forEach((group, rowGroup) => {
      if (group.rowCount === 0 || isSkipped(file, group, fields, columns, inFile)) return;
      const detail: ParquetPartition = { rowGroup, fields };
      partitions.push({ file: pin, detail, rowEstimate: group.rowCount, constants });
    });
    return partitions;
  });
}

interface CheckedFields {
  readonly columns: readonly TableColumn[];
  readonly fields: readonly number[];
}

/** By footer, what it was found to have last: a file that is described by itself has the same columns in every query. */
const known = new WeakMap<ParquetFile, CheckedFields>();

function checkedFields(
  file: ParquetFile,
  columns: readonly TableColumn[],
  constants: ScanPartition['constants'],
  unionByName: boolean,
): readonly number[] {
  const last = known.get(file);
  if (last?.columns === columns) return last.fields;
  const fields = fieldsOfColumns(file, columns);
  checkColumns(file, fields, columns, constants, unionByName);
  known.set(file, { columns, fields });
  return fields;
}

function isSkipped(
  file: ParquetFile,
  group: RowGroup,
  fields: readonly number[],
  columns: readonly TableColumn[],
  predicates: readonly ScanPredicate[],
): boolean {
  return predicates.some((predicate) => {
    const index = fields[predicate.ordinal];
    if (index < 0) return predicate.op !== 'is null';
    const field = file.fields[index];
    if (!isFlat(field)) return false;
    const bounds = chunkBounds(field, columns[predicate.ordinal].type, group.chunks[field.leaf.index]);
    return !mayMatch(bounds, group.rowCount, predicate);
  });
}

/** The table was described from all of its files, so this fails only for a table that was put together otherwise. */
function checkColumns(
  file: ParquetFile,
  fields: readonly number[],
  columns: readonly TableColumn[],
  constants: ScanPartition['constants'],
  unionByName: boolean,
): void {
  columns.forEach(({ name, type }, ordinal) => {
    if (ordinal in constants) return;
    if (fields[ordinal] < 0) {
      if (unionByName) return;
      throw new SqlError('42703', `column "${name}" is not in file "${file.pin.path}"`, {
        hint: 'set union_by_name => true to read the missing values as NULL',
      });
    }
    const field = file.fields[fields[ordinal]];
    const fits = isFlat(field) ? conversionTo(field.leaf, type) !== undefined : sameType(field.type, type);
    if (!fits)
      throw new SqlError(
        '42804',
        `column "${name}" has type ${typeName(field.type)} in file "${file.pin.path}" instead of ${typeName(type)}`,
      );
  });
}
