import { InternalError } from '../../errors.js';
import { kernelSignatures, type Signature } from '../../kernels/signatures.js';
import { newBytes, type Bytes } from './bytes.js';
import { LANE_TYPES, type Lane } from './opcodes.js';

/** A function under construction: its prologue runs once per call, before `body`. */
export interface FunctionBuilder {
  readonly name: string;
  readonly params: readonly Lane[];
  readonly prologue: Bytes;
  readonly body: Bytes;
  /** The index of a fresh local. */
  local(lane: Lane): number;
  /** Emits into `out` (the prologue or the body) a call of another function of the module, which may be added later. */
  callOwn(out: Bytes, name: string): void;
}

/** A function index of five bytes: it is written when all imports, which come first, are known. */
const PLACEHOLDER = [0x80, 0x80, 0x80, 0x80, 0x00];

/** A WebAssembly module under construction: it imports the arena, kernels by name and host functions, and exports its functions. */
export interface ModuleBuilder {
  addFunction(name: string, params: readonly Lane[]): FunctionBuilder;
  /** Index of a kernel, imported on first use. */
  kernel(name: string): { readonly index: number; readonly signature: Signature };
  host(name: string, signature: Signature): number;
  /** The module's bytes; profilers and stack traces show its functions as `<name>.<function>`. */
  finish(name: string): Uint8Array<ArrayBuffer>;
}

interface Import {
  readonly module: string;
  readonly name: string;
  readonly signature: Signature;
}

interface Draft extends FunctionBuilder {
  readonly locals: Lane[];
  readonly ownCalls: { readonly out: Bytes; readonly at: number; readonly name: string }[];
}

/** Byte strings one after the other. */
type Parts = readonly ArrayLike<number>[];

const lengthOf = (parts: Parts): number => parts.reduce((sum, part) => sum + part.length, 0);

/** A string of bytes behind its length, as sections and functions are stored. */
function sized(parts: Parts): Parts {
  const length = newBytes();
  length.unsigned(lengthOf(parts));
  return [length.toArray(), ...parts];
}

const section = (id: number, parts: Parts): Parts => [[id], ...sized(parts)];

function concatenate(parts: Parts): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function writeIndex(bytes: Uint8Array, at: number, index: number): void {
  for (let i = 0; i < PLACEHOLDER.length; i++) bytes[at + i] = ((index >>> (7 * i)) & 0x7f) | PLACEHOLDER[i];
}

export function newModule(): ModuleBuilder {
  const types: string[] = [];
  const imports: Import[] = [];
  const importIndex = new Map<string, number>();
  const functions: Draft[] = [];

  const typeIndex = (signature: Signature): number => {
    const key = `${signature.params.join(',')}>${signature.results.join(',')}`;
    const found = types.indexOf(key);
    return found >= 0 ? found : types.push(key) - 1;
  };

  const addImport = (entry: Import): number => {
    const key = `${entry.module}.${entry.name}`;
    let index = importIndex.get(key);
    if (index === undefined) {
      index = imports.push(entry) - 1;
      importIndex.set(key, index);
    }
    return index;
  };

  return {
    addFunction(name, params) {
      const locals: Lane[] = [];
      const ownCalls: Draft['ownCalls'] = [];
      const draft: Draft = {
        name,
        params,
        prologue: newBytes(),
        body: newBytes(),
        locals,
        ownCalls,
        local: (lane) => params.length + locals.push(lane) - 1,
        callOwn(out, callee) {
          out.byte(0x10);
          ownCalls.push({ out, at: out.length, name: callee });
          out.append(PLACEHOLDER);
        },
      };
      functions.push(draft);
      return draft;
    },
    kernel(name) {
      const signature = kernelSignatures().get(name);
      if (signature === undefined) throw new InternalError(`no kernel "${name}"`);
      return { index: addImport({ module: 'kernels', name, signature }), signature };
    },
    host: (name, signature) => addImport({ module: 'host', name, signature }),
    finish(moduleName) {
      const indexOf = (name: string): number => {
        const index = functions.findIndex((fn) => fn.name === name);
        if (index < 0) throw new InternalError(`no function "${name}"`);
        return imports.length + index;
      };
      const bodies = functions.map((fn) => {
        const locals = newBytes();
        const runs: [number, Lane][] = [];
        for (const lane of fn.locals) {
          const last = runs.at(-1);
          if (last?.[1] === lane) last[0]++;
          else runs.push([1, lane]);
        }
        locals.unsigned(runs.length);
        for (const [count, lane] of runs) {
          locals.unsigned(count);
          locals.byte(LANE_TYPES[lane]);
        }
        const code = [fn.prologue, fn.body].map((part) => {
          const bytes = part.toArray();
          for (const { out, at, name } of fn.ownCalls) if (out === part) writeIndex(bytes, at, indexOf(name));
          return bytes;
        });
        return sized([locals.toArray(), ...code, [0x0b]]);
      });

      const importSection = newBytes();
      importSection.unsigned(imports.length + 1);
      importSection.name('env');
      importSection.name('memory');
      importSection.append([0x02, 0x03]);
      importSection.unsigned(0);
      importSection.unsigned(65536);
      for (const { module, name, signature } of imports) {
        importSection.name(module);
        importSection.name(name);
        importSection.byte(0x00);
        importSection.unsigned(typeIndex(signature));
      }

      const functionSection = newBytes();
      functionSection.unsigned(functions.length);
      for (const fn of functions) functionSection.unsigned(typeIndex({ params: fn.params, results: [] }));

      const exportSection = newBytes();
      exportSection.unsigned(functions.length);
      functions.forEach((fn, i) => {
        exportSection.name(fn.name);
        exportSection.byte(0x00);
        exportSection.unsigned(imports.length + i);
      });

      const typeSection = newBytes();
      typeSection.unsigned(types.length);
      for (const key of types) {
        typeSection.byte(0x60);
        for (const side of key.split('>')) {
          const lanes = side === '' ? [] : (side.split(',') as Lane[]);
          typeSection.unsigned(lanes.length);
          for (const lane of lanes) typeSection.byte(LANE_TYPES[lane]);
        }
      }

      const bodyCount = newBytes();
      bodyCount.unsigned(bodies.length);

      const functionNames = newBytes();
      functionNames.unsigned(functions.length);
      functions.forEach((fn, i) => {
        functionNames.unsigned(imports.length + i);
        functionNames.name(`${moduleName}.${fn.name}`);
      });
      const nameSection = newBytes();
      nameSection.name('name');

      return concatenate([
        [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
        ...section(1, [typeSection.toArray()]),
        ...section(2, [importSection.toArray()]),
        ...section(3, [functionSection.toArray()]),
        ...section(7, [exportSection.toArray()]),
        ...section(10, [bodyCount.toArray(), ...bodies.flat()]),
        ...section(0, [nameSection.toArray(), ...section(1, [functionNames.toArray()])]),
      ]);
    },
  };
}
