import type { StageModule } from '../program.js';

/** Modules of recent stages by their bytes: literals are parameters, so the same query with other constants finds its modules here. */
const cache = new Map<string, StageModule>();
const CAPACITY = 512;
let lastKey = 0;

/** The module of these bytes, in memory that all threads share. */
export function moduleOf(bytes: Uint8Array): StageModule {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  let found = cache.get(text);
  if (found === undefined) {
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    found = { key: ++lastKey, bytes: shared };
  }
  cache.delete(text);
  cache.set(text, found);
  if (cache.size > CAPACITY) cache.delete(cache.keys().next().value!);
  return found;
}
