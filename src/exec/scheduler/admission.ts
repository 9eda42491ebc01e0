/**
 * Which queries still take workers. A worker that comes late, because its thread was starting or busy, must not touch the memory of a query
 * that is over, and nobody should have to wait for it.
 *
 * One i32 word per owner tag: round (15 bits) · open (1 bit) · workers that joined (16 bits).
 */
export type Admissions = Int32Array<SharedArrayBuffer>;

const JOINED = 0xffff;
const OPEN = 0x10000;
const ROUND_SHIFT = 17;

export const createAdmissions = (): Admissions => new Int32Array(new SharedArrayBuffer(4 * 0x10000));

/** A query's own word, with the round that tells it from earlier queries of the same owner. */
export interface Ticket {
  readonly owner: number;
  readonly round: number;
}

/** Lets workers join from now on. */
export function openAdmission(admissions: Admissions, owner: number): Ticket {
  const round = ((admissions[owner] >>> ROUND_SHIFT) + 1) & 0x7fff;
  Atomics.store(admissions, owner, (round << ROUND_SHIFT) | OPEN);
  return { owner, round };
}

/** Counts the calling worker in; false when the query takes no more. */
export function join(admissions: Admissions, { owner, round }: Ticket): boolean {
  for (;;) {
    const word = Atomics.load(admissions, owner);
    if (word >>> ROUND_SHIFT !== round || (word & OPEN) === 0) return false;
    if (Atomics.compareExchange(admissions, owner, word, word + 1) === word) return true;
  }
}

/** Lets nobody join any more and returns how many did. */
export const closeAdmission = (admissions: Admissions, { owner }: Ticket): number => Atomics.and(admissions, owner, ~OPEN) & JOINED;
