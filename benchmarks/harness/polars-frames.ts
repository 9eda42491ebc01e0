import type { LazyDataFrame, readCSV } from 'nodejs-polars';
import { clickbenchFrames } from '../clickbench/polars-frames.js';
import { csvFrames } from '../csv/polars-frames.js';
import { h2oFrames } from '../h2o/polars-frames.js';
import { tpchFrames } from '../tpch/polars-frames.js';
import type { TableFiles } from './engine.js';

/** Computes an answer with the DataFrame API. */
export type Frame = (scans: Readonly<Record<string, LazyDataFrame>>, tables: TableFiles) => DataFrame | Promise<DataFrame>;
type DataFrame = ReturnType<typeof readCSV>;

/** What Polars' SQL cannot run, by the name that queries give. */
export const FRAMES: Readonly<Record<string, Frame>> = { ...clickbenchFrames, ...csvFrames, ...h2oFrames, ...tpchFrames };
