/** What an open session answers about its problems. */
import type { SolutionValue } from '../../../src-contract/job-event.ts';
import type { ProblemSummary } from '../../../src-contract/session.ts';
import { shareBytes } from '../problems/program-encoding.ts';
import type { CommandAnswers, CommandsOf, Kept } from './kept.ts';
import { problemEdited, problemInSenseMeant, problemOfFile, problemOfGenerator, writeProblem } from './problem-source.ts';
import { problemOfChoice, sourceOfFile } from './problem-choices.ts';
import { solutionOfFile, writeSolutionFile } from './solution-source.ts';
import type { NewProblem } from './problem-store.ts';
import { solutionView, sparsityOf, variablesOf } from './problem-views.ts';
import { solutionsOf } from '../kinds/kinds.ts';

export function problemAnswers({ problems, runs, standings, edits, tell, touch }: Kept): CommandAnswers<CommandsOf<'problem'>> {
  /** Files that are being read. */
  const readings = new Set<AbortController>();
  const summary = (id: number): ProblemSummary => standings.problemSummary(problems.row(id));
  const add = (problem: NewProblem): ProblemSummary => {
    const row = problems.add(problem, Date.now(), touch);
    standings.problemChanged(row.id);
    tell({ type: 'problems' });
    return summary(row.id);
  };
  return {
    async 'problem.add-file'({ path, origin, publishedOptimum }) {
      const stop = new AbortController();
      readings.add(stop);
      try {
        return add(await problemOfFile(path, origin, publishedOptimum, stop.signal));
      } finally {
        readings.delete(stop);
      }
    },
    'problem.look-at-source': ({ path }) => sourceOfFile(path),
    'problem.add-choice': async ({ path, choice }) => add(await problemOfChoice(path, choice)),
    'problem.stop-reading': () => {
      for (const stop of readings) stop.abort();
      return null;
    },
    'problem.generate': ({ family, parameters, seed, name }) => add(problemOfGenerator(family, parameters, seed, name)),
    'problem.write'({ id, format, path, form, seen }) {
      const reference = standings.reference(id);
      // What was only found is no optimum, and does not leave as one.
      const optimum = reference === null || reference.basis === 'best-found' ? null : reference.objective;
      return writeProblem(problems.decoded(id).program, format, path, { optimum, form }, seen).then(() => null);
    },
    'problem.read-solution': ({ id, path }) => solutionOfFile(path, problems.decoded(id).program),
    'problem.write-solution': ({ id, x, ending, path }) =>
      writeSolutionFile(problems.decoded(id).program, x, ending, path).then(() => null),
    'problem.program': ({ id }) => shareBytes(problems.encoded(id)),
    'problem.list': () => [...problems.rows.keys()].map(summary),
    'problem.facts': ({ id }) => problems.facts(id),
    'problem.variables': ({ id }) => variablesOf(problems.decoded(id).program),
    'problem.sparsity': ({ id, width, height, across, down }) => sparsityOf(problems.decoded(id).program, width, height, across, down),
    'problem.type-optimum'({ id, optimum }) {
      edits.perform(`known optimum of ${problems.row(id).name}`, { problems: [{ id, change: { typedOptimum: optimum } }] });
      return summary(id);
    },
    'problem.resense': ({ id }) => add(problemInSenseMeant(problems.row(id), problems.decoded(id).program)),
    'problem.add-edited': ({ id, bytes, name }) => add(problemEdited(problems.row(id), bytes, name)),
    'problem.remove'({ id }) {
      edits.perform(`remove ${problems.row(id).name}`, { problems: [{ id, change: { removedAt: Date.now() } }] });
      return null;
    },
    'problem.reference-solution'({ id }) {
      const reference = standings.reference(id);
      if (reference?.basis !== 'proven' || reference.runId === null) return null;
      const solution = bestSolution(solutionsOf(runs.texts(reference.runId).result), problems.row(id).sense);
      return solution === undefined ? null : solutionView(reference.runId, solution, problems.decoded(id).program);
    },
  };
}

/** The first of the best feasible solutions; of a descent it need not be that of its first decoder. */
function bestSolution(solutions: readonly SolutionValue[], sense: 'min' | 'max'): SolutionValue | undefined {
  const better = (a: SolutionValue, b: SolutionValue): boolean => (sense === 'min' ? a.objective < b.objective : a.objective > b.objective);
  return solutions.filter(({ feasible }) => feasible)
    .reduce<SolutionValue | undefined>((best, each) => (best === undefined || better(each, best) ? each : best), undefined);
}
