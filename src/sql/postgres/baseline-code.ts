import { setFlagsFromString } from 'node:v8';

/**
 * V8's flag for how many bytes of a WebAssembly function run before it is compiled again, optimised, and its default by Node's major version.
 * Nothing is done in versions where this was not tried.
 */
const FLAG = '--wasm-tiering-budget';
const DEFAULTS: Readonly<Record<string, number>> = { 20: 1_800_000, 22: 13_000_000, 24: 13_000_000, 26: 13_000_000 };
const MOST = 0x7fffffff;
const LEAST = 4;

/** V8 shares the code of a module with whoever compiles the same bytes, as long as the module is referred to. */
const held = new Set<WebAssembly.Module>();

/**
 * Runs `instantiate`, which compiles `bytes`, and then `use`; the functions that `use` calls keep the code that is compiled quickly.
 *
 * The grammar is one function of 100 KB whose loop jumps back over all of it, which looks to V8 like a great deal of work: after a few tokens
 * it would be optimised, by version 0.1 to 3 s of another core and up to 600 MB, for which the process waits at its end. Parsing is not
 * measurably faster then. A module starts with the budget of its time, and a jump takes from it at most a quarter of what the flag says when the
 * function is first compiled, so what counts is one large value and then a small one.
 */
export async function withBaselineCode(
  bytes: () => Uint8Array<ArrayBuffer>,
  instantiate: () => Promise<void>,
  use: () => void,
): Promise<void> {
  const budget = DEFAULTS[process.versions.node.split('.')[0]];
  const isSet = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].some((option) => option.includes(FLAG));
  if (budget === undefined || isSet) return instantiate();
  const withFlag = <T>(value: number, run: () => T): T => {
    setFlagsFromString(`${FLAG}=${value}`);
    try {
      return run();
    } finally {
      setFlagsFromString(`${FLAG}=${budget}`);
    }
  };
  const module = withFlag(MOST, () => new WebAssembly.Module(bytes()));
  held.add(module);
  try {
    await instantiate();
  } finally {
    held.delete(module);
  }
  withFlag(LEAST, use);
}
