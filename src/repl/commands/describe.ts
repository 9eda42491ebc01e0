import { TEXT, typeName } from '../../data/types.js';
import { table } from '../format/table.js';
import { printPlainName } from '../../sql/print/identifier.js';
import type { Command, CommandContext } from './command.js';
import { listRelations } from './list-relations.js';

/** `\d`: all relations; `\d name`: the columns of one. */
export const describeCommand: Command = {
  name: 'd',
  usage: '[name]',
  summary: 'list tables and views, or the columns of one',
  async run([name], context) {
    if (name === undefined) return listRelations(context, () => true);
    await describeRelation(name.replace(/^"(.*)"$/, '$1'), context);
  },
};

async function describeRelation(name: string, { db, display, width, write }: CommandContext): Promise<void> {
  const columns = await db.describe(name);
  const rows = columns.map((column) => [column.name, typeName(column.type)]);
  await write(`Columns of ${printPlainName(name)}\n`);
  const result = { columns: ['Column', 'Type'].map((title) => ({ name: title, type: TEXT })), rowCount: rows.length, values: () => rows };
  for (const piece of table(result, { width, timeZone: display.timeZone })) await write(piece);
}
