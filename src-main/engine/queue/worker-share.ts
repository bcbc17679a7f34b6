/**
 * How many jobs each worker process of one machine takes at once, so that together they fill its cores and no more:
 * those that were told a number take that many; the others share what is left, the older ones first, and each has one
 * at least.
 */
export interface Sharer {
  readonly id: string;
  readonly askedSlots: number | null;
  readonly since: number;
}

/** @param all the workers of this machine, this one among them */
export function fairSlots(cores: number, all: readonly Sharer[], id: string): number {
  const own = all.find((one) => one.id === id);
  if (own === undefined) throw new RangeError('a worker shares with itself at least');
  if (own.askedSlots !== null) return own.askedSlots;
  const taken = all.reduce((sum, { askedSlots }) => sum + (askedSlots ?? 0), 0);
  const sharing = all.filter(({ askedSlots }) => askedSlots === null).toSorted((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
  const left = Math.max(0, cores - taken);
  const place = sharing.indexOf(own);
  return Math.max(1, Math.floor(left / sharing.length) + (place < left % sharing.length ? 1 : 0));
}
