/**
 * What the same counted work gives without a descent, beside what a run with a search found: without it nobody can say
 * what the descent was good for. Three controls: the local search from x̂ = ½, greedy repair from the solution of the
 * linear relaxation, and greedy repair from ½. None may touch more nonzeros than the run counted; repairs end by themselves
 * before that. The linear relaxation is solved by whoever calls.
 */
import type { CompiledKernels } from '../compiled.ts';
import { decode } from '../decoding/decode.ts';
import type { DecodeOptions } from '../decoding/decode.ts';
import type { DecodedSolution } from '../decoding/decoded-solution.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { CONTROLS } from './control-words.ts';
import type { ControlName } from './control-words.ts';

export interface ControlRun {
  readonly name: ControlName;
  /** null where it could not be made, or was not because the run was stopped. */
  readonly solution: DecodedSolution | null;
  /** Why there is none: a clause. */
  readonly note: string | null;
}

export interface Controls {
  /** Nonzeros that the run counted, and that none of the controls may pass. */
  readonly work: number;
  readonly runs: readonly ControlRun[];
  /** What the run found against the best of them. */
  readonly verdict: 'better' | 'even' | 'worse';
  /** The best of them with a feasible vector; the first of equals; null where none has one. */
  readonly best: ControlName | null;
}

/** The linear relaxation as a control has it: its solution, length d, or why there is none. */
export type RelaxedPoint = { readonly xHat: Float64Array } | { readonly note: string };

/**
 * @param found objective of the best feasible vector of the run, in the user's sense; null where it found none
 * @param work nonzeros that the run counted
 * @returns null where it was stopped: half a control is none
 * Cost: at most about `work` nonzeros for the search, and two greedy repairs.
 */
export function runControls(
  form: NormalForm,
  found: number | null,
  work: number,
  relaxed: RelaxedPoint,
  options: {
    readonly seed: number;
    readonly cancelled?: (() => boolean) | undefined;
    readonly compiled?: Pick<CompiledKernels, 'search'> | undefined;
    readonly now: () => number;
  },
): Controls | null {
  const half = Float64Array.from(form.fixed, (at) => (at >= 0 ? at : 0.5));
  const given: DecodeOptions = { mu: null, samples: 1, ...options };
  const repaired = decode(form, 'greedy-repair', half, given);
  // The search begins with the same repair, which counts.
  const searchWork = Math.max(1, Math.round(work) - repaired.work);
  const runs: ControlRun[] = [];
  for (const name of Object.keys(CONTROLS) as ControlName[]) {
    if (options.cancelled?.() === true) return null;
    if (name === 'half-repair') runs.push({ name, solution: repaired, note: null });
    else if (name === 'search-from-half') {
      runs.push({ name, solution: decode(form, 'local-search', half, { ...given, searchWork }), note: null });
    } else if ('note' in relaxed) runs.push({ name, solution: null, note: relaxed.note });
    else runs.push({ name, solution: decode(form, 'greedy-repair', relaxed.xHat, given), note: null });
  }
  if (options.cancelled?.() === true) return null;
  return { work, runs, ...verdictOf(form.objectiveSign, found, runs) };
}

/** @param found in the user's sense; null where nothing feasible was found */
export function verdictOf(
  objectiveSign: 1 | -1, found: number | null, runs: readonly ControlRun[],
): Pick<Controls, 'verdict' | 'best'> {
  let best: { readonly name: ControlName; readonly objective: number } | null = null;
  for (const { name, solution } of runs) {
    if (solution === null || !solution.feasible) continue;
    if (best === null || objectiveSign * (solution.objective - best.objective) < 0) best = { name, objective: solution.objective };
  }
  if (best === null) return { verdict: found === null ? 'even' : 'better', best: null };
  if (found === null) return { verdict: 'worse', best: best.name };
  const ahead = objectiveSign * (best.objective - found);
  return { verdict: ahead > 0 ? 'better' : ahead < 0 ? 'worse' : 'even', best: best.name };
}
