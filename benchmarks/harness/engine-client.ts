import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answer, EngineName, Query, TableFiles } from './engine.js';
import type { Reply, Request } from './engine-process.js';

/** An engine in a process of its own, so that its peak memory is its own and it computes only when asked. */
export interface EngineClient {
  readonly name: EngineName;
  readonly version: string;
  /** Rejects with the engine's own message. */
  run(query: Query, wantsAnswer?: boolean): Promise<{ readonly elapsedMs: number; readonly answer?: Answer }>;
  /** Ends the process; its peak resident memory. */
  close(): Promise<number>;
}

export async function openEngine(name: EngineName, tables: TableFiles, threads: number): Promise<EngineClient> {
  const child = fork(fileURLToPath(new URL('./engine-process.js', import.meta.url)), {
    serialization: 'advanced',
    execArgv: ['--expose-gc'],
    env: { ...process.env, POLARS_MAX_THREADS: String(threads) },
  });
  const died = new Promise<never>((_, reject) =>
    child.once('exit', (code, signal) => reject(new Error(`the process of ${name} ended (${signal ?? code})`))),
  );
  died.catch(() => {});
  const ask = async <Kind extends Reply['kind']>(request: Request, kind: Kind): Promise<Extract<Reply, { kind: Kind }>> => {
    child.send(request);
    const [reply] = (await Promise.race([once(child, 'message'), died])) as [Reply];
    if (reply.kind === 'failed') throw new Error(reply.reason);
    if (reply.kind !== kind) throw new Error(`${name} answered ${reply.kind} instead of ${kind}`);
    return reply as Extract<Reply, { kind: Kind }>;
  };
  const { version } = await ask({ kind: 'open', engine: name, tables, threads }, 'opened');
  return {
    name,
    version,
    run: (query, wantsAnswer = false) => ask({ kind: 'run', query, wantsAnswer }, 'ran'),
    async close() {
      const { peakBytes } = await ask({ kind: 'close' }, 'closed');
      child.disconnect();
      return peakBytes;
    },
  };
}
