import type { Command } from './command.js';
import { switched } from './switch.js';

export const expandedCommand: Command = {
  name: 'x',
  usage: '[on|off]',
  summary: 'show one column per line',
  run([word], { display, write }) {
    display.expanded = switched(word, display.expanded);
    return write(`Expanded display is ${display.expanded ? 'on' : 'off'}.\n`);
  },
};
