import { utf8, type CsvWriter } from '../tables/csv-writer.js';
import type { GeneratedTable } from '../tables/generated-table.js';
import { NATIONS, REGIONS } from './distributions.js';
import { RandomStream } from './stream.js';
import { writeComment } from './text-pool.js';
import type { Texts } from './texts.js';

export const region = ({ pool }: Texts): GeneratedTable => ({
  name: 'region',
  columns: { r_regionkey: 'INTEGER', r_name: 'VARCHAR', r_comment: 'VARCHAR' },
  writeRows(out: CsvWriter) {
    const comment = new RandomStream(1500869201, 2);
    for (const [key, name] of REGIONS.entries()) {
      out.integer(key);
      out.plain(utf8(name));
      writeComment(out, pool, 72, comment);
      out.endRow();
      comment.endRow();
    }
  },
});

export const nation = ({ pool }: Texts): GeneratedTable => ({
  name: 'nation',
  columns: { n_nationkey: 'INTEGER', n_name: 'VARCHAR', n_regionkey: 'INTEGER', n_comment: 'VARCHAR' },
  writeRows(out: CsvWriter) {
    const comment = new RandomStream(606179079, 2);
    for (const [key, [name, regionKey]] of NATIONS.entries()) {
      out.integer(key);
      out.plain(utf8(name));
      out.integer(regionKey);
      writeComment(out, pool, 72, comment);
      out.endRow();
      comment.endRow();
    }
  },
});
