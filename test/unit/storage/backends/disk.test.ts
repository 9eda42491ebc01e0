import assert from 'node:assert/strict';
import { appendFileSync, chmodSync, mkdtempSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createArena } from '#quern/data/arena.js';
import { keepingFilesOpen, openPinned, pinFile, withPinned } from '#quern/storage/backends/disk.js';

describe('local files', () => {
  let root: string;
  let path: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'disk-'));
    path = join(root, 'data.csv');
    writeFileSync(path, '0123456789');
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it('are read by range straight into the arena', () => {
    const arena = createArena(32 << 20);
    const region = arena.kernels.region_new(1) >>> 0;
    const address = arena.kernels.region_alloc(region, 4) >>> 0;
    withPinned(pinFile(path), (file) => file.readInto(arena.u8.subarray(address, address + 4), 3));
    assert.equal(Buffer.from(arena.u8.slice(address, address + 4)).toString(), '3456');
  });

  it('raise 55000 when they change after the pin', () => {
    const pin = pinFile(path);
    const file = openPinned(pin);
    appendFileSync(path, 'more');
    assert.throws(() => file.verify(), { sqlState: '55000' });
    file.close();
    assert.throws(() => openPinned(pin), { sqlState: '55000', message: `file "${path}" changed while the query was reading it` });

    const second = pinFile(path);
    utimesSync(path, new Date(), new Date(Date.now() + 5000));
    assert.throws(() => openPinned(second), { sqlState: '55000' });
    const third = openPinned(pinFile(path));
    assert.throws(() => third.readInto(new Uint8Array(20), 0), { sqlState: '55000' });
    third.close();
  });

  it('stay open between readers while a query runs, are checked each time, and are closed after it', () => {
    const pin = pinFile(path);
    const target = new Uint8Array(4);
    const openFiles = () => readdirSync('/proc/self/fd').length;
    const before = process.platform === 'linux' ? openFiles() : 0;
    keepingFilesOpen(() => {
      withPinned(pin, (file) => file.readInto(target, 0));
      // What the name stands for now does not matter to a query that has begun; what is in the file does.
      renameSync(path, `${path}.old`);
      withPinned(pin, (file) => file.readInto(target, 4));
      assert.equal(Buffer.from(target).toString(), '4567');
      appendFileSync(`${path}.old`, 'more');
      assert.throws(() => openPinned(pin), { sqlState: '55000' });
    });
    assert.throws(() => openPinned(pin), { sqlState: '58P01' });
    if (process.platform === 'linux') assert.equal(openFiles(), before);
  });

  it('raise 42809 for a directory, 58P01 for nothing and 42501 without permission', function () {
    assert.throws(() => pinFile(root), { sqlState: '42809' });
    assert.throws(() => pinFile(join(root, 'dota.csv')), { sqlState: '58P01', hint: `did you mean "${path}"?` });
    if (process.getuid?.() === 0) return this.skip();
    const pin = pinFile(path);
    chmodSync(path, 0);
    assert.throws(() => openPinned(pin), { sqlState: '42501' });
  });
});
