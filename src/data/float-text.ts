/**
 * A float as PostgreSQL prints it: the shortest digits that read back as the same value, in plain notation for exponents −5 < e < 15
 * (double) or −5 < e < 6 (real), otherwise `1e+20`; NaN, Infinity and -Infinity.
 */
export function floatToText(value: number, kind: 'real' | 'double'): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const size = Math.abs(value);
  // JavaScript prints the same digits, and has the plain notation for all of these.
  if (kind === 'double' && size >= 1e-4 && size < 1e15) return String(value);
  const [mantissa, power] = (kind === 'real' ? shortestSingle(value) : value.toExponential()).split('e');
  const exponent = Number(power);
  const sign = value < 0 ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  if (exponent < -4 || exponent >= (kind === 'real' ? 6 : 15)) {
    const point = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
    return `${sign}${point}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return sign + digits.padEnd(exponent + 1, '0');
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

/** In JavaScript's exponential notation; nine digits always suffice for a single. */
function shortestSingle(value: number): string {
  for (let digits = 0; digits < 9; digits++) {
    const text = value.toExponential(digits);
    if (Math.fround(Number(text)) === value) return text.replace(/\.?0+e/, 'e');
  }
  return value.toExponential(8);
}
