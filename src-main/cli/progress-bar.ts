/**
 * Progress on a terminal: one line on stderr that is rewritten and at last erased. In a pipe or a log
 * it writes nothing, so that nobody has to filter it out.
 */
import type { JobEvent } from '../../src-contract/job-event.ts';
import { numberText, secondsText } from './number-text.ts';
import { oneLine } from '../../src-science/program/one-line.ts';

const WIDTH = 24;

export interface ProgressBar {
  show(event: Extract<JobEvent, { type: 'progress' }>): void;
  text(line: string): void;
  clear(): void;
}

export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export function createProgressBar(terminal: Terminal): ProgressBar {
  if (terminal.isTTY !== true) return { show: () => undefined, text: () => undefined, clear: () => undefined };
  let shown = false;
  const put = (line: string): void => {
    shown = true;
    terminal.write(`\r\u001b[2K${oneLine(line).slice(0, Math.max(10, (terminal.columns ?? 80) - 1))}`);
  };
  return {
    show: (event) => put(progressLine(event)),
    text: put,
    clear() {
      if (shown) terminal.write('\r\u001b[2K');
      shown = false;
    },
  };
}

/** One line: bar and rate where the end is known, else what was done so far. */
export function progressLine(event: Extract<JobEvent, { type: 'progress' }>): string {
  const parts: string[] = [];
  if (event.fraction !== null) {
    const full = Math.round(event.fraction * WIDTH);
    parts.push(`[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${Math.floor(event.fraction * 100)} %`);
  }
  parts.push(`${event.done} ${event.unit}`);
  if (event.incumbent !== null) parts.push(`best ${numberText(event.incumbent)}${metWords(event.incumbentMissed ?? null)}`);
  if (event.bound !== null) parts.push(`bound ${numberText(event.bound)}`);
  parts.push(secondsText(event.seconds));
  if (event.fraction !== null && event.fraction > 0.05 && event.fraction < 1 && event.seconds > 1) {
    parts.push(`${secondsText((event.seconds * (1 - event.fraction)) / event.fraction)} left`);
  }
  return parts.join('  ');
}

/** How the best so far meets the rows. @param missed by how much it misses one; null where nobody saw its vector */
function metWords(missed: number | null): string {
  return missed === 0 ? '' : missed === null ? ' (not checked yet)' : ' (rows in tolerance)';
}
