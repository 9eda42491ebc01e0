import type { Peer } from './peers.js';

/** Milliseconds of one query, by peer name: every round's time, or the reason why it cannot run. */
export interface Timings {
  readonly query: string;
  readonly rounds: Readonly<Record<string, readonly number[] | string>>;
}

/** Runs each query on all peers in turn, round after round, so that a change of the machine's speed meets all of them. */
export async function measure(peers: readonly Peer[], queries: Readonly<Record<string, string>>, rounds: number): Promise<Timings[]> {
  const timings: Timings[] = [];
  for (const [query, sql] of Object.entries(queries)) {
    const times: Record<string, number[] | string> = {};
    const rowCounts = new Map<string, number>();
    for (const peer of peers) {
      try {
        rowCounts.set(peer.name, await peer.run(sql));
        times[peer.name] = [];
      } catch (error) {
        times[peer.name] = error instanceof Error ? error.message.split('\n')[0] : String(error);
      }
    }
    if (new Set(rowCounts.values()).size > 1) throw new Error(`${query}: row counts differ: ${JSON.stringify([...rowCounts])}`);
    for (let round = 0; round < rounds; round++) {
      for (const peer of peers) {
        const list = times[peer.name];
        if (typeof list === 'string') continue;
        const started = performance.now();
        await peer.run(sql);
        list.push(performance.now() - started);
      }
    }
    timings.push({ query, rounds: times });
  }
  return timings;
}

export const median = (values: readonly number[]): number => {
  const ordered = [...values].sort((a, b) => a - b);
  const middle = ordered.length >> 1;
  return ordered.length % 2 === 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
};

export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
