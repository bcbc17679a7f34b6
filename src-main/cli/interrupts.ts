/**
 * Ctrl-C, SIGTERM and the end of the terminal (SIGHUP). The first press asks what is going to stop, so that the
 * command ends with what it has; the next one ends the program at once, as it would without us. A press may reach the program several
 * times: from the terminal, from npm, from the launcher. Signals that come within moments are one press.
 */

type Stop = () => void;

/** A person takes longer than this to press again; copies of a signal come sooner. */
const ONE_PRESS_MILLISECONDS = 300;

/** The last one: the terminal was closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const stops = new Set<Stop>();
let pressedAt: number | null = null;
let listening = false;

/** True once the user has asked this command to stop. */
export function wasInterrupted(): boolean {
  return pressedAt !== null;
}

/**
 * Calls `stop` at the first press, or at once if that was already.
 * @returns ends the listening
 */
export function onInterrupt(stop: Stop): () => void {
  stops.add(stop);
  if (!listening) for (const signal of SIGNALS) process.on(signal, hear);
  listening = true;
  if (pressedAt !== null) stop();
  return () => {
    stops.delete(stop);
    const since = pressedAt === null ? Infinity : performance.now() - pressedAt;
    // Copies of a press that was heard must not end the program while it prints what it has.
    if (since < ONE_PRESS_MILLISECONDS) setTimeout(rest, ONE_PRESS_MILLISECONDS - since).unref();
    else rest();
  };
}

function hear(signal: NodeJS.Signals): void {
  const now = performance.now();
  if (pressedAt !== null && now - pressedAt < ONE_PRESS_MILLISECONDS) return;
  if (pressedAt !== null || stops.size === 0) {
    unlisten();
    process.kill(process.pid, signal);
    return;
  }
  pressedAt = now;
  stops.forEach((stop) => stop());
}

/** With nothing to be stopped, signals do what they do by themselves. */
function rest(): void {
  if (stops.size === 0) unlisten();
}

function unlisten(): void {
  for (const signal of SIGNALS) process.off(signal, hear);
  listening = false;
}
