/** Two coordinates of a problem of the session, all others held; the field's exact expectation in that plane. */
import { Checkbox, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { JSX } from 'react';
import type { ProblemSummary } from '../../src-contract/session.ts';
import { useProblems, useProgram, useRuns } from '../api/queries.ts';
import { errorValueOf } from '../api/request.ts';
import { Empty } from '../common/Empty.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { Label } from '../form/Label.tsx';
import { useRunMarginals } from '../parts/use-run-marginals.ts';
import { runCommand } from '../state/command-actions.ts';
import { methodOf } from '../../src-contract/tables/run-facts.ts';
import { useSelection } from '../state/selection.ts';
import { ParameterSlider } from './ParameterSlider.tsx';
import { PlaneView } from './PlaneView.tsx';
import { LabTools } from './LabTools.tsx';
import { useLab } from './lab-state.ts';
import { busiestPair } from './busiest-pair.ts';
import { TERMS } from './lab-terms.ts';
import { planToDraw, useProgramPlane } from './use-program-plane.ts';
import { oneLine } from '../../src-science/program/one-line.ts';

export function ProblemPlane(): JSX.Element {
  const problems = useProblems();
  const selected = useSelection((state) => state.selectedProblemId);
  const [chosen, setChosen] = useState<number | null>(null);
  const problem = problems.find((each) => each.id === chosen) ?? problems.find((each) => each.id === selected) ?? problems[0] ?? null;
  if (problem === null) {
    return (
      <>
        <LabTools />
        <Empty
          text="The fields of all schemes over two coordinates of a problem will be drawn here."
          actions={[
            { label: 'Open problem…', run: () => void runCommand('open-problem') },
            { label: 'Open example…', run: () => void runCommand('open-example') },
          ]}
        />
      </>
    );
  }
  return <Plane key={problem.id} problem={problem} problems={problems} onProblem={setChosen} />;
}

interface PlaneProps {
  readonly problem: ProblemSummary;
  readonly problems: readonly ProblemSummary[];
  readonly onProblem: (id: number) => void;
}

/** Lists of names show no more than this at once; typing narrows them. */
const MOST_NAMES = 100;

function Plane({ problem, problems, onProblem }: PlaneProps): JSX.Element {
  const scheme = useLab((state) => state.look.scheme);
  const program = useProgram(problem.id);
  const drawn = useMemo(() => (program.data === undefined ? null : planToDraw(program.data)), [program.data]);
  const plan = drawn?.plan ?? null;
  const initial = useMemo(() => (plan === null ? ([0, 1] as const) : busiestPair(plan.form)), [plan]);
  const [pair, setPair] = useState<readonly [number | null, number | null]>([null, null]);
  const first = pair[0] ?? initial[0];
  const second = pair[1] ?? initial[1];
  const [held, setHeld] = useState(0.5);
  const [runId, setRunId] = useState<number | null>(null);
  const [mu, setMu] = useState(1);
  const [withCost, setWithCost] = useState(false);
  const runs = useRuns().filter(
    (run) => run.kind === 'descent' && run.problemId === problem.id && run.status !== 'queued' && run.status !== 'running',
  );
  const marginals = useRunMarginals(runId, 'end');
  const d = problem.variables;
  const xHat = useMemo(() => {
    if (runId !== null) return marginals.xHat === null || marginals.xHat.length !== d
      ? null
      : Float64Array.from(marginals.xHat, (x) => Math.min(1, Math.max(0, x)));
    const at = new Float64Array(d).fill(held);
    program.data?.fixed.forEach((value, j) => {
      if (value >= 0) at[j] = value;
    });
    return at;
  }, [runId, marginals.xHat, d, held, program.data]);
  const plane = useProgramPlane(d < 2 ? null : drawn, first, second, xHat, scheme);
  const cost = useMemo<readonly [number, number]>(
    () => (plan === null || !withCost ? [0, 0] : [plan.form.objective[first] ?? 0, plan.form.objective[second] ?? 0]),
    [plan, withCost, first, second],
  );
  const fields = useMemo(() => new Map([...plane.fields].map(([name, field]) => [name, { ...field, mu, cost }])), [plane.fields, mu, cost]);

  const variableNames = program.data?.variableNames;
  const names = useMemo(() => variableNames?.map(oneLine), [variableNames]);
  const options = useMemo(() => (names ?? []).map((name, j) => ({ value: String(j), label: name })), [names]);
  const nameOf = (j: number): string => names?.[j] ?? `variable ${String(j + 1)}`;
  const coordinate = (label: string, help: string, value: number, other: number, change: (j: number) => void): JSX.Element => (
    <Select
      label={<Label text={label} help={help} />}
      aria-label={label}
      data={options}
      value={String(value)}
      limit={MOST_NAMES}
      searchable
      nothingFoundMessage="No variable of this name"
      error={value === other ? 'Choose two different coordinates' : undefined}
      onChange={(next) => next !== null && change(Number(next))}
    />
  );
  const error = program.error;
  const instead =
    error !== null ? (
      <ErrorNote error={errorValueOf(error)} />
    ) : d < 2 ? (
      <Empty text="This problem has one variable; a plane needs two. The 1-D view draws one variable." />
    ) : drawn !== null && drawn.refusal !== null ? (
      <Empty text={drawn.refusal} />
    ) : plane.fields.size === 0 ? (
      <Empty text={runId !== null && xHat === null ? 'This run kept no x̂.' : 'Evaluating the plane…'} />
    ) : undefined;
  const where = runId === null ? `all others at ${String(held)}` : `all others at the end of run ${String(runId)}`;
  return (
    <PlaneView
      subtitle={`${problem.name}: ${nameOf(first)} and ${nameOf(second)}, ${where}${plane.busy ? ' · evaluating' : ''}`}
      fields={fields}
      losses={plane.losses}
      asymmetries={plane.asymmetries}
      dimensions={d}
      axes={[`x̂ of ${nameOf(first)}`, `x̂ of ${nameOf(second)}`]}
      parameters={`${problem.name}, coordinates ${nameOf(first)} and ${nameOf(second)}, ${where}, mu = ${String(mu)}${withCost ? ', with the objective' : ''}`}
      name={`${problem.name} field`}
      instead={instead}
      controls={
        <>
          <Select
            label={<Label text="Problem" help="A problem of this session." />}
            aria-label="Problem"
            data={problems.map((each) => ({ value: String(each.id), label: each.name }))}
            value={String(problem.id)}
            onChange={(next) => next !== null && onProblem(Number(next))}
          />
          {coordinate('First coordinate', TERMS.first, first, second, (j) => setPair([j, second]))}
          {coordinate('Second coordinate', TERMS.second, second, first, (j) => setPair([first, j]))}
          <Select
            label={<Label text="Others held at" help={TERMS.held} />}
            aria-label="Others held at"
            data={[
              { value: 'constant', label: 'One value for all' },
              ...runs.map((run) => ({ value: String(run.id), label: `End of #${String(run.id)} ${methodOf(run)}` })),
            ]}
            value={runId === null ? 'constant' : String(runId)}
            onChange={(next) => setRunId(next === null || next === 'constant' ? null : Number(next))}
          />
          {runId === null && <ParameterSlider
            label="Value"
            help="The marginal of all other variables; fixed variables keep theirs."
            value={held}
            min={0}
            max={1}
            step={0.01}
            check={(value) => (value >= 0 && value <= 1 ? null : 'From 0 to 1')}
            onChange={setHeld}
          />}
          <Checkbox
            checked={withCost}
            onChange={(event) => setWithCost(event.currentTarget.checked)}
            label={<Label text="With the objective" help="Adds the objective’s coefficients of the two coordinates, for minimization: g = c + μ · penalty part." />}
          />
          {withCost && <ParameterSlider
            label="μ"
            help="Weight of the penalty part of the field."
            value={mu}
            min={0.1}
            max={100}
            step={0.1}
            check={(value) => (value > 0 ? null : 'Must be greater than 0')}
            onChange={setMu}
          />}
        </>
      }
    />
  );
}
