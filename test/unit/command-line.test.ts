import assert from 'node:assert/strict';
import { helpText, parseCommandLine, type RunCall } from '#quern/command-line.js';

const PLAIN: RunCall = { kind: 'run', script: undefined, commands: undefined, format: 'table', threads: undefined, memoryLimit: undefined };

describe('options of the command line', () => {
  for (const [args, expected] of [
    [[], {}],
    [['a.sql'], { script: 'a.sql' }],
    [['-'], { script: '-' }],
    [['--', '-a.sql'], { script: '-a.sql' }],
    [['a.sql', '-f', 'csv'], { script: 'a.sql', format: 'csv' }],
    [['-c', 'select 1', '--command', 'select 2', '--command=select 3'], { commands: ['select 1', 'select 2', 'select 3'] }],
    [['-c', '-- a comment\nselect 1', '-c', '-c'], { commands: ['-- a comment\nselect 1', '-c'] }],
    [['-c', ''], { commands: [''] }],
    [['-fjson', '-t', '8'], { format: 'json', threads: 8 }],
    [['-f', 'csv', '--format=markdown'], { format: 'markdown' }],
    [['--threads', '256', '-m', '4GB'], { threads: 256, memoryLimit: '4GB' }],
  ] as const) {
    it(`reads ${JSON.stringify(args)}`, () => assert.deepEqual(parseCommandLine(args), { ...PLAIN, ...expected }));
  }

  for (const [args, kind] of [
    [['-h'], 'help'],
    [['-c', 'select 1', '--help'], 'help'],
    [['-V'], 'version'],
    [['--version', '-h'], 'version'],
  ] as const) {
    it(`sees that ${args.join(' ')} asks for ${kind}`, () => assert.deepEqual(parseCommandLine(args), { kind }));
  }

  for (const [args, message] of [
    [['--nope'], "unknown option '--nope'"],
    [['-x'], "unknown option '-x'"],
    [['--constructor'], "unknown option '--constructor'"],
    [['--no-help'], "unknown option '--no-help'"],
    [['--help=x'], "option '-h, --help' takes no value"],
    [['-c'], "option '-c, --command <sql>' argument missing"],
    [['-f', 'xml'], "option '-f, --format <format>' argument 'xml' is invalid. Allowed choices are table, csv, json, jsonl, markdown."],
    [['-f', 'xml', '-f', 'csv'], /'xml' is invalid/],
    ...['0', '257', '1.5', '', '-1'].map(
      (n) => [['-t', n], `option '-t, --threads <n>' argument '${n}' is invalid. A number from 1 to 256 is expected.`] as const,
    ),
    [['a.sql', 'b.sql'], 'one script is expected, not 2'],
    [['a.sql', '-c', 'select 1'], 'a script and -c exclude each other'],
  ] as const) {
    it(`refuses ${args.join(' ')}`, () => assert.throws(() => parseCommandLine(args), { name: 'UsageError', message }));
  }

  it('tells of every option in the help', () => {
    for (const option of [
      '-V, --version',
      '-c, --command <sql>',
      '-f, --format <format>',
      '-t, --threads <n>',
      '-m, --memory-limit <size>',
      '-h, --help',
      'script',
    ])
      assert.ok(helpText().includes(`\n  ${option} `), option);
  });
});
