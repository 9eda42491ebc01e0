import { createHash } from 'node:crypto';

/** Modules of recent stages by their bytes: literals are parameters, so the same query with other constants finds its modules here. */
const cache = new Map<string, WebAssembly.Module>();
const CAPACITY = 512;

/** The compiled module of these bytes. */
export function moduleOf(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const key = createHash('sha1').update(bytes).digest('base64');
  const known = cache.get(key);
  if (known !== undefined) {
    cache.delete(key);
    cache.set(key, known);
    return known;
  }
  const compiled = new WebAssembly.Module(bytes);
  cache.set(key, compiled);
  if (cache.size > CAPACITY) cache.delete(cache.keys().next().value!);
  return compiled;
}
