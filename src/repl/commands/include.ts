import { readFileSync } from 'node:fs';
import { SqlError } from '../../errors.js';
import type { Command } from './command.js';

export const includeCommand: Command = {
  name: 'i',
  usage: 'file',
  summary: 'run the statements of a file',
  async run([path], { runScript }) {
    if (path === undefined) throw new SqlError('42601', '\\i needs the name of a file');
    let script: string;
    try {
      script = readFileSync(path, 'utf8').replace(/^\ufeff/, '');
    } catch (error) {
      throw new SqlError('58P01', `could not read "${path}": ${(error as Error).message}`, { cause: error });
    }
    await runScript(script, path);
  },
};
