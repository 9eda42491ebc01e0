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
const SPACE = 32;

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
    writeName(out, name);
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

const COLOR_WORDS = COLORS.map(utf8);
const IN_ORDER = Uint8Array.from(COLORS.keys());
const order = new Uint8Array(COLORS.length);
const words = new Uint8Array(NAME_WORDS * 20);

/** A name is the first words of a shuffled list of colours. */
function writeName(out: CsvWriter, stream: RandomStream): void {
  order.set(IN_ORDER);
  let length = 0;
  for (let i = 0; i < NAME_WORDS; i++) {
    const other = stream.between(i, order.length - 1);
    const color = order[other];
    order[other] = order[i];
    order[i] = color;
    words.set(COLOR_WORDS[color], length);
    length += COLOR_WORDS[color].length;
    words[length++] = SPACE;
  }
  out.plain(words, length - 1);
}
