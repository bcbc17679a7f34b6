/**
 * Watches how long the main process is held up at a time, for tests and measurements: everything the
 * window asks and is told goes through this one thread. It is started by `LEIBNIZ_LOOP_MONITOR=1` and
 * costs nothing otherwise.
 *
 * A timer that wants to ring every few milliseconds rings late by as long as something held the thread:
 * its own work, or other programs that had the processor. On Linux the kernel says which, since it counts
 * the time a thread computed and the time it was ready to and did not (`schedstat`): what it computed is the
 * program's doing for certain; what else is left of the delay may be waiting for a disk, or a virtual machine
 * that stood still.
 */
import { readFileSync } from 'node:fs';

const INTERVAL_MILLISECONDS = 4;
const MOST_STALLS = 1000;

/** The clock and the kernel's counts at one ring of the timer, in ms. */
export interface Reading {
  readonly at: number;
  /** Time the thread has had the processor. */
  readonly ran: number;
  /** Time it was ready and had to wait for one; 0 where the system does not say. */
  readonly waited: number;
}

/** One ring of the timer that came late, in ms. */
export interface Stall {
  readonly at: number;
  readonly late: number;
  /** What of it the program is answerable for. */
  readonly own: number;
  /** What of it the thread computed. */
  readonly ran: number;
}

/** How late a ring came, and for whose sake. */
export function stallBetween(before: Reading, now: Reading, interval: number): Stall {
  const late = Math.max(0, now.at - before.at - interval);
  return { at: now.at, late, own: Math.max(0, late - (now.waited - before.waited)), ran: now.ran - before.ran };
}

export interface LoopReport {
  /** Rings of the timer since the last report. */
  readonly rings: number;
  readonly seconds: number;
  /** What the thread computed in all, in ms; 0 where the system does not say. */
  readonly ran: number;
  /** Those later than `over`, first the ones with most computing in them. */
  readonly stalls: readonly Stall[];
}

export interface LoopMonitor {
  /** What was seen since the last report; a new one begins. */
  report(over: number): LoopReport;
  stop(): void;
}

export function startLoopMonitor(): LoopMonitor {
  let before = read();
  let began = before;
  let rings = 0;
  let stalls: Stall[] = [];
  const timer = setInterval(() => {
    const now = read();
    const stall = stallBetween(before, now, INTERVAL_MILLISECONDS);
    before = now;
    rings++;
    if (stall.late > INTERVAL_MILLISECONDS) stalls.push(stall);
    if (stalls.length > MOST_STALLS) stalls = worst(stalls).slice(0, MOST_STALLS / 2);
  }, INTERVAL_MILLISECONDS);
  return {
    report(over) {
      const now = read();
      const found = {
        rings, seconds: (now.at - began.at) / 1000, ran: now.ran - began.ran, stalls: worst(stalls).filter((stall) => stall.late > over),
      };
      began = now;
      rings = 0;
      stalls = [];
      return found;
    },
    stop: () => clearInterval(timer),
  };
}

const worst = (stalls: readonly Stall[]): Stall[] => stalls.toSorted((a, b) => b.ran - a.ran || b.own - a.own);

function read(): Reading {
  const at = performance.now();
  try {
    // Two counts in nanoseconds: on a processor, and waiting for one.
    const [ran = Number.NaN, waited = Number.NaN] = readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ').map(Number);
    if (Number.isFinite(ran) && Number.isFinite(waited)) return { at, ran: ran / 1e6, waited: waited / 1e6 };
  } catch {
    // Another system, or a kernel without these counts: then every delay counts as the program's own.
  }
  return { at, ran: 0, waited: 0 };
}
