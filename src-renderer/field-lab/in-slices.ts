/**
 * Runs a computation that pauses (a generator) in slices, so that the window answers between them.
 * The last one started counts; an abandoned one ends at its next pause.
 */

/** Longest stretch without a pause for the window, ms; a frame at 60 Hz has 16. */
const SLICE_MS = 10;

export interface Clock {
  readonly now: () => number;
  /** Resolves when the window has had its turn. */
  readonly pause: () => Promise<void>;
}

const WINDOW_CLOCK: Clock = {
  now: () => performance.now(),
  pause: () => new Promise((resolve) => setTimeout(resolve, 0)),
};

/**
 * @param abandoned asked after every pause
 * @returns the result, or null where it was abandoned
 */
export async function inSlices<T>(
  steps: Generator<void, T>, abandoned: () => boolean, clock: Clock = WINDOW_CLOCK,
): Promise<{ readonly value: T } | null> {
  for (;;) {
    await clock.pause();
    if (abandoned()) return null;
    const until = clock.now() + SLICE_MS;
    do {
      const step = steps.next();
      if (step.done === true) return { value: step.value };
    } while (clock.now() < until);
  }
}
