import { TEXT } from '../../data/types.js';
import { table } from '../format/table.js';
import type { CommandContext } from './command.js';

/** Writes the relations of the kinds wanted, by schema and name. */
export async function listRelations({ db, display, width, write }: CommandContext, wanted: (kind: string) => boolean): Promise<void> {
  const rows = db
    .tables()
    .filter(({ kind }) => wanted(kind))
    .map(({ schema, name, kind }) => [schema, name, kind])
    .sort((a, b) => (a.join('\0') < b.join('\0') ? -1 : 1));
  if (rows.length === 0) {
    await write("No tables. Query a file: SELECT * FROM 'data.parquet'\n");
    return;
  }
  const result = { columns: ['Schema', 'Name', 'Kind'].map((name) => ({ name, type: TEXT })), rowCount: rows.length, values: () => rows };
  for (const piece of table(result, { width, timeZone: display.timeZone })) await write(piece);
}
