/**
 * The grid of a study: what has become of the runs of each problem and method, one figure of them, and how long the rest
 * takes. Pure.
 */
import type { StudyDetail, StudyRunPlace } from '../../src-contract/session-study.ts';
import type { RunSummary } from '../../src-contract/session.ts';
import { formatDuration, formatMeasuredGap, formatObjective } from '../format/index.ts';

export interface StudyCell {
  /** Runs asked for. */
  readonly places: number;
  /** Those that are there. */
  readonly runs: readonly RunSummary[];
  readonly done: number;
  readonly running: number;
  readonly failed: number;
  /** Cancelled or interrupted. */
  readonly stopped: number;
}

export const FIGURES = [
  { value: 'best', label: 'best objective' }, { value: 'gap', label: 'mean gap' }, { value: 'seconds', label: 'mean time' },
] as const;
export type Figure = (typeof FIGURES)[number]['value'];

/** Cells by problem and method. Cost: O(runs of the study). */
export function studyCells(detail: StudyDetail, byId: ReadonlyMap<number, RunSummary>): ReadonlyMap<string, StudyCell> {
  const placesOf = new Map<string, StudyRunPlace[]>();
  for (const place of detail.runs) {
    const key = cellKey(place.problemId, place.method);
    const known = placesOf.get(key);
    if (known === undefined) placesOf.set(key, [place]);
    else known.push(place);
  }
  return new Map([...placesOf].map(([key, places]) => [key, cellOf(places, byId)]));
}

export function cellKey(problemId: number, method: string): string {
  return `${problemId} ${method}`;
}

function cellOf(places: readonly StudyRunPlace[], byId: ReadonlyMap<number, RunSummary>): StudyCell {
  const runs = places.flatMap(({ runId }) => (runId === null ? [] : (byId.get(runId) ?? [])));
  const count = (...statuses: readonly RunSummary['status'][]): number => runs.filter(({ status }) => statuses.includes(status)).length;
  return {
    places: places.length, runs, done: count('done'), running: count('running', 'cancelling'), failed: count('failed'),
    stopped: count('cancelled', 'interrupted'),
  };
}

/** All cells together. */
export function wholeOf(cells: Iterable<StudyCell>): Omit<StudyCell, 'runs'> {
  const whole = { places: 0, done: 0, running: 0, failed: 0, stopped: 0 };
  for (const cell of cells) for (const name of ['places', 'done', 'running', 'failed', 'stopped'] as const) whole[name] += cell[name];
  return whole;
}

/** `3/5`, with what went otherwise. */
export function countWords({ places, done, failed, stopped }: Omit<StudyCell, 'runs'>): string {
  const others = [failed > 0 ? `${failed} failed` : '', stopped > 0 ? `${stopped} stopped` : ''].filter((word) => word !== '');
  return [`${done}/${places}`, ...others].join(', ');
}

/** Finished runs with a feasible solution are what a figure is of; how many these are is said where they are not all. */
export function figureText(cell: StudyCell, figure: Figure, sense: 'min' | 'max'): string {
  const over = cell.runs.filter(({ status }) => status === 'done');
  if (over.length === 0) return '';
  const feasible = over.filter((run) => run.objective !== null && run.feasible === true);
  const of = (count: number): string => (count === over.length ? '' : ` (${count} of ${over.length})`);
  switch (figure) {
    case 'seconds': {
      const timed = over.flatMap(({ seconds }) => seconds ?? []);
      return timed.length === 0 ? '' : `${formatDuration(mean(timed))}${of(timed.length)}`;
    }
    case 'best': {
      const found = feasible.flatMap(({ objective }) => objective ?? []);
      if (found.length === 0) return over.some(({ objective }) => objective !== null) ? 'none feasible' : '';
      return formatObjective(sense === 'min' ? Math.min(...found) : Math.max(...found), { digits: 6 }) + of(found.length);
    }
    case 'gap': {
      const measured = feasible.filter(({ gap }) => gap !== null);
      const [first] = measured;
      if (first === undefined) return over.some(({ objective }) => objective !== null) && feasible.length === 0 ? 'none feasible' : '';
      const gap = mean(measured.map((run) => run.gap ?? 0));
      // Against one problem all gaps rest on the same reference.
      return formatMeasuredGap({ ...first, gap, gapLow: average(measured, 'gapLow'), gapHigh: average(measured, 'gapHigh') }, '') +
        of(measured.length);
    }
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function average(runs: readonly RunSummary[], name: 'gapLow' | 'gapHigh'): number | null {
  const values = runs.flatMap((run) => run[name] ?? []);
  return values.length === runs.length ? mean(values) : null;
}

/** Runs that have ended before anything is foreseen. */
const LEAST_ENDED = 3;

/**
 * Seconds until the last run ends, by the mean time of the cell of each run that is left; null until each of these cells has
 * a finished run, so that the figure does not jump about.
 */
export function secondsLeft(cells: Iterable<StudyCell>, workers: number): number | null {
  let left = 0;
  let ended = 0;
  for (const cell of cells) {
    const timed = cell.runs.filter(({ status }) => status === 'done').flatMap(({ seconds }) => seconds ?? []);
    ended += timed.length;
    const going = cell.runs.filter(({ status }) => status === 'queued' || status === 'running');
    if (going.length === 0) continue;
    if (timed.length === 0) return null;
    for (const run of going) left += Math.max(0, mean(timed) - (run.status === 'running' ? (run.seconds ?? 0) : 0));
  }
  return ended < LEAST_ENDED ? null : left / Math.max(1, workers);
}
