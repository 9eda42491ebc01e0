import { createRequire } from 'node:module';
import type StringWidth from 'string-width';

const require = createRequire(import.meta.url);
let library: typeof StringWidth | undefined;

/** The width of any text on a terminal. The library loads on the first call: its tables take longer than a short query, and most text is ASCII. */
export function stringWidth(text: string): number {
  library ??= (require('string-width') as { default: typeof StringWidth }).default;
  return library(text);
}

/** Must have resolved before `stringWidth()` is called. Loads only where Node (before 20.19) cannot load an ES module at once. */
export async function prepareStringWidth(): Promise<void> {
  if (!process.features.require_module) library ??= (await import('string-width')).default;
}
