/**
 * Jobs beside a window give way to it: where every core computes, the page would otherwise be drawn when a
 * job's turn of the processor is over, ten times a second instead of sixty. A job alone loses nothing by it.
 */
import { readlinkSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';
import { basename } from 'node:path';

/** In the units of `nice`: a thread of the window gets about ten times as much of a contested core. */
export const BESIDE_WINDOW = 10;

/**
 * Lowers the priority of this thread, and of those it starts from now on.
 * @param nice from 0 (nothing is done) to 19
 * Linux has a priority for each thread; elsewhere nothing is done, and none of it touches any result.
 */
export function lowerPriority(nice: number): void {
  if (nice === 0 || process.platform !== 'linux') return;
  try {
    // The link's text is `PID/task/TID`, of the thread that reads it.
    const thread = Number(basename(readlinkSync('/proc/thread-self')));
    // A program that was started with less is not given more.
    setPriority(thread, Math.max(nice, getPriority(thread)));
  } catch {
    // A system that hides /proc, or forbids it: jobs then compete with the window as any program does.
  }
}
