const LIMIT = 256;

/** The function with its latest answers kept; it must be pure. */
export function cached<T>(compute: (key: string) => T): (key: string) => T {
  const answers = new Map<string, T>();
  return (key) => {
    let answer = answers.get(key);
    if (answer === undefined) {
      answer = compute(key);
      if (answers.size >= LIMIT) answers.clear();
      answers.set(key, answer);
    }
    return answer;
  };
}
