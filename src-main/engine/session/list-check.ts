/**
 * Checks what the lists of a session show against its checksums, a little at a time once the session is
 * open, so that opening waits for none of it; and says so once where something is damaged. Everything
 * else is checked where it is read.
 */
import { EngineError, toErrorValue } from '../error-value.ts';
import type { Checksums } from './checksums.ts';
import type { SessionEvent } from './protocol.ts';

/** After the first questions of a window have been answered. */
const DELAY_MILLISECONDS = 500;
/** How long other work waits for a slice. */
const SLICE_MILLISECONDS = 5;

/** @returns what stops it */
export function checkListsSoon(checksums: Pick<Checksums, 'lists'>, tell: (event: SessionEvent) => void): () => void {
  const steps = checksums.lists();
  let timer: NodeJS.Timeout | null = null;
  const slice = (): void => {
    const until = performance.now() + SLICE_MILLISECONDS;
    try {
      do {
        const step = steps.next();
        if (step.done === true) {
          if (step.value.length > 0) tell({ type: 'error', error: toErrorValue(damagedRows(step.value)) });
          return;
        }
      } while (performance.now() < until);
    } catch (error) {
      tell({ type: 'error', error: toErrorValue(error) });
      return;
    }
    timer = setTimeout(slice, 1);
  };
  timer = setTimeout(slice, DELAY_MILLISECONDS);
  return () => {
    if (timer !== null) clearTimeout(timer);
  };
}

function damagedRows(complaints: readonly string[]): EngineError {
  const [first] = complaints;
  const others = complaints.length - 1;
  return new EngineError(
    'session-rows-damaged',
    `Figures of this session are damaged or were changed outside of Leibniz: ${first}${others === 0 ? '' : `, and ${others} more`}.`,
    'Do not use them; open a backup of the session, or do these runs again. leibniz session verify lists all that is damaged.',
    { details: complaints.join('\n') },
  );
}
