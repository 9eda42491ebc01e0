import { array, JSON_TYPE, TEXT, type SqlType } from '../../../data/types.js';
import { SqlError } from '../../../errors.js';
import { scalar, type Example, type ScalarFunction } from '../../define.js';
import { nodeText, parseJson, type JsonNode } from '../../json/json.js';

function elementsOf(value: string, name: string): readonly JsonNode[] {
  const node = parseJson(value);
  if (node.kind === 'array') return node.elements;
  throw new SqlError('22023', node.kind === 'object' ? `cannot call ${name} on an object` : `cannot call ${name} on a scalar`);
}

function keysOf(value: string, name: string): readonly string[] {
  const node = parseJson(value);
  if (node.kind === 'object') return node.members.map(([key]) => key);
  throw new SqlError('22023', node.kind === 'array' ? `cannot call ${name} on an array` : `cannot call ${name} on a scalar`);
}

const list = (
  name: string,
  element: SqlType,
  doc: string,
  examples: readonly Example[],
  evaluate: (value: string) => readonly (string | null)[],
) =>
  scalar({
    name,
    args: ['json'],
    returns: array(element),
    nulls: 'propagate',
    volatility: 'immutable',
    doc,
    examples,
    evaluate: ([value]) => [...evaluate(value)],
  });

const ROWS = 'in FROM or a select list, a row for each: ';

/** json_array_elements, json_array_elements_text and json_object_keys as arrays, which the binder unnests. NULL gives no rows. */
export const jsonElements: readonly ScalarFunction[] = ['json', 'jsonb'].flatMap((prefix) => [
  list(`${prefix}_array_elements`, JSON_TYPE, `The elements of a JSON array, ${ROWS}as JSON.`, [], (value) =>
    elementsOf(value, `${prefix}_array_elements`).map(({ text }) => text),
  ),
  list(`${prefix}_array_elements_text`, TEXT, `The elements of a JSON array, ${ROWS}as text.`, [], (value) =>
    elementsOf(value, `${prefix}_array_elements_text`).map(nodeText),
  ),
  list(`${prefix}_object_keys`, TEXT, `The names of the members of a JSON object, ${ROWS}as text.`, [], (value) =>
    keysOf(value, `${prefix}_object_keys`),
  ),
]);
