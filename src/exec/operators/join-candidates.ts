import { InternalError } from '../../errors.js';
import type { NullableValue, Value, Variable } from '../../functions/code.js';
import type { Emitter } from '../wasm/emitter.js';
import { hashKeys } from '../wasm/compare.js';
import { anyNull } from '../wasm/null-logic.js';
import { JOIN_NEXT, type BuildKey, type BuildLayout } from './join-build.js';
import type { Candidates } from './join-match.js';
import { TABLE_BLOCKS, TABLE_DIRECTORY, TABLE_IS_DIRECT, TABLE_MASK, TABLE_MIN, TABLE_RANGE } from './join-table.js';

const BLOCK_HEADER = 16;
const BLOCK_TUPLES = 4;

const prologueLoad = (code: Emitter, table: Value, offset: number): Value => code.inPrologue(() => code.load('i32.load', table, offset));

/** The chain that a row's keys lead to: by the integer itself where the table has a direct directory, else by hash. */
export function chainCandidates(
  table: Value,
  keys: readonly BuildKey[],
  probe: readonly NullableValue[],
  layout: BuildLayout,
  code: Emitter,
): Candidates {
  const directory = prologueLoad(code, table, TABLE_DIRECTORY);
  const byHash = (head: Variable): void => {
    const mask = prologueLoad(code, table, TABLE_MASK);
    const hash = code.op(
      'i32.wrap_i64',
      code.op(
        'i64.shr_u',
        hashKeys(
          keys.map(({ expr: { type } }, i) => ({ type, key: probe[i] })),
          code,
        ),
        code.i64(32n),
      ),
    );
    const at = code.op('i32.add', directory, code.op('i32.shl', code.op('i32.and', hash, mask), code.i32(3)));
    const mayContain = code.op(
      'i32.and',
      code.op('i32.shr_u', code.load('i32.load', at, 4), code.op('i32.shr_u', hash, code.i32(27))),
      code.i32(1),
    );
    code.set(head, code.select(mayContain, code.load('i32.load', at), code.i32(0)));
  };
  const byKey = (head: Variable): void => {
    const [key] = probe;
    const min = code.inPrologue(() => code.load('i64.load', table, TABLE_MIN));
    const range = code.inPrologue(() => code.load('i64.load', table, TABLE_RANGE));
    const index = code.op('i64.sub', key.value.class === 'i64' ? key.value : code.op('i64.extend_i32_s', key.value), min);
    code.if(code.op('i64.le_u', index, range), () =>
      code.set(head, code.load('i32.load', code.op('i32.add', directory, code.op('i32.shl', code.op('i32.wrap_i64', index), code.i32(2))))),
    );
  };

  return {
    first() {
      const head = code.variable('i32', code.i32(0));
      const find = () => {
        if (layout.directWidth === undefined) byHash(head);
        else
          code.if(
            prologueLoad(code, table, TABLE_IS_DIRECT),
            () => byKey(head),
            () => byHash(head),
          );
      };
      const isNull = anyNull(
        probe.filter((_, i) => !keys[i].nullSafe),
        code,
      );
      if (isNull === undefined) find();
      else code.if(code.op('i32.eqz', isNull), find);
      return head;
    },
    advance: (tuple) => code.set(tuple, code.load('i32.load', code.get(tuple), JOIN_NEXT)),
  };
}

/** Every tuple of a chain of blocks. `firstBlock` is computed anew for each row. */
export function allCandidates(firstBlock: () => Value, tupleBytes: number, code: Emitter): Candidates {
  let block: Variable | undefined;
  let left: Variable | undefined;
  const enter = (address: Value, tuple: Variable): void => {
    if (block === undefined || left === undefined) throw new InternalError('no tuples are being read');
    code.set(block, address);
    code.if(
      address,
      () => {
        code.set(tuple, code.op('i32.add', address, code.i32(BLOCK_HEADER)));
        code.set(left!, code.load('i32.load', address, BLOCK_TUPLES));
      },
      () => code.set(tuple, code.i32(0)),
    );
  };
  return {
    first() {
      const tuple = code.variable('i32');
      block = code.variable('i32');
      left = code.variable('i32');
      enter(firstBlock(), tuple);
      return tuple;
    },
    advance(tuple) {
      const rest = code.op('i32.sub', code.get(left!), code.i32(1));
      code.set(left!, rest);
      code.if(
        rest,
        () => code.set(tuple, code.op('i32.add', code.get(tuple), code.i32(tupleBytes))),
        () => enter(code.load('i32.load', code.get(block!)), tuple),
      );
    },
  };
}

/** All tuples of the table, in row order. */
export const tableCandidates = (table: Value, layout: BuildLayout, code: Emitter): Candidates =>
  allCandidates(() => prologueLoad(code, table, TABLE_BLOCKS), layout.bytes, code);
