/** The table of a hand-over as the command line prints it: one line a solve, values with their gaps to the reference. */
import type { Reference } from '../../src-contract/session.ts';
import type { ExactResult, SolutionValue } from '../../src-contract/job-event.ts';
import type { SolverName } from '../../src-science/exact/exact-settings.ts';
import type { HandOverWay, Reading, RowsMet } from '../../src-science/exact/solve-log.ts';
import type { Descended } from './commands/descend.ts';
import type { MeasuredGap } from '../../src-science/exact/optimality-gap.ts';
import { factLines, gapText, numberText, secondsText, tableText } from './number-text.ts';

/** One solve of a hand-over, and what it had at the times. */
export interface HandedOver {
  readonly way: HandOverWay;
  readonly radius: number | null;
  readonly solver: SolverName;
  readonly result: ExactResult;
  readonly at: readonly Reading[];
}

interface Shown {
  readonly sense: 'min' | 'max';
  readonly limits: readonly number[];
  readonly reference: Reference | null;
  readonly start: SolutionValue;
  readonly descent: Descended | null;
  readonly solves: readonly HandedOver[];
  /** What was said of the optimum and is not so. */
  readonly note: string | null;
  readonly gapOf: (objective: number | null) => MeasuredGap;
}

const WAYS: Readonly<Record<HandOverWay, string>> = { scratch: 'from scratch', start: 'with start', ball: 'ball' };
/** Ends and readings that hold from then on carry this mark. */
const HELD = '*';
/** Marks an objective whose vector misses a row. */
const RELAXED = ' ~';
/** Marks a value whose vector nobody saw, of a solve that may miss rows. */
const UNSEEN = ' ?';

export function handOverText({ sense, limits, reference, note, start, descent, solves, gapOf }: Shown): string {
  const valued =
    (objective: number | null): string => (objective === null ? 'none' : `${numberText(objective)}${gapWords(gapOf(objective))}`);
  const relaxed = (objective: number | null, met: RowsMet | undefined): string =>
    objective === null || met === undefined || met === 'exactly'
      ? valued(objective)
      : `${numberText(objective)}${met === 'within' ? RELAXED : UNSEEN}`;
  const reading = ({ state, objective, held, met }: Reading): string => {
    switch (state) {
      case 'found':
        return `${relaxed(objective, met)}${mark(held)}`;
      case 'none':
        return `none${mark(held)}`;
      case 'not-reached':
      case 'going':
        return `not reached${mark(false)}`;
    }
  };
  const someHeld = solves.some(({ at }) => at.some(({ held }) => held));
  // Where one is marked the others keep its place, so that digits stand under each other.
  const mark = (held: boolean): string => (held ? HELD : someHeld ? ' ' : '');
  const columns = [
    { label: 'search', numeric: false },
    { label: 'start', numeric: true },
    ...limits.map((limit) => ({ label: `at ${numberText(limit)} s${mark(false)}`, numeric: true })),
    { label: 'end', numeric: true },
    { label: 'bound', numeric: true },
    { label: 'solver gap', numeric: true },
    { label: 'time', numeric: true },
    { label: 'flips', numeric: true },
    { label: 'status', numeric: false },
  ];
  const rows = solves.map(({ way, radius, solver, result, at }) => [
    `${solver} ${WAYS[way]}${radius === null ? '' : ` of ${radius}`}`,
    result.start === undefined ? '' : result.start.feasible ? valued(result.start.objective) : 'infeasible',
    ...at.map(reading),
    relaxed(result.objective, result.solution?.feasible === false ? 'within' : 'exactly'),
    result.bound === null ? '' : numberText(result.bound),
    result.gap === null ? '' : `${numberText(100 * result.gap)} %`,
    secondsText(result.seconds),
    typeof result.start?.distance === 'number' ? String(result.start.distance) : '',
    result.status,
  ]);
  const notes = [
    someHeld ? `${HELD} finished before: the value holds` : null,
    reference?.basis === 'best-found'
      ? 'gaps with >=, <= or ?: the optimum is not known; measured against the best found, <= against a proven bound'
      : null,
    note,
    solves.some(({ result, at }) => result.solution?.feasible === false || at.some(({ met }) => met === 'within'))
      ? `${RELAXED.trim()} meets the rows within the tolerance asked for only`
      : null,
    solves.some(({ at }) => at.some(({ met }) => met === 'unknown'))
      ? `${UNSEEN.trim()} the solver said the value and not its vector: how it met the rows is not known`
      : null,
    solves.some(({ result }) => result.tolerance !== undefined)
      ? '…-within: a vector better by up to the solver’s tolerance may have been overlooked'
      : null,
    solves.some(({ way }) => way === 'ball') ? 'what a ball proves holds inside it only: it bounds nothing of the program' : null,
    solves.some(({ solver, way }) => solver === 'glpk' && way === 'start')
      ? 'GLPK takes no start: its search is the one from scratch, and the start only counts as a first solution'
      : null,
  ].filter((note) => note !== null);
  return (
    factLines([
      [
        'descent',
        descent === null
          ? null
          : `${descent.result.scheme}, ${descent.result.iterations} iterations, ${secondsText(descent.result.seconds)}, seed ${descent.spec.seed}`,
      ],
      [
        'start',
        `${start.source}: ${numberText(start.objective)}${start.feasible ? gapWords(gapOf(start.objective)) : `, infeasible by ${numberText(start.violation)}`}`,
      ],
      ['reference', reference === null ? 'none' : `${numberText(reference.objective)}, ${basisWords(reference)} (${sense})`],
    ]) +
    '\n' +
    tableText(columns, rows) +
    (notes.length === 0 ? '' : `\n${notes.map((note) => `${note}\n`).join('')}`)
  );
}

/** The runs of a hand-over have no numbers. */
function basisWords({ basis, bound }: Reference): string {
  const words =
    { proven: 'proven optimal here', typed: 'typed in', published: 'came with the file', 'best-found': 'best found here, no proof' }[basis];
  return basis === 'proven' || bound === null || bound === undefined ? words : `${words}; proven bound ${numberText(bound.objective)}`;
}

/** ` (+0.74 %)`; positive is worse. */
function gapWords(gap: MeasuredGap): string {
  const text = gapText(gap);
  return text === '' ? '' : ` (${text})`;
}
