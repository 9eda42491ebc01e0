/** The same items through `change`; the same array when nothing changed, so that unchanged plans stay the same objects. */
export function mapAll<T>(items: readonly T[], change: (item: T) => T): readonly T[] {
  for (let i = 0; i < items.length; i++) {
    const first = change(items[i]);
    if (first === items[i]) continue;
    const after = items.slice(0, i);
    after.push(first);
    for (let rest = i + 1; rest < items.length; rest++) after.push(change(items[rest]));
    return after;
  }
  return items;
}
