import type { Arena } from '../../data/arena.js';
import type { StageModule } from '../program.js';
import { exportName, type StagePart } from '../wasm/stage-code.js';
import { newHost, type Host } from './host.js';

type Functions = Record<string, (...args: number[]) => void>;

/** The functions of a stage's module. */
export interface StageExports {
  readonly run: (frame: number, rows: number) => void;
  /** Those that the stage's source and its sink added, by the names they gave them. */
  readonly source: Functions;
  readonly sink: Functions;
}

/** A thread's instances of the modules that it ran lately; a module has no state of its own, so that every query may use them. */
export interface StageInstances {
  /** What the instances import as `host`. */
  readonly host: Host;
  /** The functions of a module; threads that compile the same bytes share the machine code. */
  exportsOf(module: StageModule): StageExports;
}

const CAPACITY = 512;

function newStageInstances(arena: Arena): StageInstances {
  const known = new Map<number, StageExports>();
  const host = newHost(arena);
  const imports = { env: { memory: arena.memory }, kernels: arena.kernels, host: host.imports };
  return {
    host,
    exportsOf({ key, bytes }) {
      let found = known.get(key);
      if (found === undefined) {
        // The declared type leaves shared memory out, which the constructor copies.
        const module = new WebAssembly.Module(bytes as Uint8Array as Uint8Array<ArrayBuffer>);
        found = sortExports(new WebAssembly.Instance(module, imports).exports as Functions);
      }
      known.delete(key);
      known.set(key, found);
      if (known.size > CAPACITY) known.delete(known.keys().next().value!);
      return found;
    },
  };
}

function sortExports(exports: Functions): StageExports {
  const partOf = (part: StagePart): Functions => {
    const prefix = exportName(part, '');
    const own = Object.entries(exports).filter(([name]) => name.startsWith(prefix));
    return Object.fromEntries(own.map(([name, run]) => [name.slice(prefix.length), run]));
  };
  return { run: exports.run, source: partOf('source'), sink: partOf('sink') };
}

const instances = new WeakMap<Arena, StageInstances>();

/** This thread's instances over an arena. */
export function stageInstances(arena: Arena): StageInstances {
  let found = instances.get(arena);
  if (found === undefined) instances.set(arena, (found = newStageInstances(arena)));
  return found;
}
