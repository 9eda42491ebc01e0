import { TEXT, type SqlType } from '../../data/types.js';
import { castArray } from '../cast/array-elements.js';
import type { CastFunction } from '../define.js';
import { castFunctions } from '../registry.js';

const STRENGTH = { implicit: 0, assignment: 1, explicit: 2 } as const;

/**
 * The cast from one type to another at most as strong as `context`; undefined when there is none.
 *
 * An unknown literal converts to anything as text does, implicitly. Arrays convert element by element, as strongly as their elements.
 */
export function findCast(from: SqlType, to: SqlType, context: CastFunction['context']): CastFunction | undefined {
  if (from.kind === 'unknown') return findCast(TEXT, to, 'explicit');
  if (from.kind === 'array' && to.kind === 'array') {
    const element = findCast(from.element, to.element, context);
    return element && castArray(element, from.element, to.element);
  }
  const cast = castFunctions().get(`${from.kind}>${to.kind}`);
  return cast && STRENGTH[cast.context] <= STRENGTH[context] ? cast : undefined;
}
