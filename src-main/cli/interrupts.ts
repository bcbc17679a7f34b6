/**
 * Ctrl-C, SIGTERM and the end of the terminal (SIGHUP). The first press asks what is going to stop, so that the
 * command ends with what it has; the next one ends the program at once, as it would without us. A press may reach the program several
 * times: from the terminal, from npm, from the launcher. Signals that come within moments are one press.
 */

type Stop = () => void;

/**
 * A person takes longer than this to press again; copies of a signal come sooner. Counted in turns of the loop, not by the
 * clock: copies that came while code was loaded, or something else held the loop, are heard together and late, and are still one press.
 */
const ONE_PRESS = { turns: 10, milliseconds: 30 } as const;

/** The last one: the terminal was closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const stops = new Set<Stop>();
let press: 'none' | 'going' | 'over' = 'none';
let listening = false;

/** True once the user has asked this command to stop. */
export function wasInterrupted(): boolean {
  return press !== 'none';
}

/**
 * Calls `stop` at the first press, or at once if that was already.
 * @returns ends the listening
 */
export function onInterrupt(stop: Stop): () => void {
  stops.add(stop);
  if (!listening) for (const signal of SIGNALS) process.on(signal, hear);
  listening = true;
  if (press !== 'none') stop();
  return () => {
    stops.delete(stop);
    // Copies of a press that was heard must not end the program while it prints what it has.
    if (press !== 'going') rest();
  };
}

function hear(signal: NodeJS.Signals): void {
  if (press === 'going') return;
  if (press === 'over' || stops.size === 0) {
    unlisten();
    process.kill(process.pid, signal);
    return;
  }
  press = 'going';
  outlast(ONE_PRESS.turns);
  stops.forEach((stop) => stop());
}

/** Of what has waited while the loop was held, one turn hears at most a timer and then all signals. */
function outlast(turns: number): void {
  setTimeout(() => {
    if (turns > 1) return outlast(turns - 1);
    press = 'over';
    rest();
  }, ONE_PRESS.milliseconds).unref();
}

/** With nothing to be stopped, signals do what they do by themselves. */
function rest(): void {
  if (stops.size === 0) unlisten();
}

function unlisten(): void {
  for (const signal of SIGNALS) process.off(signal, hear);
  listening = false;
}
