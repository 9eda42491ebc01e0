/** The first difference between a query's rows and its answer file (a header, fields between bars), or undefined. */
export function differenceFromAnswer(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  answer: string,
  ignored: readonly string[],
): string | undefined {
  const expected = answer
    .replace(/\n$/, '')
    .split('\n')
    .slice(1)
    .map((line) => line.split('|'));
  if (rows.length !== expected.length) return `${rows.length} rows, not ${expected.length}`;
  for (const [i, fields] of expected.entries()) {
    for (const [j, field] of fields.entries()) {
      if (ignored.includes(columns[j]) || isSame(rows[i][j], field)) continue;
      return `row ${i + 1}, ${columns[j]}: ${rows[i][j]}, not ${field}`;
    }
  }
  return undefined;
}

/** Averages are double precision in one system and decimals in another: numbers are compared to 12 digits. */
function isSame(got: string, expected: string): boolean {
  if (got === expected) return true;
  if (got === '' || expected === '') return false;
  return Math.abs(Number(got) - Number(expected)) <= 1e-12 * Math.abs(Number(expected));
}
