/** The rows of a comparison: a method over all problems, or on one of them; and the sentences that belong to all of it. Pure. */
import type { RunSummary } from '../../src-contract/session.ts';
import type { ComparedBy, Comparison, Figures } from '../../src-science/statistics/comparison.ts';
import { formatGap } from '../format/index.ts';
import type { ComparedProblem, ComparedRuns, Method } from './compared-runs.ts';

export interface ComparisonRow {
  readonly key: string;
  readonly method: Method;
  readonly isBaseline: boolean;
  /** Null of a method over all problems. */
  readonly problem: ComparedProblem | null;
  /** On how many problems the method has runs. */
  readonly problems: number;
  readonly figures: Figures;
  readonly runIds: readonly number[];
}

export type RowsOf = 'methods' | 'problems';

export function comparisonRows(
  compared: ComparedRuns, { overall, cells }: Comparison, { baseline }: ComparedBy, rows: RowsOf,
): ComparisonRow[] {
  const { methods, problems, outcomes } = compared;
  const ids = new Map<number, number[]>();
  outcomes.forEach((outcome, k) => {
    const place = rows === 'methods' ? outcome.method : outcome.problem * methods.length + outcome.method;
    const run = compared.runs[k] as RunSummary;
    const listed = ids.get(place);
    if (listed === undefined) ids.set(place, [run.id]);
    else listed.push(run.id);
  });
  if (rows === 'methods') {
    return methods.flatMap((method, m) => {
      const figures = overall[m];
      return figures === null || figures === undefined ? [] : [{
        key: method.key, method, isBaseline: m === baseline, problem: null, problems: cells.filter((row) => row[m] !== null).length,
        figures, runIds: ids.get(m) ?? [],
      }];
    });
  }
  return problems.flatMap((problem, p) => methods.flatMap((method, m) => {
    const figures = cells[p]?.[m];
    return figures === null || figures === undefined ? [] : [{
      key: `${problem.id} ${method.key}`, method, isBaseline: m === baseline, problem, problems: 1, figures,
      runIds: ids.get(p * methods.length + m) ?? [],
    }];
  }));
}

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

/** What is counted, what is not and why: a sentence each. */
export function comparisonNotes(compared: ComparedRuns, comparison: Comparison, { target }: ComparedBy): string[] {
  const { runs, outcomes, methods, problems, going, cut, otherKinds, unproven } = compared;
  const without = outcomes.filter(({ end }) => end !== 'solved');
  const ended = (end: string): number => without.filter((outcome) => outcome.end === end).length;
  const parts = [
    ended('infeasible') > 0 ? `${ended('infeasible')} ended infeasible` : '', ended('failed') > 0 ? `${ended('failed')} failed` : '',
    ended('stopped') > 0 ? `${ended('stopped')} were cancelled or interrupted` : '',
  ].filter((part) => part !== '');
  const mixed = methods.filter((method) => method.mixed > 0);
  const missing = problems.length - comparison.common.length;
  return [
    `${count(runs.length, 'run', 'runs')} of ${count(methods.length, 'method', 'methods')} on ${count(problems.length, 'problem', 'problems')}.`,
    without.length === 0
      ? ''
      : `${count(without.length, 'run has', 'runs have')} no feasible solution (${parts.join(', ')}): counted in every share, last in ranks, medians and tests, not in means.`,
    cut === 0 ? '' : `${count(cut, 'cancelled run counts', 'cancelled runs count')} by what ${cut === 1 ? 'it' : 'they'} had found.`,
    going === 0 ? '' : `${count(going, 'run is', 'runs are')} not counted yet.`,
    otherKinds === 0 ? '' : `${count(otherKinds, 'run is', 'runs are')} of a kind without solutions.`,
    unproven === 0 ? '' : `Gaps on ${count(unproven, 'problem', 'problems')} are to the best found, which nobody proved.`,
    missing === 0 || methods.length < 2
      ? '' : `Ranks over problems leave out ${count(missing, 'problem', 'problems')} on which a method has no run.`,
    mixed.length === 0
      ? ''
      : `Under ${mixed.length === 1 ? `“${mixed[0]?.name ?? ''}”` : `${mixed.length} names`} runs of different settings stand together: compare by settings to set them apart.`,
    `Reached: gap at most ${formatGap(target).replace(/^\+/, '')}.`,
  ].filter((note) => note !== '');
}
