/**
 * The names of the channels between the window and the main process, and what they carry at once. They stand apart from
 * `ipc.ts` so that the preload script, which needs nothing else at run time, stays a few lines.
 */
export const REQUEST_CHANNEL = 'leibniz:request';
/** Carries the paths of dropped files. The page cannot send on it: only the preload script can, which has them from the system. */
export const DROPPED_CHANNEL = 'leibniz:dropped';
export const EVENT_CHANNEL = 'leibniz:event';

/** Bytes that may cross at once: a copy of so many is a few milliseconds of the main process. */
export const LARGEST_PIECE = 2 ** 22;

/** Runs that cross at once. */
export const RUNS_AT_ONCE = 500;
