/**
 * Work of one job that any number of workers do together, and what they share of it: a counter in shared
 * memory from which each takes the next units, in order. Nobody is told what to do, so nobody waits for a
 * slow one before the end, and a worker may come or go at any time. Which worker does what leaves no
 * trace in the result: what units come to does not depend on who does them.
 */

/** Divided the same way by every worker that takes part. `Part` and `Aside` survive structured cloning. */
export interface DividedWork<Part, Aside> {
  readonly units: number;
  /** Units to take next, from `next` on; 0 where nothing is left. `wanted` would take about as long as a part should. */
  share(next: number, wanted: number): number;
  doPart(first: number, count: number): Part;
  /**
   * Where units become free only as others are done: waits a little for unit `next`.
   * @returns false where there is no use in waiting on
   */
  readonly waitFor?: (next: number) => boolean;
  /** Memory of a part that may be handed over instead of copied. */
  buffersOf(part: Part): ArrayBuffer[];
  /** What has to be done once beside the units, by whoever is free for it; null where there is nothing. */
  readonly doAside: (() => Aside) | null;
}

/** Seconds a part should take: long against handing it over (tens of microseconds), short for who waits for a worker. */
const PART_SECONDS = 0.02;

/** Places in the shared memory (`SHARE_BYTES` of it). */
const NEXT = 0;
const ASIDE = 1;
const BELL = 2;

const LONGEST_WAIT_MS = 100;

export interface WorkShare {
  /** First unit that nobody has taken. */
  next(): number;
  /** Takes the next units; null where none are left. */
  take(work: Pick<DividedWork<unknown, unknown>, 'share'>, wanted: number): { readonly first: number; readonly count: number } | null;
  /** True for the one caller who is to do what has to be done beside the units. */
  takeAside(): boolean;
  /** Tells the lead that there is something to hear. */
  ring(): void;
  /** How often the bell has rung. */
  rung(): number;
  /** Blocks until the bell has rung more often than that, or for a while: the engine does not ring when a worker is lost. */
  waitForBell(rung: number): void;
}

export function openWorkShare(memory: SharedArrayBuffer): WorkShare {
  const shared = new Int32Array(memory);
  return {
    next: () => Atomics.load(shared, NEXT),
    take(work, wanted) {
      for (;;) {
        const first = Atomics.load(shared, NEXT);
        const count = work.share(first, wanted);
        if (count === 0) return null;
        if (Atomics.compareExchange(shared, NEXT, first, first + count) === first) return { first, count };
      }
    },
    takeAside: () => Atomics.compareExchange(shared, ASIDE, 0, 1) === 0,
    ring() {
      Atomics.add(shared, BELL, 1);
      Atomics.notify(shared, BELL);
    },
    rung: () => Atomics.load(shared, BELL),
    waitForBell(rung) {
      Atomics.wait(shared, BELL, rung, LONGEST_WAIT_MS);
    },
  };
}

/** A share of work that may be cut anywhere: what is wanted, but small parts towards the end, so that all workers end together. */
export function evenShare(next: number, units: number, wanted: number): number {
  const left = units - next;
  return left <= 0 ? 0 : Math.max(1, Math.min(Math.floor(wanted), Math.floor(left / 8)));
}

/** How many units suit a worker, by how long its last part took. */
export interface Pace {
  wanted(): number;
  /** Does a part and takes its time. */
  timed<Part>(count: number, doPart: () => Part): Part;
}

/** @param now seconds on a monotonic clock */
export function createPace(now: () => number): Pace {
  let wanted = 1;
  return {
    wanted: () => wanted,
    timed(count, doPart) {
      const began = now();
      const part = doPart();
      const seconds = now() - began;
      // Twice what was done where the clock saw nothing.
      wanted = Math.max(1, Math.min(2 ** 30, seconds > 0 ? Math.floor((count * PART_SECONDS) / seconds) : 2 * count));
      return part;
    },
  };
}
