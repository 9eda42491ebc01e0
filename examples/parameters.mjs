// Values travel as parameters, never as text: $1, $2, … or a tagged template.
import { open } from 'quern';

const db = await open();
await db.query('CREATE TABLE books (title text, year integer, price numeric(8,2))');
await db.query('INSERT INTO books VALUES ($1, $2, $3), ($4, $5, $6)', ['Dune', 1965, '9.99', "Ender's Game", 1985, '7.50']);

const year = 1970;
const old = await db.sql`SELECT title, price FROM books WHERE year < ${year}`;
console.log(old.toArray()); // DECIMAL arrives as a string: no digit is lost

const named = await db.query('SELECT title FROM books WHERE title = $1', ["Ender's Game"]);
console.log(named.toArray());
await db.close();
