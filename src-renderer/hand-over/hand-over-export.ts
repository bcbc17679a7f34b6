/** The table of a hand-over on its way out: every number in a column of its own, with what made it in the caption. */
import { SOLVERS } from '../../src-science/exact/exact-settings.ts';
import { GAP_BASIS_WORDS, referenceSource } from '../../src-contract/reference-words.ts';
import type { ExportTable } from '../../src-contract/tables/export-table.ts';
import type { ProblemSummary, RunDetail } from '../../src-contract/session.ts';
import type { RowsMet } from '../../src-science/exact/solve-log.ts';
import { statusWords } from '../common/status.ts';
import { fullPrecision } from '../format/index.ts';
import { readingWords, wayWords } from './hand-over-rows.ts';
import type { HandOverRow, ValueWithGap } from './hand-over-rows.ts';

/** The caption's room (session contract). */
const MOST_CHARACTERS = 5000;

/** In an export, of a value that a solve had. */
const RECORDED_MET: Readonly<Record<RowsMet, string>> = { exactly: 'exactly', within: 'within tolerance', unknown: 'not checked' };

const percent = (gap: number | null | undefined): number | null => (gap === null || gap === undefined ? null : 100 * gap);
const objectiveOf = (value: ValueWithGap | null): number | null => value?.objective ?? null;

export function handOverTable(
  rows: readonly HandOverRow[], limits: readonly number[], problems: readonly ProblemSummary[], details: ReadonlyMap<number, RunDetail>,
): ExportTable {
  const number = (
    key: string, label: string, unit?: string,
  ): ExportTable['columns'][number] => ({ key, label, numeric: true, ...(unit === undefined ? {} : { unit }) });
  const word = (key: string, label: string): ExportTable['columns'][number] => ({ key, label, numeric: false });
  // Where a solve might miss rows, each value says how it meets them.
  const inTolerance = rows.some((row) => row.inTolerance);
  const metThen = (met: RowsMet | undefined): string => (met === undefined ? '' : RECORDED_MET[met]);
  return {
    title: 'hand-over',
    columns: [
      number('run', 'run'),
      word('problem', 'problem'),
      word('solver', 'solver'),
      word('search', 'search'),
      number('start', 'start'),
      number('startGap', 'gap of start', '%'),
      ...limits.flatMap((limit) => [
        number(`at${limit}`, `at ${limit} s`), number(`gap${limit}`, `gap at ${limit} s`, '%'),
        ...(inTolerance ? [word(`met${limit}`, `rows met at ${limit} s`)] : []),
      ]),
      number('end', 'end'),
      number('gap', 'gap', '%'),
      word('gapBasis', 'gap to'),
      number('bound', 'bound'),
      number('ballBound', 'bound in ball'),
      number('solverGap', 'solver gap', '%'),
      number('seconds', 'time', 's'),
      number('distance', 'flips from start'),
      word('status', 'status'),
      word('met', 'rows met'),
    ],
    rows: rows.map((row) => [
      row.run.id,
      row.run.problemName,
      row.run.solver === null ? row.run.method : SOLVERS[row.run.solver].label,
      wayWords(row),
      row.start === null ? null : row.start.feasible ? row.start.objective : 'infeasible',
      percent(row.start?.gap),
      // A blank would not tell "no solution yet" from "stopped before".
      ...row.at.flatMap(({ state, value, met }) => [
        state === 'found' ? objectiveOf(value) : readingWords(state), percent(value?.gap),
        ...(inTolerance ? [state === 'found' ? metThen(met ?? 'exactly') : ''] : []),
      ]),
      objectiveOf(row.end),
      percent(row.end?.gap),
      basisWords(row, problems),
      row.bound === null || row.bound.inBall ? null : row.bound.value,
      row.bound?.inBall === true ? row.bound.value : null,
      percent(row.solverGap),
      row.seconds,
      row.distance,
      statusWords(row.run).word,
      row.end === null ? '' : RECORDED_MET[row.isWithin ? 'within' : 'exactly'],
    ]),
    caption: caption(rows, problems, details).slice(0, MOST_CHARACTERS),
  };
}

function basisWords({ run, end }: HandOverRow, problems: readonly ProblemSummary[]): string | null {
  const reference = problems.find((problem) => problem.id === run.problemId)?.reference ?? null;
  return reference === null || end === null || end.gap === null ? null : GAP_BASIS_WORDS[reference.basis];
}

function caption(rows: readonly HandOverRow[], problems: readonly ProblemSummary[], details: ReadonlyMap<number, RunDetail>): string {
  const shown = new Set(rows.map((row) => row.run.problemId));
  const manifests = rows.flatMap((row) => details.get(row.run.id)?.manifest ?? []);
  const makers = new Set(manifests.map(({ application, runtime, solver, numerics }) =>
    `${application}, ${runtime}${solver === null ? '' : `, ${solver}`}, numerics ${numerics}`));
  return [
    'Objectives in the problem’s own sense; gaps to the reference, positive is worse; a solve that finished before a time keeps its end there; what holds inside a ball bounds nothing of the program.',
    ...problems
      .filter((problem) => shown.has(problem.id))
      .map((
        { name, hash, reference },
      ) => `${name}: ${reference === null ? 'no reference' : `reference ${fullPrecision(reference.objective)} (${referenceSource(reference)})`}, program SHA-256 ${hash}`),
    ...makers,
    ...rows.map((row) => `run ${row.run.id}: ${specText(details.get(row.run.id))}`),
  ].join('\n');
}

/** The spec with its vectors as their ones: a caption has no room for thousands of digits. */
function specText(detail: RunDetail | undefined): string {
  if (detail === undefined) return 'spec not loaded';
  return JSON.stringify(detail.spec, (_key, value: unknown) => (Array.isArray(value) && value.length > 40
    ? `${value.length} values, ${value.filter((entry) => entry === 1).length} of them 1`
    : value));
}
