/** Exact solves: a ball around their start, and who proved what. */
import type { JSX } from 'react';
import type { ExactResult } from '../../src-contract/job-event.ts';
import type { RaceEntrant } from '../../src-contract/race-entrant.ts';
import { ENUMERATION_LIMIT, EXACT, SOLVERS } from '../../src-science/exact/exact-settings.ts';
import { useFreeVariables } from '../api/free-variables.ts';
import { formatCount, formatDuration, formatNumber, formatObjective, formatShare } from '../format/index.ts';
import { useStartSolution } from '../parts/use-start-solution.ts';
import { describeFixing } from './figures.ts';
import { keptList } from './form/form-draft.ts';
import type { DraftReader } from './form/form-draft.ts';
import { Numeric } from './form/fields.tsx';
import { useFormContext } from './form/form-context.ts';
import { SettingFields } from './form/SettingFields.tsx';
import type { Line, PageKind } from './page-kind.ts';

export const page: PageKind<'exact'> = {
  Fields,
  values: (reader) => ({ 'exact.ball': () => ballOf(reader) }),
  lines,
  sentence: ({ statusText, list }) => (list === undefined ? statusText : `${statusText} ${list.text}`),
};

function Fields(): JSX.Element {
  const free = useFreeVariables(useFormContext().problem);
  return <SettingFields kind="exact" own={{ 'exact.ball': <BallField /> }} offers={
    (_path, name) => name !== 'enumerate' || free <= ENUMERATION_LIMIT
  } />;
}

/** Around the start solution; only a spec that is being edited may have brought another center. */
function ballOf({ text, number, keptSolution, solution, complain }: DraftReader): object | undefined {
  if (text('exact.ball.radius').trim() === '') return undefined;
  const radius = number('exact.ball.radius');
  const keptCenter = keptSolution('exact.ball.center');
  const start = text('exact.start.source') === 'run' || keptCenter === undefined ? solution('exact.start') : null;
  if (start === null && keptCenter === undefined) complain('exact.ball.radius', 'A ball needs a start solution for its center');
  return { center: start ?? keptCenter ?? [], radius };
}

function BallField(): JSX.Element {
  const { draft, text } = useFormContext();
  const source = text('exact.start.source');
  const { chosen } = useStartSolution(source === 'run' ? Number(text('exact.start.run')) || null : null, text('exact.start.solution'));
  const mayHaveBall = source !== 'none' || keptList(draft, 'exact.ball.center') !== undefined;
  const hasBall = text('exact.ball.radius').trim() !== '';
  return (
    <>
      {mayHaveBall && (
        <Numeric path="exact.ball.radius" setting={EXACT.settings.ball.settings.radius} placeholder={EXACT.settings.ball.none.word} />
      )}
      {chosen !== null && !chosen.feasible && (
        <p className="lz-wide caption lz-bounds">This solution breaks rows (by {formatNumber(
          chosen.violation,
        )} in all): a solver cannot start from it. A ball around it may still hold solutions.</p>
      )}
      {hasBall && mayHaveBall && (
        <p className="lz-wide caption lz-bounds">
          Only vectors at most so many flips from the center are searched. What is proven holds among them: the result
          is no bound on the problem and is never called its optimum.
        </p>
      )}
      {source !== 'none' && text('exact.solver') === 'glpk' && <p
        className="lz-wide caption lz-bounds"
      >GLPK takes no start: it searches as from scratch, and the start only counts as a first solution.</p>}
    </>
  );
}

function rowsMet({ met, tolerance, largestViolation }: NonNullable<ExactResult['feasibility']>): string {
  if (met === null) return 'no solution';
  return met === 'exactly' ? 'exactly' : `within ${formatNumber(tolerance)}, missed by up to ${formatNumber(largestViolation)}`;
}

function lines(result: ExactResult): readonly Line[] {
  const inBall = result.ball !== undefined;
  return [
    {
      label: 'Objective', value: formatObjective(result.objective, { digits: 8 }),
      help: 'Recomputed from the solution in our own arithmetic',
    },
    {
      label: 'Bound',
      value: formatNumber(result.bound, { digits: 8, missing: inBall ? 'none for the program' : 'the solver gives none' }),
      help: 'No solution is better than this',
    },
    {
      label: 'Solver gap',
      value: inBall ? `${formatShare(result.ball?.gap ?? null, 'unknown')} in the ball` : formatShare(result.gap, 'unknown'),
      help: '|objective − bound| / max(1, |objective|)',
    },
    ...(result.tolerance === undefined ? [] : [{ label: 'Solver tolerance', value: formatNumber(result.tolerance), help:
      'A vector better by up to this may have been overlooked: the solver cannot tell it apart, and asking again did not settle it' }]),
    ...(result.feasibility === undefined ? [] : [{
      label: 'Rows met', value: rowsMet(result.feasibility),
      help: 'Whether the solution meets every row exactly, or within the feasibility tolerance asked for only',
    }]),
    ...(result.start === undefined
      ? []
      : [
          { label: 'Start', value: result.start.feasible
            ? formatNumber(result.start.objective, { digits: 8 })
            : `infeasible, violation ${formatNumber(result.start.violation)}`, help: 'Objective of the start solution it was given' },
          ...(result.start.distance === null ? [] : [{
            label: 'Flips from start', value: formatCount(result.start.distance),
            help: 'Variables in which the solution differs from the start',
          }]),
        ]),
    ...describeFixing(result.fixing),
    ...(result.ball === undefined
      ? []
      : [
        {
          label: 'Bound in the ball', value: formatNumber(result.ball.bound, { digits: 8, missing: 'the solver gives none' }),
          help: `No solution within ${formatCount(result.ball.radius)} flips of the center is better; nothing is said of those farther away`,
        },
      ]),
    { label: 'Nodes', value: result.nodes === null ? 'unknown' : formatCount(result.nodes), help: 'Nodes of the branch-and-cut tree' },
    { label: 'Time', value: formatDuration(result.seconds) },
    ...(result.race === undefined
      ? [{ label: 'Solver', value: `${SOLVERS[result.solver].label} ${result.solverVersion}` }]
      : describeRace(result.race)),
  ];
}

/** Who won, and what each had come to. */
function describeRace({ winner, entrants }: NonNullable<ExactResult['race']>): readonly Line[] {
  const won = winner === null ? 'nobody' : winner === 'together' ? 'both together' : SOLVERS[winner].label;
  return [
    {
      label: 'Won by', value: won,
      help: 'Whose proof came first. This depends on timing: in a rerun the other may win, and end at another of several optimal solutions. A proven objective does not change.',
    },
    ...entrants.map((entrant) => ({ label: `${SOLVERS[entrant.solver].label} ${entrant.version}`.trim(), ...describeEntrant(entrant) })),
  ];
}

function describeEntrant({ status, says, objective, missed, bound, seconds }: RaceEntrant): Omit<Line, 'label'> {
  if (status === 'not-begun') {
    return { value: 'not begun', help: 'On a small program GLPK begins a few milliseconds earlier, and it was done by then' };
  }
  const parts = [status === 'cancelled' ? 'stopped' : status.replace('-', ' ')];
  if (status !== 'infeasible') {
    parts.push(objective === null
      ? 'no solution'
      : `${formatObjective(objective, { digits: 6 })}${missed === undefined || missed === 0 ? '' : missed === null ? ' (rows not checked)' : ' (rows in tolerance)'}`);
    if (bound !== null) parts.push(`bound ${formatNumber(bound, { digits: 6 })}`);
  }
  return { value: [...parts, formatDuration(seconds)].join(', '), help: `It ${says}` };
}
