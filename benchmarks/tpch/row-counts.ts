/** Rows of the tables that grow with the scale factor; lineitem has one to seven for every order. */
export interface RowCounts {
  readonly scale: number;
  readonly suppliers: number;
  readonly parts: number;
  readonly customers: number;
  readonly orders: number;
}

/** The specification's row counts. Scale factors from 0.001, so that every part has four suppliers, to 1000, where keys leave 32 bits. */
export function rowCounts(scale: number): RowCounts {
  // The product of a decimal fraction can fall just short of a whole number.
  const times = (base: number) => Math.floor(base * scale + 1e-6);
  return { scale, suppliers: times(10_000), parts: times(200_000), customers: times(150_000), orders: times(1_500_000) };
}
