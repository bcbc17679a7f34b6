/**
 * Work on what came in, done in a frame of the page, and the rarer the more it costs: the page's own time must
 * stay free for drawing. What costs a millisecond is done in the next frame; what costs a fifth of a second,
 * as a list of twenty thousand runs does, is done about once a second.
 */

/** Of the page's time, work and the drawing that follows it take at most this share. */
const SHARE = 0.2;
/** Whoever looks at a list of any length sees it change at least so often. */
const LONGEST_REST_MILLISECONDS = 2000;
/** Between two frames there is this much anyway. */
const FRAME_MILLISECONDS = 17;

/** @returns asks for the work; asked several times before it is done, it is done once */
export function createGatherer(work: () => void): () => void {
  let state: 'idle' | 'due' | 'resting' = 'idle';
  let asked = false;

  const run = (): void => {
    asked = false;
    state = 'resting';
    const started = performance.now();
    work();
    // What the page draws of it is done by the next frame.
    requestAnimationFrame(() => {
      const cost = Math.max(0, performance.now() - started - FRAME_MILLISECONDS);
      const rest = Math.min(LONGEST_REST_MILLISECONDS, cost * (1 / SHARE - 1));
      if (rest < FRAME_MILLISECONDS) rested();
      else setTimeout(rested, rest);
    });
  };
  const rested = (): void => {
    state = 'idle';
    if (asked) run();
  };

  return () => {
    asked = true;
    if (state !== 'idle') return;
    state = 'due';
    requestAnimationFrame(run);
  };
}
