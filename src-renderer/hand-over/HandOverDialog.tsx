/**
 * Hands a solution of a run over to exact solvers: which solution, which solvers, from scratch, with it as
 * the start, within a ball around it, and at which times they are to be read off.
 */
import { Button, Checkbox, Modal, Select, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { JSX } from 'react';
import type { LeibnizErrorValue } from '../../src-contract/error.ts';
import { ENUMERATION_LIMIT, EXACT, SOLVER_NAMES, SOLVERS } from '../../src-science/exact/exact-settings.ts';
import type { SolverName } from '../../src-science/exact/exact-settings.ts';
import type { ProblemSummary, RunSummary } from '../../src-contract/session.ts';
import type { HandOverWay } from '../../src-science/exact/solve-log.ts';
import { useFreeVariables } from '../api/free-variables.ts';
import { usePool, useProblem, useRun, useRuns, useSolutions } from '../api/queries.ts';
import { errorValueOf } from '../api/request.ts';
import { Empty } from '../common/Empty.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { Label } from '../form/Label.tsx';
import { NumberField } from '../form/NumberField.tsx';
import { formatDuration, formatNumber } from '../format/index.ts';
import { solutionOptions } from '../parts/solution-options.ts';
import { BEST, useStartSolution } from '../parts/use-start-solution.ts';
import { useSelection } from '../state/selection.ts';
import { showPanel } from '../state/dock.ts';
import { planOf, scratchLabel, toleranceOf, usualRadius } from './hand-over-plan.ts';
import { useHandOverSettings } from './solve-times.ts';
import { startHandOver } from './start-hand-over.ts';
import './hand-over.css';

const { ball, feasibilityTolerance, fixing } = EXACT.settings;

const WAYS: readonly { readonly way: HandOverWay; readonly label: string; readonly help: string }[] = [
  { way: 'scratch', label: 'From scratch', help: 'Without the solution: what the others are compared with.' },
  {
    way: 'start', label: 'With the solution as its start',
    help: 'The whole problem is searched. What is found is at least as good as the start, and a proof holds for the whole problem.',
  },
  {
    way: 'ball', label: 'Within a ball around it',
    help: 'Only vectors within this many flips of the start are searched. This is fast where the start is nearly optimal. A proof holds inside the ball only: it gives no bound and no optimum of the problem.',
  },
];

export function HandOverDialog({ from, onClose }: { readonly from: number; readonly onClose: () => void }): JSX.Element {
  const run = useRun(from);
  const problem = useProblem(run?.problemId ?? null);
  const solutions = useSolutions(from);
  return (
    <Modal opened onClose={onClose} title={`Hand run ${from} over to the exact solver`} size={560}>
      {solutions.isError && <ErrorNote error={errorValueOf(solutions.error)} />}
      {run !== null && problem !== null &&
        solutions.data !== undefined && solutions.data.length > 0 && <HandOverForm run={run} problem={problem} onClose={onClose} />}
      {solutions.data?.length === 0 && <Empty text="This run has no solution to hand over. Decode its end first, or choose another run." />}
    </Modal>
  );
}

function HandOverForm(
  { run, problem, onClose }: { readonly run: RunSummary; readonly problem: ProblemSummary; readonly onClose: () => void },
): JSX.Element {
  const { limits, setLimits } = useHandOverSettings();
  const [which, setWhich] = useState(BEST);
  const [solvers, setSolvers] = useState<readonly SolverName[]>(['highs']);
  const [chosenWays, setWays] = useState<readonly HandOverWay[] | null>(null);
  const [fixStart, setFixStart] = useState(false);
  const [radius, setRadius] = useState(String(usualRadius(problem.variables)));
  const [times, setTimes] = useState(limits.join(', '));
  const [tolerance, setTolerance] = useState('');
  const [error, setError] = useState<LeibnizErrorValue | null>(null);
  const [starting, setStarting] = useState(false);
  const { solutions, chosen, x } = useStartSolution(run.id, which);
  const bits = useMemo(() => (x ?? []).map((value): 0 | 1 => (value === 1 ? 1 : 0)), [x]);
  const exactRuns = useRuns().filter((one) => one.problemId === problem.id && one.kind === 'exact');
  const pool = usePool().data;

  // Labelled so by an earlier hand-over: what is there need not be computed again.
  const scratchDone = exactRuns.filter(
    (one) => one.status === 'done' && solvers.some((solver) => one.label === scratchLabel(solver, toleranceOf(tolerance) ?? 0)),
  );
  const ways = chosenWays ??
    (scratchDone.length >= solvers.length && solvers.length > 0 ? (['start', 'ball'] as const) : (['scratch', 'start', 'ball'] as const));
  // What breaks rows fixes nothing.
  const fixes = fixStart && chosen?.feasible === true;
  const plan = planOf({ solvers, ways, fixStart: fixes, radius, limits: times, tolerance }, bits, run.id, chosen?.source);
  const free = useFreeVariables(problem);
  const offered = SOLVER_NAMES.filter((name) => name !== 'enumerate' || free <= ENUMERATION_LIMIT);
  const count = plan.solves.length;
  const ready = count > 0 && x !== null && !starting;
  const longest = plan.limits.at(-1);

  const start = async (): Promise<void> => {
    setStarting(true);
    setError(null);
    try {
      const ids = await startHandOver(problem.id, plan.solves);
      setLimits(plan.limits);
      useSelection.getState().selectRuns(ids, ids[0] ?? null);
      onClose();
      showPanel('hand-over');
    } catch (failure) {
      setError(errorValueOf(failure));
      setStarting(false);
    }
  };
  const toggled = <T,>(list: readonly T[], order: readonly T[], entry: T): readonly T[] =>
    order.filter((one) => (one === entry ? !list.includes(one) : list.includes(one)));

  return (
    <div className="lz-hand-over-form">
      <Select
        label={<Label text="Solution" help="Of the run’s decoders or solver; the best is the best feasible one." />}
        aria-label="Solution"
        data={solutionOptions(solutions, problem.sense)}
        value={which}
        onChange={(next) => next !== null && setWhich(next)}
        data-autofocus
      />
      {chosen !== null && !chosen.feasible && <p className="caption lz-bounds">It breaks rows (by {formatNumber(
        chosen.violation,
      )} in all): no solver can start from it. A ball around it may still hold solutions.</p>}
      <div role="group" aria-label="Solvers">
        <div className="lz-label">
          <Label text="Solvers" help="Each makes all the searches below. Several check each other, and share the machine." />
        </div>
        <div className="row" style={{ gap: 16, flexWrap: 'wrap' }}>
          {offered.map((name) => (
            <Checkbox
              key={name}
              label={SOLVERS[name].label}
              title={SOLVERS[name].help}
              checked={solvers.includes(name)}
              onChange={() => setSolvers(toggled(solvers, offered, name))}
            />
          ))}
        </div>
        {plan.complaints.solvers !== undefined && <div className="lz-complaint">{plan.complaints.solvers}</div>}
      </div>
      <div role="group" aria-label="Searches">
        <div className="lz-label">Searches</div>
        {WAYS.map(({ way, label, help }) => (
          <div key={way} className="lz-hand-over-way" data-way={way}>
            <Checkbox label={label} description={way === 'scratch' && scratchDone.length > 0
              ? `${help} Run ${scratchDone.map((one) => one.id).join(', ')} has done it.`
              : help} checked={ways.includes(way)} onChange={() => setWays(toggled(ways, WAYS.map((one) => one.way), way))} />
            {way === 'start' && ways.includes('start') && chosen?.feasible === true && <Checkbox
              className="lz-hand-over-more"
              label={`${fixing.label}: ${fixing.choices['by-bound'].label.toLowerCase()}`}
              description={fixing.help}
              checked={fixStart}
              onChange={(event) => setFixStart(event.currentTarget.checked)}
            />}
            {way === 'ball' && ways.includes('ball') && <NumberField
              label="Radius"
              unit={ball.settings.radius.unit}
              help="How many variables may differ from the solution. 10 to 20 are usual; the number of variables is everything."
              value={radius}
              onChange={setRadius}
              complaint={plan.complaints.radius}
              width={120}
              step={1}
            />}
          </div>
        ))}
        {solvers.includes('glpk') && ways.includes('start') && <p
          className="caption lz-bounds"
        >GLPK takes no start: it searches as from scratch, and the start only counts as a first solution.</p>}
        {plan.complaints.ways !== undefined && <div className="lz-complaint">{plan.complaints.ways}</div>}
      </div>
      <TextInput
        label={<Label text="Read off at" unit="s" help="Seconds, ascending. Each search is one solve up to the last of them; the others are read off its log." />}
        aria-label="Read off at [s]"
        value={times}
        onChange={(event) => setTimes(event.currentTarget.value)}
        error={plan.complaints.limits}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: 'tabular' }}
      />
      <NumberField
        label={feasibilityTolerance.label}
        help={feasibilityTolerance.help}
        placeholder="0, rows are exact"
        value={tolerance}
        onChange={setTolerance}
        complaint={plan.complaints.tolerance}
      />
      {error !== null && <ErrorNote error={error} />}
      <div className="lz-run-foot">
        <span className="grow caption" role="status">
          {count > 0 && longest !== undefined &&
            `${count} ${count === 1 ? 'solve' : 'solves'} of at most ${formatDuration(longest)}${pool === undefined || count <= pool.size ? '' : `, ${pool.size} at a time`}.`}
        </span>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button onClick={() => void start()} disabled={!ready} loading={starting}>
          Hand over
        </Button>
      </div>
    </div>
  );
}
