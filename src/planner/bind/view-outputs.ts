import { SqlError } from '../../errors.js';
import type { ViewDefinition } from '../catalog.js';
import type { Output } from './context.js';

/** A view's columns. Names go by position, so what has other columns there than when they were given is refused: values would get wrong names. */
export function viewOutputs({ name, columns }: ViewDefinition, outputs: readonly Output[], at?: number): readonly Output[] {
  columns.forEach((given, i) => {
    const now = outputs[i]?.name;
    if (now === given.of) return;
    throw new SqlError(
      '55000',
      `view "${name}" gives the name "${given.name}" to column "${given.of}", and ${now === undefined ? 'there is none' : `"${now}" is`} in its place now`,
      {
        position: at,
        hint: 'What it reads was made anew: create the view again.',
      },
    );
  });
  return outputs.map((output, i) => ({ name: columns[i]?.name ?? output.name, column: output.column }));
}
