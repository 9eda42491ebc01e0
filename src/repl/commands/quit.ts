import type { Command } from './command.js';

export const quitCommand: Command = { name: 'q', usage: '', summary: 'quit', run: (_args, { quit }) => quit() };
