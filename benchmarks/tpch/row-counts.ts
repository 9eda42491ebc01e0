/** Rows of the tables that grow with the scale factor; lineitem has one to seven for every order. */
export interface RowCounts {
  readonly scale: number;
  readonly suppliers: number;
  readonly parts: number;
  readonly customers: number;
  readonly orders: number;
}

/** The specification's row counts. Below a scale factor of 0.001 a part would have fewer than four suppliers. */
export function rowCounts(scale: number): RowCounts {
  // The product of a decimal fraction can fall just short of a whole number.
  const times = (base: number) => Math.floor(base * scale + 1e-6);
  return { scale, suppliers: times(10_000), parts: times(200_000), customers: times(150_000), orders: times(1_500_000) };
}
