/** A tree without its `at`s, to compare by meaning. */
export function withoutPositions(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutPositions);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key, value]) => key !== 'at' && value !== undefined)
      .map(([key, value]) => [key, withoutPositions(value)]),
  );
}
