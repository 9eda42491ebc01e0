import { ENGINES, type EngineName } from './engine.js';
import { markdownTable, shown } from './markdown.js';
import type { Measured, Measurement } from './measure.js';
import { geometricMean, median } from './statistics.js';

/** Medians in milliseconds, Quern's ratio to each peer, totals of those that run all, geometric means over what both can run, and peak memory. */
export function comparisonTable({ queries, peakBytes }: Measured): string {
  const engines = ENGINES.filter((engine) => peakBytes[engine] !== undefined);
  const peers = engines.filter((engine) => engine !== 'quern');
  const medianOf = ({ rounds }: Measurement, engine: EngineName) => {
    const times = rounds[engine];
    return typeof times === 'object' && times.length > 0 ? median(times) : undefined;
  };
  const ratioOf = (measurement: Measurement, peer: EngineName) => {
    const [own, other] = [medianOf(measurement, 'quern'), medianOf(measurement, peer)];
    return own === undefined || other === undefined ? undefined : own / other;
  };
  const shared = (peer: EngineName) => queries.filter((measurement) => ratioOf(measurement, peer) !== undefined);
  const total = (engine: EngineName, over: readonly Measurement[]) => over.reduce((sum, query) => sum + medianOf(query, engine)!, 0);
  const ours = queries.filter((measurement) => medianOf(measurement, 'quern') !== undefined);
  const running = engines.filter((engine) => ours.length > 0 && ours.every((measurement) => medianOf(measurement, engine) !== undefined));

  const rows = queries.map((measurement) => [
    measurement.query,
    ...engines.map((engine) => shown(medianOf(measurement, engine))),
    ...peers.map((peer) => shown(ratioOf(measurement, peer))),
  ]);
  const overShared = (compute: (peer: EngineName) => number) => peers.map((peer) => (shared(peer).length > 0 ? shown(compute(peer)) : '–'));
  rows.push([
    `total of ${ours.length}`,
    ...engines.map((engine) => shown(running.includes(engine) ? total(engine, ours) : undefined)),
    ...peers.map((peer) => shown(running.includes(peer) ? total('quern', ours) / total(peer, ours) : undefined)),
  ]);
  rows.push([
    'geometric mean',
    ...engines.map(() => ''),
    ...overShared((peer) => geometricMean(shared(peer).map((measurement) => ratioOf(measurement, peer)!))),
  ]);
  rows.push([
    'peak memory, MB',
    ...engines.map((engine) => shown(peakBytes[engine]! / 1e6, 0)),
    ...peers.map((peer) => shown(peakBytes.quern === undefined ? undefined : peakBytes.quern / peakBytes[peer]!)),
  ]);
  return markdownTable(['query', ...engines.map((engine) => `${engine} ms`), ...peers.map((peer) => `quern / ${peer}`)], rows);
}
