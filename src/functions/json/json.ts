import { SqlError } from '../../errors.js';

/** JSON values with their source text kept: members and elements are spans of it, so numbers and spacing come out as they went in. */

export type JsonNode =
  | { readonly kind: 'object'; readonly text: string; readonly members: readonly (readonly [name: string, value: JsonNode])[] }
  | { readonly kind: 'array'; readonly text: string; readonly elements: readonly JsonNode[] }
  | { readonly kind: 'string' | 'number' | 'boolean' | 'null'; readonly text: string };

const MAX_DEPTH = 5000;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SPACE = /[ \t\n\r]*/y;

function invalid(text: string, detail: string): SqlError {
  return new SqlError('22P02', 'invalid input syntax for type json', {
    detail: `${detail} JSON data: ${text.length > 60 ? `${text.slice(0, 60)}...` : text}`,
  });
}

/** Parses JSON text; 22P02 when it is none. */
export function parseJson(text: string): JsonNode {
  let at = 0;
  const skip = (): void => {
    SPACE.lastIndex = at;
    SPACE.exec(text);
    at = SPACE.lastIndex;
  };
  const unexpected = (): SqlError =>
    at >= text.length
      ? invalid(text, 'The input string ended unexpectedly.')
      : invalid(text, `Token "${/^(?:[A-Za-z0-9_]+|[^])/u.exec(text.slice(at))![0]}" is invalid.`);
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    at = pattern.lastIndex;
    return match[0];
  };
  const expect = (character: string): void => {
    if (text[at] !== character) throw unexpected();
    at++;
  };
  const value = (depth: number): JsonNode => {
    if (depth > MAX_DEPTH) throw new SqlError('54001', 'stack depth limit exceeded');
    skip();
    const start = at;
    switch (text[at]) {
      case '{': {
        at++;
        const members: (readonly [string, JsonNode])[] = [];
        skip();
        if (text[at] === '}') at++;
        else {
          for (;;) {
            skip();
            const name = take(STRING);
            if (name === undefined) throw unexpected();
            skip();
            expect(':');
            members.push([JSON.parse(name) as string, value(depth + 1)]);
            skip();
            if (text[at] !== ',') break;
            at++;
          }
          expect('}');
        }
        return { kind: 'object', text: text.slice(start, at), members };
      }
      case '[': {
        at++;
        const elements: JsonNode[] = [];
        skip();
        if (text[at] === ']') at++;
        else {
          for (;;) {
            elements.push(value(depth + 1));
            skip();
            if (text[at] !== ',') break;
            at++;
          }
          expect(']');
        }
        return { kind: 'array', text: text.slice(start, at), elements };
      }
      case '"': {
        const string = take(STRING);
        if (string === undefined) throw unexpected();
        return { kind: 'string', text: string };
      }
      default: {
        const word = /(?:true|false|null)(?![A-Za-z0-9_])/y;
        const literal = take(word);
        if (literal !== undefined) return { kind: literal === 'null' ? 'null' : 'boolean', text: literal };
        const number = take(NUMBER);
        if (number === undefined || /[A-Za-z0-9_]/.test(text[at] ?? '')) {
          at = start;
          throw unexpected();
        }
        return { kind: 'number', text: number };
      }
    }
  };
  const root = value(0);
  skip();
  if (at < text.length) throw unexpected();
  return root;
}

/** The text itself, once it is known to be JSON. */
export function checkJson(text: string): string {
  parseJson(text);
  return text;
}

/** A node as `->>` gives it: strings without quotes, JSON null as NULL. */
export function nodeText(node: JsonNode): string | null {
  if (node.kind === 'null') return null;
  return node.kind === 'string' ? (JSON.parse(node.text) as string) : node.text;
}

/** A member of an object, the last one of equal names; undefined when there is none. */
export function memberOf(node: JsonNode | undefined, name: string): JsonNode | undefined {
  return node?.kind === 'object' ? [...node.members].reverse().find(([member]) => member === name)?.[1] : undefined;
}

/** An element of an array, from the end for a negative index; undefined when there is none. */
export const elementOf = (node: JsonNode | undefined, index: number): JsonNode | undefined =>
  node?.kind === 'array' ? node.elements.at(index) : undefined;

/** What a path of member names and indexes leads to. */
export function follow(node: JsonNode, path: readonly (string | null)[]): JsonNode | undefined {
  let at: JsonNode | undefined = node;
  for (const step of path) {
    if (step === null) return undefined;
    at = at?.kind === 'array' ? (/^\s*[+-]?\d+$/.test(step) ? elementOf(at, Number(step)) : undefined) : memberOf(at, step);
  }
  return at;
}
