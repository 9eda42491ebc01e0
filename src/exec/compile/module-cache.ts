import { createHash } from 'node:crypto';
import type { StageModule } from '../program.js';

/** Modules of recent stages: literals are parameters, so the same query with other constants finds its modules here. */
const cache = new Map<string, StageModule>();
const CAPACITY = 512;

/** The module of these bytes, in memory that all threads share. */
export function moduleOf(bytes: Uint8Array): StageModule {
  const key = createHash('sha1').update(bytes).digest('base64');
  let found = cache.get(key);
  if (found === undefined) {
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    found = { key, bytes: shared };
  }
  cache.delete(key);
  cache.set(key, found);
  if (cache.size > CAPACITY) cache.delete(cache.keys().next().value!);
  return found;
}
