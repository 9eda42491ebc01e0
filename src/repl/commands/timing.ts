import type { Command } from './command.js';
import { switched } from './switch.js';

export const timingCommand: Command = {
  name: 'timing',
  usage: '[on|off]',
  summary: 'show how long each statement takes',
  run([word], { display, write }) {
    display.timing = switched(word, display.timing);
    return write(`Timing is ${display.timing ? 'on' : 'off'}.\n`);
  },
};
