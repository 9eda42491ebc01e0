import type { SqlType } from '#quern/data/types.js';
import type { BatchReader, ReadContext, ScanPartition, ScanSource } from '#quern/storage/formats/format.js';
import { openFormat, planFormat } from '#quern/storage/formats/index.js';

type FileSource = Exclude<ScanSource, { kind: 'memory' }>;

export const planTable = (
  source: ScanSource,
  columns: readonly { readonly name: string; readonly type: SqlType }[],
): Promise<readonly ScanPartition[]> => planFormat(source as FileSource, columns, []);

export const openPartition = (
  source: ScanSource,
  partition: ScanPartition,
  ordinals: readonly number[],
  types: readonly SqlType[],
  context: ReadContext,
): BatchReader => openFormat(source as FileSource, partition, ordinals, types, [], context);
