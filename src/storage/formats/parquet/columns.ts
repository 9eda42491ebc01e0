import type { ParquetFile } from './footer.js';

/** The names of a file's columns, made unique: a name that occurs again gets `_1`, `_2`, and so on. Case does not count. */
export function columnNames({ fields }: ParquetFile): readonly string[] {
  const taken = new Set<string>();
  return fields.map(({ name }) => {
    let unique = name;
    for (let i = 1; taken.has(unique.toLowerCase()); i++) unique = `${name}_${i}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}

/** For each table column the file's field of that name, -1 where there is none. */
export function fieldsOfColumns(file: ParquetFile, columns: readonly { readonly name: string }[]): readonly number[] {
  const byName = new Map(columnNames(file).map((name, i) => [name.toLowerCase(), i]));
  return columns.map(({ name }) => byName.get(name.toLowerCase()) ?? -1);
}
