import { readFileSync } from 'node:fs';
import { mapCase } from '../data/text-case.js';
import { raisedError } from './raise.js';

/** The kernels' exports. Addresses and lengths are u32, passed and returned as JavaScript numbers (`>>> 0` results). */
export type Kernels = Record<string, (...args: any[]) => any>;

let compiled: WebAssembly.Module | undefined;

/** The kernel module as it was built. */
export const kernelBytes = (): Buffer<ArrayBuffer> => readFileSync(new URL('./kernels.wasm', import.meta.url));

/** The compiled kernel module of this thread; compiled once. */
export function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(kernelBytes());
  return compiled;
}

/** Gives this thread a module that another one compiled (compiled code is shared between threads). */
export function adoptKernelModule(module: WebAssembly.Module): void {
  compiled = module;
}

export type HostImports = {
  raise(code: number, arg: number): void;
  map_case(isUpper: number, from: number, length: number, to: number): number;
};

/** What every module of ours imports as `host`: `raise` throws the SqlError of a code, `map_case` is assembly/text-case.ts's way out of ASCII. */
export function hostImports(memory: WebAssembly.Memory): HostImports {
  return {
    raise(code, arg) {
      throw raisedError(code, {
        number: () => arg,
        text: () => readViewText(new DataView(memory.buffer), arg >>> 0),
      });
    },
    map_case(isUpper, from, length, to) {
      const mapped = mapCase(Buffer.from(memory.buffer, from >>> 0, length >>> 0).toString('utf8'), isUpper === 1);
      return Buffer.from(memory.buffer, to >>> 0, (length >>> 0) * 3).write(mapped, 'utf8');
    },
  };
}

/** The string of the view at `address` (data/column.ts). */
export function readViewText(view: DataView, address: number): string {
  const length = view.getUint32(address, true);
  const start = length <= 12 ? address + 4 : view.getUint32(address + 12, true);
  return Buffer.from(view.buffer, start, length).toString('utf8');
}

export function instantiateKernels(memory: WebAssembly.Memory): Kernels {
  const instance = new WebAssembly.Instance(kernelModule(), { env: { memory }, host: hostImports(memory) });
  return instance.exports as Kernels;
}
