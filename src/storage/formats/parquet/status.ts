const WORDS: Readonly<Record<number, string>> = {
  [-1]: 'a page ends early',
  [-2]: 'a page cannot be decompressed',
  [-3]: 'a page has another size than declared',
  [-4]: 'a dictionary code is out of range',
  [-5]: 'a text value is not UTF-8',
  [-6]: 'a value is out of range for its type',
  [-7]: 'a page is not encoded as it says',
  [-8]: 'a checksum does not match',
};

/** What a kernel's negative result means; see assembly/parquet/status.ts. */
export const statusText = (status: number): string => WORDS[status] ?? `a kernel reports ${status}`;
