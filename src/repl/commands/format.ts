import { SqlError } from '../../errors.js';
import { FORMAT_NAMES, isFormat } from '../format/names.js';
import type { Command } from './command.js';

export const formatCommand: Command = {
  name: 'format',
  usage: '[name]',
  summary: `set the output format: ${FORMAT_NAMES.join(', ')}`,
  run([name], { display, write }) {
    if (name !== undefined && !isFormat(name))
      throw new SqlError('22023', `unknown format "${name}"`, { hint: `formats are ${FORMAT_NAMES.join(', ')}` });
    if (name !== undefined) display.format = name;
    return write(`Output format is ${display.format}.\n`);
  },
};
