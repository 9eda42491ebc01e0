export const estimateRows = (_plan: unknown): number => 1000;
