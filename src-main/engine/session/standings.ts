/**
 * How runs stand against their problem: the reference of each problem, kept until something that decides
 * it changes, and the summaries that carry a gap against it.
 */
import type { ProblemSummary, Reference, RunSummary } from '../../../src-contract/session.ts';
import type { ProblemRow } from './problem-store.ts';
import { senseDoubtOf } from './problem-source.ts';
import { boundHolds, chooseReference, sameChoice } from './reference.ts';
import type { ReferenceCandidate, ReferenceChoice } from './reference.ts';
import { summaryOf } from './run-row.ts';
import type { RunRow } from './run-row.ts';
import type { StudyStore } from './study-store.ts';

export interface Standings {
  reference(problemId: number): Reference | null;
  summary(row: RunRow): RunSummary;
  problemSummary(row: ProblemRow): ProblemSummary;
  runChanged(runId: number): void;
  problemChanged(problemId: number): void;
  problemRemoved(problemId: number): void;
  /** Problems whose reference is another than when this was last asked. */
  movedReferences(): number[];
}

export function createStandings(
  problems: ReadonlyMap<number, ProblemRow>, runs: ReadonlyMap<number, RunRow>, memberships: StudyStore['memberships'],
): Standings {
  const known = new Map<number, ReferenceChoice>();
  const stale = new Set<number>();
  const moved = new Set<number>();

  const choice = (problemId: number): ReferenceChoice => {
    const before = known.get(problemId);
    if (before !== undefined && !stale.has(problemId)) return before;
    const problem = problems.get(problemId);
    if (problem === undefined) return { reference: null, note: null };
    stale.delete(problemId);
    const now = chooseReference(problem.sense, { typed: problem.typedOptimum, file: problem.publishedOptimum }, candidates(problemId));
    known.set(problemId, now);
    if (before !== undefined && !sameChoice(before, now)) moved.add(problemId);
    return now;
  };
  const reference = (problemId: number): Reference | null => choice(problemId).reference;
  function* candidates(problemId: number): Generator<ReferenceCandidate> {
    for (const row of runs.values()) {
      // An incumbent of a solve that is going has not been rechecked.
      if (row.problemId !== problemId || (row.status !== 'done' && row.status !== 'cancelled')) continue;
      yield {
        id: row.id,
        method: row.method,
        proven: row.proven === 1,
        ...bestOf(row, problems.get(problemId)?.sense ?? 'min'),
        certified: row.kind === 'descent',
        bound: row.kind === 'descent' || (row.exactStatus !== null && boundHolds(row.exactStatus)) ? row.bound : null,
      };
    }
  }
  const problemChanged = (problemId: number): void => {
    // The reference before the change has to be known for the move to be seen.
    if (known.has(problemId)) stale.add(problemId);
  };

  return {
    reference,
    summary(row) {
      const problem = problems.get(row.problemId);
      return summaryOf(row, problem ?? { name: '', sense: 'min' }, reference(row.problemId), memberships(row.id));
    },
    problemSummary(row) {
      const { publishedOptimum, typedOptimum, removedAt: _removedAt, ...shown } = row;
      let runCount = 0;
      for (const run of runs.values()) if (run.problemId === row.id) runCount++;
      const { reference: against, note } = choice(row.id);
      return {
        ...shown, senseDoubt: senseDoubtOf(row.warnings), reference: against, referenceNote: note,
        stated: { typed: typedOptimum, file: publishedOptimum }, runCount,
      };
    },
    runChanged(runId) {
      const row = runs.get(runId);
      if (row !== undefined && row.status !== 'running' && row.status !== 'cancelling') problemChanged(row.problemId);
    },
    problemChanged,
    problemRemoved(problemId) {
      known.delete(problemId);
      stale.delete(problemId);
      moved.delete(problemId);
    },
    movedReferences() {
      for (const problemId of stale) choice(problemId);
      const ids = [...moved].filter((id) => problems.has(id));
      moved.clear();
      return ids;
    },
  };
}

/** The best vector of a run: what it ended with, or what a descent found on the way where that is better or the end is infeasible. */
function bestOf({ objective, feasible, incumbent }: RunRow, sense: 'min' | 'max'): Pick<ReferenceCandidate, 'objective' | 'feasible'> {
  const isBetter = (found: number): boolean =>
    objective === null || feasible !== 1 || (sense === 'min' ? found < objective : found > objective);
  return incumbent !== null && isBetter(incumbent)
    ? { objective: incumbent, feasible: true }
    : { objective, feasible: feasible === null ? null : feasible === 1 };
}
