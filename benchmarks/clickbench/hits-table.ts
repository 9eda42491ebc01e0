import { utf8, type CsvWriter } from '../tables/csv-writer.js';
import type { GeneratedTable } from '../tables/generated-table.js';
import { Random } from '../tables/random.js';
import { HITS_COLUMNS } from './columns.js';
import { makeSites } from './sites.js';
import { Visits } from './visits.js';

const DAYS = Array.from({ length: 31 }, (_, i) => utf8(`2013-07-${String(i + 1).padStart(2, '0')}`));
/** 2013-07-01 was a Monday: fewer hits at weekends. */
const DAY_WEIGHTS = DAYS.map((_, i) => (i % 7 < 5 ? 1 : 0.75));

/**
 * A table of the shape of ClickBench's `hits`: web analytics of July 2013, ordered by site, day and visit, with the columns' types,
 * cardinalities and skew of the real one and made-up texts. From a million rows on each of the 43 queries has an answer with rows.
 */
export function hitsTable(rows: number): GeneratedTable {
  return { name: 'hits', columns: HITS_COLUMNS, writeRows: (out) => writeRows(out, rows) };
}

function writeRows(out: CsvWriter, rows: number): void {
  const visits = new Visits(rows, new Random(62));
  const cells = makeSites(rows).flatMap((site) => DAYS.map((date, day) => ({ site, date, share: site.share * DAY_WEIGHTS[day] })));
  const total = cells.reduce((sum, { share }) => sum + share, 0);
  let before = 0;
  for (const { site, date, share } of cells) {
    const count = Math.round(((before + share) / total) * rows) - Math.round((before / total) * rows);
    before += share;
    for (let left = count; left > 0;) left -= visits.write(out, site, date, left);
  }
}
