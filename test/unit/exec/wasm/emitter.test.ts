import assert from 'node:assert/strict';
import { createArena, type Arena } from '#quern/data/arena.js';
import { stageInstances } from '#quern/exec/run/stage-instances.js';
import { newStageCode } from '#quern/exec/wasm/stage-code.js';
import type { Emitter } from '#quern/exec/wasm/emitter.js';
import type { Value, Variable } from '#quern/functions/code.js';
import { Random, testSeed } from '../../../support/random.js';

const FRAME = 1 << 22;
const OUTPUT = 64;
let lastKey = -1;

/** Runs what `emit` emits as the body of `run(frame, rows)`. */
function runCode(arena: Arena, emit: (code: Emitter) => void, more: (stage: ReturnType<typeof newStageCode>) => void = () => {}): void {
  const stage = newStageCode({ compileFunctions: true });
  emit(stage.function('run', ['i32']));
  more(stage);
  const bytes = stage.module.finish('test');
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  stageInstances(arena).exportsOf({ key: lastKey--, bytes: shared }).run(FRAME, 0);
}

/** A value as it is emitted, and what it is. */
interface Known {
  readonly value: Value;
  readonly number: bigint;
}

const OPERATIONS = {
  'i64.add': (a, b) => a + b,
  'i64.sub': (a, b) => a - b,
  'i64.mul': (a, b) => a * b,
  'i64.xor': (a, b) => a ^ b,
} as const satisfies Readonly<Record<string, (a: bigint, b: bigint) => bigint>>;

/** Emits a random program and computes what it leaves in its variables, which it stores at the end. */
function randomProgram(random: Random, code: Emitter): readonly bigint[] {
  const variables: { readonly variable: Variable; number: bigint }[] = [];
  const constant = (): bigint => BigInt.asIntN(64, BigInt(random.below(2 ** 31)) << BigInt(random.below(40)));
  for (let i = 0; i < 5; i++) {
    const number = constant();
    variables.push({ variable: code.variable('i64', code.i64(number)), number });
  }
  const block = (depth: number, visible: readonly Known[]): void => {
    const values = [...visible];
    for (let steps = 5 + random.below(40); steps > 0; steps--) {
      const known = (): Known => {
        if (values.length > 0 && random.chance(0.8)) return values[values.length - 1 - random.below(Math.min(values.length, 6))];
        const number = constant();
        return { value: code.i64(number), number };
      };
      const target = random.pick(variables);
      const choice = random.below(10);
      if (choice < 5) {
        const operation = random.pick(Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[]);
        const [a, b] = [known(), known()];
        values.push({ value: code.op(operation, a.value, b.value), number: BigInt.asIntN(64, OPERATIONS[operation](a.number, b.number)) });
      } else if (choice < 7) {
        values.push({ value: code.get(target.variable), number: target.number });
      } else if (choice < 8) {
        const source = known();
        code.set(target.variable, source.value);
        target.number = source.number;
      } else if (choice < 9) {
        const [a, b, c] = [known(), known(), known()];
        const condition = code.op('i64.lt_s', a.value, b.value);
        values.push({ value: code.select(condition, b.value, c.value), number: a.number < b.number ? b.number : c.number });
      } else if (depth < 3) {
        // The branch that is not taken may set what it likes.
        const taken = random.chance(0.5);
        const before = variables.map(({ number }) => number);
        code.if(code.i32(taken ? 1 : 0), () => block(depth + 1, values));
        if (!taken) variables.forEach((variable, i) => (variable.number = before[i]));
      }
    }
  };
  block(0, []);
  variables.forEach(({ variable }, i) => code.store('i64.store', code.frame, code.get(variable), OUTPUT + 8 * i));
  return variables.map(({ number }) => number);
}

describe('emitted code', () => {
  const seed = testSeed();
  let arena: Arena;
  before(() => (arena = createArena(64 << 20)));

  it(`computes what its calls say, in programs of many locals (seed ${seed})`, () => {
    for (let n = 0; n < 300; n++) {
      const random = new Random(seed + n);
      let expected: readonly bigint[] = [];
      runCode(arena, (code) => (expected = randomProgram(random, code)));
      const actual = expected.map((_, i) => arena.view.getBigInt64(FRAME + OUTPUT + 8 * i, true));
      assert.deepEqual(actual, expected, `seed ${seed + n}`);
    }
  });

  it('keeps both words of 128-bit values through variables and selections', () => {
    const [a, b] = [-(1n << 100n) + 12345n, (1n << 90n) - 7n];
    runCode(arena, (code) => {
      const variable = code.variable('i128', code.i128(a));
      const before = code.get(variable);
      code.set(variable, code.i128(b));
      const after = code.get(variable);
      code.store128(code.frame, before, OUTPUT);
      code.store128(code.frame, after, OUTPUT + 16);
      code.store128(code.frame, code.select(code.i32(0), before, after), OUTPUT + 32);
      code.store128(code.frame, code.get(code.variable('i128')), OUTPUT + 48);
    });
    const at = (offset: number) =>
      BigInt.asIntN(
        128,
        (arena.view.getBigInt64(FRAME + OUTPUT + offset + 8, true) << 64n) | arena.view.getBigUint64(FRAME + OUTPUT + offset, true),
      );
    assert.deepEqual([at(0), at(16), at(32), at(48)], [a, b, b, 0n]);
  });

  it('loops, and calls functions that are added later', () => {
    runCode(
      arena,
      (code) => {
        const i = code.variable('i32', code.i32(0));
        code.while(
          () => code.op('i32.lt_u', code.get(i), code.i32(1000)),
          () => {
            code.callOwn('add', code.get(i));
            code.set(i, code.op('i32.add', code.get(i), code.i32(1)));
          },
        );
      },
      (stage) => {
        arena.view.setInt32(FRAME + OUTPUT, 0, true);
        const code = stage.part('sink').function('add', ['i32']);
        const sum = code.op('i32.add', code.load('i32.load', code.frame, OUTPUT), code.param(0));
        code.store('i32.store', code.frame, sum, OUTPUT);
      },
    );
    assert.equal(arena.view.getInt32(FRAME + OUTPUT, true), 499_500);
  });
});
