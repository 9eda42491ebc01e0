// A short tour: real queries over 3 million US flights (Parquet) and a few CSV files, with their times.
// Run it with `npm run demo`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { open } from 'quern';

const data = (name) => fileURLToPath(new URL(`../node_modules/vega-datasets/data/${name}`, import.meta.url));

const steps = [
  [
    'How many flights are there, and how late are they?',
    `SELECT count(*) AS flights, min(date) AS first, max(date) AS last, round(avg(delay)::numeric, 2) AS mean_delay FROM '${data('flights-3m.parquet')}'`,
  ],
  [
    'The busiest airports, by name (Parquet joined with CSV)',
    `SELECT a.name, a.city, count(*) AS departures, round(avg(f.delay)::numeric, 1) AS mean_delay
     FROM '${data('flights-3m.parquet')}' AS f JOIN '${data('airports.csv')}' AS a ON a.iata = f.origin
     GROUP BY a.name, a.city ORDER BY departures DESC LIMIT 5`,
  ],
  [
    'The worst month of each airport (a window over an aggregate)',
    `WITH monthly AS (
       SELECT origin, date_trunc('month', date)::date AS month, avg(delay) AS delay, count(*) AS flights
       FROM '${data('flights-3m.parquet')}' GROUP BY 1, 2 HAVING count(*) > 3000)
     SELECT origin, month, round(delay::numeric, 1) AS mean_delay, flights
     FROM (SELECT *, row_number() OVER (PARTITION BY origin ORDER BY delay DESC) AS place FROM monthly) AS ranked
     WHERE place = 1 ORDER BY delay DESC LIMIT 5`,
  ],
  [
    'Delays by hour of departure',
    `SELECT extract(hour FROM date) AS hour, count(*) AS flights, median(delay) AS median_delay FROM '${data('flights-3m.parquet')}'
     GROUP BY 1 HAVING count(*) > 10000 ORDER BY 1`,
  ],
  [
    'Rainy days in Seattle (CSV alone)',
    `SELECT extract(year FROM date) AS year, count(*) FILTER (WHERE weather = 'rain') AS rainy, max(temp_max) AS warmest
     FROM '${data('seattle-weather.csv')}' GROUP BY 1 ORDER BY 1`,
  ],
];

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const started = performance.now();
const db = await open();
console.log(`Quern is open after ${(performance.now() - started).toFixed(0)} ms.\n`);
for (const [title, sql] of steps) {
  const begun = performance.now();
  const result = await db.query(sql);
  const elapsed = performance.now() - begun;
  console.log(`${title}\n`);
  printTable(result);
  console.log(`(${result.rowCount} rows, ${elapsed.toFixed(0)} ms)\n`);
}
console.log('How the second query runs:\n');
for (const row of (await db.query(`EXPLAIN ${steps[1][1]}`)).toArray()) console.log(`  ${row['QUERY PLAN'].replaceAll(data(''), '…/')}`);
await db.close();

console.log('\nThe same from the command line, as CSV:\n');
const { stdout } = spawnSync(
  process.execPath,
  [
    cli,
    '--format',
    'csv',
    '-c',
    `SELECT region, count(*) AS countries, max(health) AS best FROM '${data('gapminder-health-income.csv')}' GROUP BY 1 ORDER BY 1`,
  ],
  { encoding: 'utf8' },
);
console.log(stdout);

function printTable(result) {
  const names = result.columns.map(({ name }) => name);
  const rows = result.toArray().map((row) => names.map((name) => (row[name] === null ? '' : String(row[name]))));
  const widths = names.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i].length)));
  const line = (cells) => `  ${cells.map((cell, i) => cell.padEnd(widths[i])).join('  ')}`.trimEnd();
  console.log([line(names), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n'));
}
