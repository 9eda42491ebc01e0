// Rows of your program become a table and join with files.
import { open } from 'quern';

const db = await open();
await db.registerTable('favourites', [
  { iata: 'SEA', note: 'home' },
  { iata: 'JFK', note: 'work' },
]);
const result = await db.query(`
  SELECT f.note, a.name, a.city
  FROM favourites AS f LEFT JOIN 'node_modules/vega-datasets/data/airports.csv' AS a USING (iata)
  ORDER BY f.note`);
for (const row of result.toArray()) console.log(`${row.note}: ${row.name}, ${row.city}`);
await db.close();
