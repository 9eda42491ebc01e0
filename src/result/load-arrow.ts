import { createRequire } from 'node:module';
import type * as Arrow from './arrow.js';

type ArrowModule = typeof Arrow;

const require = createRequire(import.meta.url);
let loaded: ArrowModule | undefined;

/** Our use of apache-arrow, loaded on the first call: it takes longer than most queries, and few results leave as Arrow. */
export function arrow(): ArrowModule {
  return (loaded ??= require('./arrow.js') as ArrowModule);
}

/** Must have resolved before `arrow()` is called. Loads only where Node (before 20.19) cannot load an ES module at once. */
export async function prepareArrow(): Promise<void> {
  if (!process.features.require_module) loaded ??= await import('./arrow.js');
}
