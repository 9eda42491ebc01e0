/** Milliseconds on a clock that never goes back; its zero means nothing. Node loads a module for a millisecond when `performance` is first named. */
export const clockMs = (): number => Number(process.hrtime.bigint()) / 1e6;
