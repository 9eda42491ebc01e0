/** Makes the word at `shared` at most `bound`, whatever other threads do to it; returns what it is then. Both are unsigned. */
export function bound_lower(shared: usize, bound: i64): i64 {
  let known = atomic.load<u64>(shared);
  while (<u64>bound < known) {
    const seen = atomic.cmpxchg<u64>(shared, known, <u64>bound);
    if (seen === known) return bound;
    known = seen;
  }
  return <i64>known;
}
