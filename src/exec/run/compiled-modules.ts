import type { StageModule } from '../program.js';

/** What this thread compiled lately. Threads that compile the same bytes share the machine code. */
const compiled = new Map<number, WebAssembly.Module>();
const CAPACITY = 512;

export function compiledModule({ key, bytes }: StageModule): WebAssembly.Module {
  // The declared type leaves shared memory out, which the constructor copies.
  const module = compiled.get(key) ?? new WebAssembly.Module(bytes as Uint8Array as Uint8Array<ArrayBuffer>);
  compiled.delete(key);
  compiled.set(key, module);
  if (compiled.size > CAPACITY) compiled.delete(compiled.keys().next().value!);
  return module;
}
