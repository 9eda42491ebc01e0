import { utf8, type CsvWriter } from '../tables/csv-writer.js';
import type { GeneratedTable } from '../tables/generated-table.js';
import type { RowCounts } from './row-counts.js';
import { RandomStream } from './stream.js';
import type { Texts } from './texts.js';
import { pickNation, writeAddress, writePhone } from './values.js';

const NAME = utf8('Supplier#');
const CUSTOMER = utf8('Customer ');
const COMPLAINTS = utf8('Complaints');
const RECOMMENDS = utf8('Recommends');
const REMARK_LENGTH = CUSTOMER.length + COMPLAINTS.length;
const COMMENT_SHORTEST = 25;
const COMMENT_LONGEST = 100;

export const supplier = ({ suppliers }: RowCounts, texts: Texts): GeneratedTable => ({
  name: 'supplier',
  columns: {
    s_suppkey: 'INTEGER',
    s_name: 'VARCHAR',
    s_address: 'VARCHAR',
    s_nationkey: 'INTEGER',
    s_phone: 'VARCHAR',
    s_acctbal: 'DECIMAL(15,2)',
    s_comment: 'VARCHAR',
  },
  writeRows: (out) => writeRows(out, suppliers, texts),
});

function writeRows(out: CsvWriter, suppliers: number, { pool, addressRange }: Texts): void {
  const address = new RandomStream(706178559, 9);
  const nation = new RandomStream(110356601, 1);
  const phone = new RandomStream(884434366, 3);
  const balance = new RandomStream(962338209, 1);
  const comment = new RandomStream(1341315363, 2);
  const remark = new RandomStream(202794285, 1);
  const opinion = new RandomStream(753643799, 1);
  const gap = new RandomStream(263032577, 1);
  const place = new RandomStream(715851524, 1);
  const streams = [address, nation, phone, balance, comment, remark, opinion, gap, place];
  const text = new Uint8Array(COMMENT_LONGEST);
  for (let key = 1; key <= suppliers; key++) {
    const nationKey = pickNation(nation);
    out.integer(key);
    out.numbered(NAME, key, 9);
    writeAddress(out, address, addressRange);
    out.integer(nationKey);
    writePhone(out, nationKey, phone);
    out.decimal(balance.between(-99_999, 999_999), 2);
    const start = comment.between(0, pool.length - COMMENT_LONGEST);
    const length = comment.between(COMMENT_SHORTEST, COMMENT_LONGEST);
    text.set(pool.subarray(start, start + length));
    // Ten suppliers in ten thousand have a customer's remark in their comment, half of them a complaint.
    if (remark.between(1, 10_000) <= 10) {
      const word = opinion.between(0, 100) < 50 ? COMPLAINTS : RECOMMENDS;
      const between = gap.between(0, length - REMARK_LENGTH);
      const at = place.between(0, length - REMARK_LENGTH - between);
      text.set(CUSTOMER, at);
      text.set(word, at + CUSTOMER.length + between);
    }
    out.quoted(text, 0, length);
    out.endRow();
    for (const stream of streams) stream.endRow();
  }
}
