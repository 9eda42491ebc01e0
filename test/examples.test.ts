import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A line that each example must print. */
const PRINTS: Readonly<Record<string, RegExp>> = {
  'cancel.mjs': /57014: canceling statement due to user request\n\[ \{ still_here: 1 \} \]/,
  'csv-to-parquet.mjs': /COPY 1461 rows written[^]*weather: 'rain'/,
  'join-own-rows.mjs': /home: Seattle-Tacoma Intl, Seattle\nwork: John F Kennedy Intl, New York/,
  'parameters.mjs': /\{ title: 'Dune', price: '9.99' \}[^]*Ender's Game/,
  'query-parquet.mjs': /ORD: \d+ flights were more than an hour late/,
  'stream-arrow.mjs': /50231 rows in \d+ batches/,
  'tour.mjs': /3000000 [^]*Chicago O'Hare[^]*HashJoin/,
};

describe('examples', function () {
  this.timeout(120_000);
  for (const name of readdirSync(join(root, 'examples')).filter((file) => file.endsWith('.mjs'))) {
    it(name, () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [join('examples', name)], {
        cwd: root,
        encoding: 'utf8',
        timeout: 110_000,
      });
      assert.equal(status, 0, stderr);
      assert.ok(PRINTS[name] !== undefined, `say in this test what ${name} prints`);
      assert.match(stdout, PRINTS[name]);
    });
  }
});
