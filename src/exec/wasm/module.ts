import { InternalError } from '../../errors.js';
import { kernelSignatures, type Signature } from '../../kernels/signatures.js';
import { Bytes } from './bytes.js';
import { Instructions } from './instructions.js';
import { LANE_TYPES, type Lane } from './opcodes.js';

/** A function under construction: its prologue runs once per call, before `body`. */
export interface FunctionBuilder {
  readonly name: string;
  readonly params: readonly Lane[];
  readonly prologue: Instructions;
  readonly body: Instructions;
  /** The index of a fresh local. */
  local(lane: Lane): number;
  /** Emits into `out` (the prologue or the body) a call of another function of the module, which may be added later. */
  callOwn(out: Instructions, name: string): void;
}

/** A function that a module imports. */
export interface Import {
  readonly index: number;
  readonly signature: Signature;
}

/** A WebAssembly module under construction: it imports the arena, kernels by name and host functions, and exports its functions. */
export interface ModuleBuilder {
  addFunction(name: string, params: readonly Lane[]): FunctionBuilder;
  /** A kernel, imported on first use. */
  kernel(name: string): Import;
  host(name: string, signature: Signature): Import;
  /** The module's bytes; profilers and stack traces show its functions as `<name>.<function>`. */
  finish(name: string): Uint8Array;
}

const CALL = 0x10;
const END = 0x0b;
const FUNCTION_TYPE = 0x60;
const FUNCTION = 0x00;
const SHARED_MEMORY = Uint8Array.of(0x02, 0x03);
const PREAMBLE = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
/** The whole address space, which no arena exceeds. */
const MOST_PAGES = 65536;

const SECTION = { custom: 0, type: 1, import: 2, function: 3, export: 7, code: 10 } as const;
const FUNCTION_NAMES = 1;

class Draft implements FunctionBuilder {
  readonly prologue = new Instructions();
  readonly body = new Instructions();
  /** Runs of locals of the same lane. */
  readonly runs: { count: number; readonly lane: Lane }[] = [];
  readonly ownCalls: { readonly out: Bytes; readonly at: number; readonly name: string }[] = [];
  private locals: number;
  private last: { count: number; readonly lane: Lane } | undefined;

  constructor(
    readonly name: string,
    readonly params: readonly Lane[],
  ) {
    this.locals = params.length;
  }

  local(lane: Lane): number {
    if (this.last?.lane === lane) this.last.count++;
    else this.runs.push((this.last = { count: 1, lane }));
    return this.locals++;
  }

  callOwn(out: Instructions, name: string): void {
    out.byte(CALL);
    this.ownCalls.push({ out, at: out.placeholder(), name });
  }
}

/** Writes what `write` appends behind its length in bytes, as sections and functions are stored. */
function sized(out: Bytes, write: () => void): void {
  const at = out.placeholder();
  const start = out.length;
  write();
  out.patch(at, out.length - start);
}

function section(out: Bytes, id: number, write: () => void): void {
  out.byte(id);
  sized(out, write);
}

/** Encoded names: kernels, functions and stages are called by few. */
const encodedNames = new Map<string, Uint8Array>();

function writeName(out: Bytes, text: string): void {
  let utf8 = encodedNames.get(text);
  if (utf8 === undefined) encodedNames.set(text, (utf8 = new TextEncoder().encode(text)));
  out.unsigned(utf8.length);
  out.append(utf8);
}

function writeLanes(out: Bytes, lanes: readonly Lane[]): void {
  out.unsigned(lanes.length);
  for (const lane of lanes) out.byte(LANE_TYPES[lane]);
}

const NO_RESULTS: readonly Lane[] = [];

class Builder implements ModuleBuilder {
  private readonly types: string[] = [];
  private readonly signatures: Signature[] = [];
  private readonly kernels = new Map<string, Import>();
  private readonly hosts = new Map<string, Import>();
  private readonly imports: { readonly module: string; readonly name: string; readonly signature: Signature }[] = [];
  private readonly functions: Draft[] = [];

  addFunction(name: string, params: readonly Lane[]): FunctionBuilder {
    const draft = new Draft(name, params);
    this.functions.push(draft);
    return draft;
  }

  kernel(name: string): Import {
    let found = this.kernels.get(name);
    if (found === undefined) {
      const signature = kernelSignatures().get(name);
      if (signature === undefined) throw new InternalError(`no kernel "${name}"`);
      this.kernels.set(name, (found = this.addImport('kernels', name, signature)));
    }
    return found;
  }

  host(name: string, signature: Signature): Import {
    let found = this.hosts.get(name);
    if (found === undefined) this.hosts.set(name, (found = this.addImport('host', name, signature)));
    return found;
  }

  finish(moduleName: string): Uint8Array {
    const { imports, functions, signatures } = this;
    const importTypes = imports.map(({ signature }) => this.typeIndex(signature.params, signature.results));
    const functionTypes = functions.map(({ params }) => this.typeIndex(params, NO_RESULTS));
    const out = new Bytes();
    out.append(PREAMBLE);
    section(out, SECTION.type, () => {
      out.unsigned(signatures.length);
      for (const { params, results } of signatures) {
        out.byte(FUNCTION_TYPE);
        writeLanes(out, params);
        writeLanes(out, results);
      }
    });
    section(out, SECTION.import, () => {
      out.unsigned(imports.length + 1);
      writeName(out, 'env');
      writeName(out, 'memory');
      out.append(SHARED_MEMORY);
      out.unsigned(0);
      out.unsigned(MOST_PAGES);
      imports.forEach(({ module, name }, i) => {
        writeName(out, module);
        writeName(out, name);
        out.byte(FUNCTION);
        out.unsigned(importTypes[i]);
      });
    });
    section(out, SECTION.function, () => {
      out.unsigned(functions.length);
      for (const type of functionTypes) out.unsigned(type);
    });
    section(out, SECTION.export, () => {
      out.unsigned(functions.length);
      functions.forEach(({ name }, i) => {
        writeName(out, name);
        out.byte(FUNCTION);
        out.unsigned(imports.length + i);
      });
    });
    section(out, SECTION.code, () => {
      out.unsigned(functions.length);
      for (const draft of functions) sized(out, () => this.writeBody(out, draft));
    });
    section(out, SECTION.custom, () => {
      writeName(out, 'name');
      section(out, FUNCTION_NAMES, () => {
        out.unsigned(functions.length);
        functions.forEach(({ name }, i) => {
          out.unsigned(imports.length + i);
          writeName(out, `${moduleName}.${name}`);
        });
      });
    });
    return out.view();
  }

  private writeBody(out: Bytes, { runs, prologue, body, ownCalls }: Draft): void {
    out.unsigned(runs.length);
    for (const { count, lane } of runs) {
      out.unsigned(count);
      out.byte(LANE_TYPES[lane]);
    }
    const start = out.length;
    out.append(prologue.view());
    out.append(body.view());
    for (const call of ownCalls) {
      const index = this.functions.findIndex(({ name }) => name === call.name);
      if (index < 0) throw new InternalError(`no function "${call.name}"`);
      out.patch(start + (call.out === body ? prologue.length : 0) + call.at, this.imports.length + index);
    }
    out.byte(END);
  }

  private addImport(module: string, name: string, signature: Signature): Import {
    return { index: this.imports.push({ module, name, signature }) - 1, signature };
  }

  private typeIndex(params: readonly Lane[], results: readonly Lane[]): number {
    const key = `${params.join()}>${results.join()}`;
    const found = this.types.indexOf(key);
    if (found >= 0) return found;
    this.signatures.push({ params, results });
    return this.types.push(key) - 1;
  }
}

export const newModule = (): ModuleBuilder => new Builder();
