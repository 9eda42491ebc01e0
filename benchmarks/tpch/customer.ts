import { utf8, type CsvWriter } from '../tables/csv-writer.js';
import type { GeneratedTable } from '../tables/generated-table.js';
import { SEGMENTS } from './distributions.js';
import type { RowCounts } from './row-counts.js';
import { RandomStream } from './stream.js';
import { writeComment } from './text-pool.js';
import type { Texts } from './texts.js';
import { pickNation, writeAddress, writePhone } from './values.js';

const NAME = utf8('Customer#');

export const customer = ({ customers }: RowCounts, texts: Texts): GeneratedTable => ({
  name: 'customer',
  columns: {
    c_custkey: 'INTEGER',
    c_name: 'VARCHAR',
    c_address: 'VARCHAR',
    c_nationkey: 'INTEGER',
    c_phone: 'VARCHAR',
    c_acctbal: 'DECIMAL(15,2)',
    c_mktsegment: 'VARCHAR',
    c_comment: 'VARCHAR',
  },
  writeRows: (out) => writeRows(out, customers, texts),
});

function writeRows(out: CsvWriter, customers: number, { pool, addressRange }: Texts): void {
  const address = new RandomStream(881155353, 9);
  const nation = new RandomStream(1489529863, 1);
  const phone = new RandomStream(1521138112, 3);
  const balance = new RandomStream(298370230, 1);
  const segment = new RandomStream(1140279430, 1);
  const comment = new RandomStream(1335826707, 2);
  const streams = [address, nation, phone, balance, segment, comment];
  for (let key = 1; key <= customers; key++) {
    const nationKey = pickNation(nation);
    out.integer(key);
    out.numbered(NAME, key, 9);
    writeAddress(out, address, addressRange);
    out.integer(nationKey);
    writePhone(out, nationKey, phone);
    out.decimal(balance.between(-99_999, 999_999), 2);
    out.plain(SEGMENTS.pick(segment));
    writeComment(out, pool, 73, comment);
    out.endRow();
    for (const stream of streams) stream.endRow();
  }
}
