/**
 * Waits for threads to end, but not for ever: while it ends a thread waits for V8's background tasks, and
 * one of those may wait for the thread (nodejs/node#54918, most often in the Node of older Electrons). What
 * such a thread had to do is done by then.
 */

/** A thread ends within milliseconds; a busy machine may take this long. */
const END_MS = 5000;

let unended = false;

/** @param end fulfilled once the threads have ended */
export async function endInTime(end: Promise<unknown>, withinMs = END_MS): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, withinMs, true)));
  const isLate = await Promise.race([end.then(() => false), late]);
  clearTimeout(timer);
  if (isLate) unended = true;
}

/** True once a thread has not ended in time: the process, which joins its threads, would then not end either. */
export function threadUnended(): boolean {
  return unended;
}
