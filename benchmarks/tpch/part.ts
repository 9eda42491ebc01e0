import { utf8, type CsvWriter } from '../tables/csv-writer.js';
import type { GeneratedTable } from '../tables/generated-table.js';
import { COLORS, CONTAINERS, TYPES } from './distributions.js';
import type { RowCounts } from './row-counts.js';
import { RandomStream } from './stream.js';
import { writeComment } from './text-pool.js';
import type { Texts } from './texts.js';
import { retailPrice } from './values.js';

const NAME_WORDS = 5;
const MANUFACTURERS = [1, 2, 3, 4, 5].map((one) => utf8(`Manufacturer#${one}`));
const BRAND = utf8('Brand#');

export const part = ({ parts }: RowCounts, texts: Texts): GeneratedTable => ({
  name: 'part',
  columns: {
    p_partkey: 'INTEGER',
    p_name: 'VARCHAR',
    p_mfgr: 'VARCHAR',
    p_brand: 'VARCHAR',
    p_type: 'VARCHAR',
    p_size: 'INTEGER',
    p_container: 'VARCHAR',
    p_retailprice: 'DECIMAL(15,2)',
    p_comment: 'VARCHAR',
  },
  writeRows: (out) => writeRows(out, parts, texts),
});

function writeRows(out: CsvWriter, parts: number, { pool }: Texts): void {
  const name = new RandomStream(709314158, COLORS.length);
  const manufacturer = new RandomStream(1, 1);
  const brand = new RandomStream(46831694, 1);
  const type = new RandomStream(1841581359, 1);
  const size = new RandomStream(1193163244, 1);
  const container = new RandomStream(727633698, 1);
  const comment = new RandomStream(804159733, 2);
  const streams = [name, manufacturer, brand, type, size, container, comment];
  for (let key = 1; key <= parts; key++) {
    const maker = manufacturer.between(1, 5);
    out.integer(key);
    out.plain(utf8(pickName(name)));
    out.plain(MANUFACTURERS[maker - 1]);
    out.numbered(BRAND, maker * 10 + brand.between(1, 5), 2);
    out.plain(TYPES.pick(type));
    out.integer(size.between(1, 50));
    out.plain(CONTAINERS.pick(container));
    out.decimal(retailPrice(key), 2);
    writeComment(out, pool, 14, comment);
    out.endRow();
    for (const stream of streams) stream.endRow();
  }
}

/** The first words of a shuffled list of colours. */
function pickName(stream: RandomStream): string {
  const colors = COLORS.slice();
  for (let i = 0; i < NAME_WORDS; i++) {
    const other = stream.between(i, colors.length - 1);
    [colors[i], colors[other]] = [colors[other], colors[i]];
  }
  return colors.slice(0, NAME_WORDS).join(' ');
}
