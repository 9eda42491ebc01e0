import { setFlagsFromString } from 'node:v8';

/**
 * V8's flag for how many bytes of a WebAssembly function run before it is compiled again, optimised, and its default by Node's major version.
 * Nothing is done in versions where this was not tried.
 */
const FLAG = '--wasm-tiering-budget';
const DEFAULTS: Readonly<Record<string, number>> = { 20: 1_800_000, 22: 13_000_000, 24: 13_000_000, 26: 13_000_000 };
const MOST = 0x7fffffff;
const LEAST = 4;

/**
 * Compiles a module whose functions, if `keepBaselineCode` is the first to call them, keep the code that is compiled quickly.
 *
 * The grammar is one function of 100 KB whose loop jumps back over all of it, which looks to V8 like a great deal of work: after a few tokens
 * it would be optimised, by version 0.1 to 3 s of another core and up to 600 MB, for which the process waits at its end. Parsing is not
 * measurably faster then. A module starts with the budget of its time, and a jump takes from it at most a quarter of what the flag says when the
 * function is first compiled, so what counts is one large value and then a small one.
 */
export function compileForBaseline(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  return withBudget(MOST, () => new WebAssembly.Module(bytes));
}

/** Runs `use`, which calls functions of such a module for the first time. */
export function keepBaselineCode(use: () => void): void {
  withBudget(LEAST, use);
}

function withBudget<T>(budget: number, run: () => T): T {
  const usual = DEFAULTS[process.versions.node.split('.')[0]];
  const isSet = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].some((option) => option.includes(FLAG));
  if (usual === undefined || isSet) return run();
  setFlagsFromString(`${FLAG}=${budget}`);
  try {
    return run();
  } finally {
    setFlagsFromString(`${FLAG}=${usual}`);
  }
}
