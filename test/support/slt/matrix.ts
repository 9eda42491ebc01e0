import { SETTINGS, type SettingName } from '#quern/config.js';
import type { Database } from '#quern/index.js';

/** Values for the settings of which no answer may depend. */
export type MatrixPoint = Partial<Record<SettingName, string>>;

const AXES: readonly (readonly [SettingName, readonly [string, string]])[] = [
  ['optimizer_rules', ['on', 'off']],
  ['partitions', ['1', '4']],
  ['batch_rows', ['8192', '3']],
  ['compile_functions', ['on', 'off']],
];

/** Every combination. */
export const MATRIX: readonly MatrixPoint[] = AXES.reduce<MatrixPoint[]>(
  (points, [name, values]) => points.flatMap((point) => values.map((value) => ({ ...point, [name]: value }))),
  [{}],
);

export const showPoint = (point: MatrixPoint): string =>
  Object.entries(point)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

/** A point of the matrix for query `index`, such that successive queries visit all of them. */
export const samplePoint = (index: number): MatrixPoint => MATRIX[(index * 7 + 15) % MATRIX.length];

export async function applyPoint(db: Database, point: MatrixPoint): Promise<void> {
  for (const [name, value] of Object.entries(point)) await db.query(`SET ${name} = ${value}`);
}

/** Back to the settings of a fresh session. */
export async function resetPoint(db: Database): Promise<void> {
  for (const [name] of AXES) await db.query(`SET ${name} = ${String(SETTINGS[name].default)}`);
}
