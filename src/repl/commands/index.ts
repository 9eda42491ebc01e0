import { SqlError } from '../../errors.js';
import type { Command, CommandContext } from './command.js';
import { describeCommand } from './describe.js';
import { expandedCommand } from './expanded.js';
import { formatCommand } from './format.js';
import { helpCommand } from './help.js';
import { includeCommand } from './include.js';
import { quitCommand } from './quit.js';
import { rowsCommand } from './rows.js';
import { tablesCommand } from './tables.js';
import { timingCommand } from './timing.js';

/** In the order of \?. */
export const COMMANDS: readonly Command[] = [
  describeCommand,
  tablesCommand,
  formatCommand,
  expandedCommand,
  rowsCommand,
  timingCommand,
  includeCommand,
  helpCommand,
  quitCommand,
];

/** Runs a line that starts with a backslash; raises 42601 for a command that there is not. */
export async function runCommand(line: string, context: CommandContext): Promise<void> {
  const [name, ...args] = line.trim().slice(1).replace(/;\s*$/, '').split(/\s+/);
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) throw new SqlError('42601', `invalid command \\${name}`, { hint: 'Try \\? for help.' });
  await command.run(
    args.filter((arg) => arg !== ''),
    context,
  );
}
