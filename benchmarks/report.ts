import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { geometricMean, median, type Timings } from './measure.js';

const results = fileURLToPath(new URL('../../benchmarks/results/', import.meta.url));

/** A Markdown table of medians in milliseconds and of Quern's ratio to each peer, with totals and geometric means. */
export function formatTable(timings: readonly Timings[], peers: readonly string[]): string {
  const others = peers.filter((peer) => peer !== 'quern');
  const medianOf = ({ rounds }: Timings, peer: string): number | undefined => {
    const list = rounds[peer];
    return typeof list === 'string' || list === undefined ? undefined : median(list);
  };
  const show = (value: number | undefined, digits: number) => (value === undefined ? '–' : value.toFixed(digits));
  const ratio = (timing: Timings, peer: string) => {
    const [own, other] = [medianOf(timing, 'quern'), medianOf(timing, peer)];
    return own === undefined || other === undefined ? undefined : own / other;
  };
  const header = ['query', ...peers.map((peer) => `${peer} ms`), ...others.map((peer) => `quern / ${peer}`)];
  const rows = timings.map((timing) => [
    timing.query,
    ...peers.map((peer) => show(medianOf(timing, peer), 2)),
    ...others.map((peer) => show(ratio(timing, peer), 2)),
  ]);
  // Totals count only what every peer of the comparison can run.
  const shared = timings.filter((timing) => peers.every((peer) => medianOf(timing, peer) !== undefined));
  const sum = (peer: string, over: readonly Timings[]) => over.reduce((total, timing) => total + medianOf(timing, peer)!, 0);
  const comparable = (peer: string) => timings.filter((timing) => ratio(timing, peer) !== undefined);
  rows.push([
    `total of ${shared.length}`,
    ...peers.map((peer) => show(sum(peer, shared), 2)),
    ...others.map((peer) => show(sum('quern', comparable(peer)) / sum(peer, comparable(peer)), 2)),
  ]);
  rows.push([
    'geometric mean',
    ...peers.map(() => ''),
    ...others.map((peer) => show(geometricMean(comparable(peer).map((timing) => ratio(timing, peer)!)), 2)),
  ]);
  const widths = header.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i].length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  return [
    line(header),
    `|${widths.map((width, i) => (i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`,
    ...rows.map(line),
  ].join('\n');
}

/** Writes the measurements with what they were measured on. */
export function writeResults(name: string, settings: Readonly<Record<string, unknown>>, timings: readonly Timings[]): string {
  mkdirSync(results, { recursive: true });
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const machine = {
    cpu: os.cpus()[0].model,
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    platform: `${os.platform()} ${os.arch()}`,
    node: process.version,
  };
  const path = `${results}${name}.json`;
  writeFileSync(path, `${JSON.stringify({ name, date: new Date().toISOString(), commit, machine, ...settings, timings }, null, 1)}\n`);
  return path;
}
