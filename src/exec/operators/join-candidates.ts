import { InternalError } from '../../errors.js';
import type { NullableValue, Value, Variable } from '../../functions/code.js';
import type { Emitter } from '../wasm/emitter.js';
import { hashKeys } from '../wasm/compare.js';
import { anyNull } from '../wasm/null-logic.js';
import { JOIN_NEXT, type BuildKey, type BuildLayout } from './join-build.js';
import type { Candidates } from './join-match.js';
import {
  BY_HASH,
  BY_KEY,
  TABLE_BITS,
  TABLE_BLOCKS,
  TABLE_DIRECTORY,
  TABLE_KIND,
  TABLE_MASK,
  TABLE_MIN,
  TABLE_RANGE,
  TABLE_RANKS,
} from './join-table.js';

const BLOCK_HEADER = 16;
const BLOCK_TUPLES = 4;

const prologueLoad = (code: Emitter, table: Value, offset: number): Value => code.inPrologue(() => code.load('i32.load', table, offset));

/** How a row's keys find tuples in a table's directory. */
export interface ChainCandidates extends Candidates {
  /** 1 when the keys may be in the table: only a directory by hash knows no better. */
  mayExist(): Value;
}

/** 1 when each chain holds the tuples of one key only, so that their keys need no comparison; undefined: never. Known once per batch. */
export const isExact = (table: Value, { directWidth }: BuildLayout, code: Emitter): Value | undefined =>
  directWidth === undefined
    ? undefined
    : code.inPrologue(() => code.op('i32.ne', code.load('i32.load', table, TABLE_KIND), code.i32(BY_HASH)));

/** The chain that a row's keys lead to: by the integer itself or its rank where the table has such a directory, else by hash. */
export function chainCandidates(
  table: Value,
  keys: readonly BuildKey[],
  probe: readonly NullableValue[],
  layout: BuildLayout,
  code: Emitter,
): ChainCandidates {
  const directory = prologueLoad(code, table, TABLE_DIRECTORY);
  const entryAt = (index: Value): Value => code.load('i32.load', code.op('i32.add', directory, code.op('i32.shl', index, code.i32(2))));

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

  /** Calls `then` with key − min where that is within the table's range. */
  const within = (then: (index: Value) => void): void => {
    const [{ value }] = probe;
    const min = code.inPrologue(() => code.load('i64.load', table, TABLE_MIN));
    const range = code.inPrologue(() => code.load('i64.load', table, TABLE_RANGE));
    const index = code.op('i64.sub', value.class === 'i64' ? value : code.op('i64.extend_i32_s', value), min);
    code.if(code.op('i64.le_u', index, range), () => then(index));
  };
  const byKey = (head: Variable): void => within((index) => code.set(head, entryAt(code.op('i32.wrap_i64', index))));
  /** Calls `then` where the key's bit is set. */
  const whereMarked = (then: (word: Value, bits: Value, index: Value) => void): void =>
    within((index) => {
      const word = code.op('i32.wrap_i64', code.op('i64.shr_u', index, code.i64(6n)));
      const at = code.op('i32.add', prologueLoad(code, table, TABLE_BITS), code.op('i32.shl', word, code.i32(3)));
      const bits = code.load('i64.load', at);
      code.if(code.op('i32.wrap_i64', code.op('i64.and', code.op('i64.shr_u', bits, index), code.i64(1n))), () => then(word, bits, index));
    });
  const byRank = (head: Variable): void =>
    whereMarked((word, bits, index) => {
      const below = code.op('i64.sub', code.op('i64.shl', code.i64(1n), index), code.i64(1n));
      const before = code.op('i32.wrap_i64', code.op('i64.popcnt', code.op('i64.and', bits, below)));
      const ranks = prologueLoad(code, table, TABLE_RANKS);
      const rank = code.load('i32.load', code.op('i32.add', ranks, code.op('i32.shl', word, code.i32(2))));
      code.set(head, entryAt(code.op('i32.add', rank, before)));
    });

  const search = (ranked: (found: Variable) => void): Variable => {
    const found = code.variable('i32', code.i32(0));
    const exact = isExact(table, layout, code);
    const find = () => {
      if (exact === undefined) return byHash(found);
      const isByKey = code.inPrologue(() => code.op('i32.eq', code.load('i32.load', table, TABLE_KIND), code.i32(BY_KEY)));
      code.if(
        exact,
        () =>
          code.if(
            isByKey,
            () => byKey(found),
            () => ranked(found),
          ),
        () => byHash(found),
      );
    };
    const isNull = anyNull(
      probe.filter((_, i) => !keys[i].nullSafe),
      code,
    );
    if (isNull === undefined) find();
    else code.if(code.op('i32.eqz', isNull), find);
    return found;
  };
  return {
    first: () => search(byRank),
    mayExist: () => code.get(search((found) => whereMarked(() => code.set(found, code.i32(1))))),
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
