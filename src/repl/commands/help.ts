import type { Command } from './command.js';
import { COMMANDS } from './index.js';

export const helpCommand: Command = {
  name: '?',
  usage: '',
  summary: 'show this list',
  async run(_args, { write }) {
    const lines = COMMANDS.map(({ name, usage, summary }) => `  ${`\\${name} ${usage}`.padEnd(20)} ${summary}`);
    await write(`${lines.join('\n')}\n\nStatements end with a semicolon. Tab completes, Ctrl-C cancels, Ctrl-D quits.\n`);
  },
};
