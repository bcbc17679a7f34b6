/**
 * The names of the two channels between the window and the main process. They stand apart from
 * `ipc.ts` so that the preload script, which needs nothing else at run time, stays a few lines.
 */
export const REQUEST_CHANNEL = 'leibniz:request';
export const EVENT_CHANNEL = 'leibniz:event';
