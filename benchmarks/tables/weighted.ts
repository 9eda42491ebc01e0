const SLOTS = 1024;

/** Maps a fraction in [0, 1) to one of the values, in proportion to its weight (rounded to 1/1024, at least that). */
export function weighted<T>(choices: readonly (readonly [value: T, weight: number])[]): (fraction: number) => T {
  const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
  const slots: T[] = [];
  for (const [value, weight] of choices) {
    const count = Math.max(1, Math.round((weight / total) * SLOTS));
    for (let i = 0; i < count; i++) slots.push(value);
  }
  return (fraction) => slots[Math.floor(fraction * slots.length)];
}

/** An index below `count`: the larger `power`, the more often a small one. Index 0 has the probability count^(-1/power). */
export const skewedIndex = (fraction: number, count: number, power: number): number => Math.floor(count * fraction ** power);
