import { SETTINGS, type SettingName } from '#quern/config.js';
import type { Database } from 'quern';

/** Values for the settings of which no answer may depend. */
export type MatrixPoint = Partial<Record<SettingName, string>>;

/** Those that compiled modules depend on come first: neighbours in MATRIX share modules. */
const AXES: readonly (readonly [SettingName, readonly [string, string]])[] = [
  ['optimizer_rules', ['on', 'off']],
  ['compile_functions', ['on', 'off']],
  ['partitions', ['1', '4']],
  ['batch_rows', ['8192', '3']],
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

/** A point of the matrix for record `index`, such that successive records visit all of them. */
export const samplePoint = (index: number): MatrixPoint => MATRIX[(index * 7 + 15) % MATRIX.length];

export async function applyPoint(db: Database, point: MatrixPoint): Promise<void> {
  const settings = Object.entries(point).map(([name, value]) => `SET ${name} = ${value}`);
  await db.query(settings.join('; '));
}

/** The settings of a fresh session. */
export const DEFAULT_POINT: MatrixPoint = Object.fromEntries(AXES.map(([name]) => [name, String(SETTINGS[name].default)]));
