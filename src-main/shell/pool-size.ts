/** How many workers stand beside a window. */
import { availableParallelism } from 'node:os';

/**
 * @param asked the setting; 0 means as many as there are cores, less one for the window where there are more than two
 * @returns at least 1
 */
export function workersBesideWindow(asked: number, cores = availableParallelism()): number {
  if (asked > 0) return asked;
  return cores > 2 ? cores - 1 : cores;
}
