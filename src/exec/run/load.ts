import { loadFormat } from '../../storage/formats/index.js';
import type { QueryProgram } from '../program.js';
import { loadHostCalls } from './host.js';

/** Loads the modules that only some programs need, so that a thread starts without them; must resolve before `runQuery`. */
export async function loadFor({ stages }: QueryProgram): Promise<void> {
  for (const { source, hostCalls } of stages) {
    if (source.kind === 'Scan') await loadFormat(source.source.kind);
    if (hostCalls.length > 0) await loadHostCalls();
  }
}
