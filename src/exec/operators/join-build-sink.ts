import type { Sink, Task } from '../run/task.js';
import { BUILD_BYTES, BUILD_MAX, BUILD_MIN, BUILD_NULLS, type JoinBuildSpec } from './join-build.js';
import { makeTable } from './join-table.js';
import { initTupleList } from './tuple-list.js';

export function openJoinBuildSink({ lists, tupleBytes, table }: JoinBuildSpec, task: Task): Sink {
  const { arena, outputRegion } = task;
  const at = task.frame + lists;
  for (const list of [at, at + BUILD_NULLS]) initTupleList(arena, list, tupleBytes, outputRegion);
  arena.view.setBigInt64(at + BUILD_MIN, 0x7fffffffffffffffn, true);
  arena.view.setBigInt64(at + BUILD_MAX, -0x8000000000000000n, true);
  return {
    finish() {
      for (const list of [at, at + BUILD_NULLS]) arena.kernels.tuples_finish(list);
      if (table !== undefined) return makeTable([at], table, task);
      const published = arena.kernels.region_alloc(outputRegion, BUILD_BYTES) >>> 0;
      arena.u8.copyWithin(published, at, at + BUILD_BYTES);
      return published;
    },
  };
}
