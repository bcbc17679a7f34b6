/** The comparison that is asked for, of the runs at hand. */
import { useMemo } from 'react';
import { mayHaveSolutions } from '../../src-contract/job-kinds.ts';
import { compare } from '../../src-science/statistics/comparison.ts';
import type { ComparedBy, Comparison } from '../../src-science/statistics/comparison.ts';
import { isGoing } from '../api/events.ts';
import { useProblems, useRuns } from '../api/queries.ts';
import { parseNumber } from '../form/parse-number.ts';
import { useSelectedRuns } from '../parts/use-selected-runs.ts';
import { comparedRuns } from './compared-runs.ts';
import type { ComparedRuns } from './compared-runs.ts';
import { useComparisonState } from './comparison-state.ts';
import { useImprovements } from './use-improvements.ts';
import type { ImprovementsState } from './use-improvements.ts';

export interface ComparisonShown {
  readonly compared: ComparedRuns;
  readonly comparison: Comparison;
  readonly asked: ComparedBy;
  readonly improvements: ImprovementsState;
}

/** What is wrong with a target as it was typed, or null. */
export function targetComplaint(text: string): string | null {
  const value = parseNumber(text);
  return value === null ? 'A number is needed' : value < 0 ? 'From 0 %' : null;
}

/** The last target that was one, as a share. */
const DEFAULT_TARGET = 0.01;

/** @param withImprovements whether the view shows what is made of the records of runs */
export function useComparison(withImprovements: boolean): ComparisonShown {
  const { which, study: chosen, grouping, by, target: typed, baseline } = useComparisonState();
  const all = useRuns();
  const selected = useSelectedRuns();
  const problems = useProblems();
  // One of another session, or without runs, stands for none.
  const study = useMemo(
    () => (which === 'study' && all.some(({ studies }) => studies.some(({ id }) => id === chosen)) ? chosen : null), [which, all, chosen],
  );
  const runs = useMemo(
    () => which === 'selected' ? selected : study === null ? all : all.filter((run) => run.studies.some(({ id }) => id === study)),
    [which, selected, all, study],
  );
  const ended = useMemo(() => runs.filter((run) => mayHaveSolutions(run) && !isGoing(run)), [runs]);
  const improvements = useImprovements(withImprovements || by === 'integral' ? ended : null);
  const compared = useMemo(
    () => comparedRuns(runs, problems, grouping, improvements.byRun, study), [runs, problems, grouping, improvements.byRun, study],
  );
  const target = targetComplaint(typed) === null ? (parseNumber(typed) ?? 0) / 100 : DEFAULT_TARGET;
  const asked = useMemo(
    (): ComparedBy => ({ by, target, baseline: Math.max(0, compared.methods.findIndex(({ key }) => key === baseline)) }),
    [by, target, baseline, compared.methods],
  );
  const comparison = useMemo(
    () => compare(compared.outcomes, compared.methods.length, compared.problems.length, asked), [compared, asked],
  );
  return { compared, comparison, asked, improvements };
}
