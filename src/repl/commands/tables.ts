import type { Command } from './command.js';
import { listRelations } from './list-relations.js';

export const tablesCommand: Command = {
  name: 'dt',
  usage: '',
  summary: 'list tables',
  run: (_args, context) => listRelations(context, (kind) => kind === 'table'),
};
