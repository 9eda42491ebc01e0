import type { Answer, EngineName, OpenEngine, Query, TableFiles } from './engine.js';

/** What the harness asks of an engine's process, one at a time. */
export type Request =
  | { readonly kind: 'open'; readonly engine: EngineName; readonly tables: TableFiles; readonly threads: number }
  | { readonly kind: 'run'; readonly query: Query; readonly wantsAnswer: boolean }
  | { readonly kind: 'close' };

export type Reply =
  | { readonly kind: 'opened'; readonly version: string }
  | { readonly kind: 'ran'; readonly elapsedMs: number; readonly answer?: Answer }
  | { readonly kind: 'closed'; readonly peakBytes: number }
  | { readonly kind: 'failed'; readonly reason: string };

const OPEN: Readonly<Record<EngineName, () => Promise<OpenEngine>>> = {
  quern: async () => (await import('./quern.js')).openQuern,
  duckdb: async () => (await import('./duckdb.js')).openDuckdb,
  polars: async () => (await import('./polars.js')).openPolars,
};

let engine: Awaited<ReturnType<OpenEngine>> | undefined;

async function answer(request: Request): Promise<Reply> {
  switch (request.kind) {
    case 'open':
      engine = await (await OPEN[request.engine]())(request.tables, request.threads);
      return { kind: 'opened', version: engine.version };
    case 'run': {
      const started = performance.now();
      const result = await engine!.run(request.query);
      const elapsedMs = performance.now() - started;
      const read = request.wantsAnswer || request.query.undo !== undefined ? await result.read() : undefined;
      return { kind: 'ran', elapsedMs, answer: request.wantsAnswer ? read : undefined };
    }
    case 'close':
      await engine!.close();
      return { kind: 'closed', peakBytes: process.resourceUsage().maxRSS * 1024 };
  }
}

/** More than this is large results, which only the garbage collector gives back: those of all engines together may not fit into memory. */
const LARGE_BYTES = 4 * 2 ** 30;

process.on('message', (request: Request) => {
  answer(request)
    .catch((error: unknown): Reply => ({ kind: 'failed', reason: (error instanceof Error ? error.message : String(error)).split('\n')[0] }))
    .then((reply) => {
      if (engine?.hidesMemory || process.memoryUsage.rss() > LARGE_BYTES) globalThis.gc!();
      process.send!(reply);
    });
});
