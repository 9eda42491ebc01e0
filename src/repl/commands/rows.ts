import { SqlError } from '../../errors.js';
import type { Command } from './command.js';

export const rowsCommand: Command = {
  name: 'rows',
  usage: '[n|all]',
  summary: 'set how many rows a table shows',
  run([count], { display, write }) {
    if (count === 'all') display.maxRows = undefined;
    else if (count !== undefined) {
      if (!/^[1-9]\d*$/.test(count)) throw new SqlError('22023', `invalid number of rows "${count}"`);
      display.maxRows = Number(count);
    }
    return write(display.maxRows === undefined ? 'All rows are shown.\n' : `At most ${display.maxRows} rows are shown.\n`);
  },
};
