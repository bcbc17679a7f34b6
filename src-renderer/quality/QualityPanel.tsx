/**
 * Gradient quality of the selected measurement: at one x̂ against the sample count, or along a
 * trajectory. Of several selected ones the one inspected is shown.
 */
import type { JSX } from 'react';
import { useMemo } from 'react';
import type { RunSummary } from '../../src-contract/session.ts';
import { isGoing } from '../api/events.ts';
import { useLiveRuns } from '../api/live-runs.ts';
import { useRunDetail, useRuns } from '../api/queries.ts';
import { errorValueOf } from '../api/request.ts';
import { useSelectedRuns } from '../parts/use-selected-runs.ts';
import { Empty } from '../common/Empty.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { wholePercent } from '../common/time-left.ts';
import { runCommand } from '../state/command-actions.ts';
import { openDialog } from '../state/open-dialog.ts';
import { useSelection } from '../state/selection.ts';
import { PathQualityView } from './PathQualityView.tsx';
import { PointQualityView } from './PointQualityView.tsx';
import './quality.css';

const PURPOSE = 'How good each scheme’s gradient is, bias, variance, cosine to the true gradient and cost, will be drawn here against the number of samples, or along a trajectory.';

export function QualityPanel(): JSX.Element {
  const allRuns = useRuns();
  const selected = useSelectedRuns();
  const focusedRunId = useSelection((state) => state.focusedRunId);
  const selectRuns = useSelection((state) => state.selectRuns);
  const measured = useMemo(() => selected.filter((run) => run.kind === 'quality'), [selected]);
  const run = measured.find(({ id }) => id === focusedRunId) ?? measured[0] ?? null;
  const detail = useRunDetail(run?.id ?? null);

  if (run === null) {
    const last = allRuns.findLast(({ kind, status }) => kind === 'quality' && status === 'done');
    const descent = selected.find((one) => one.kind === 'descent' && !isGoing(one));
    return (
      <Empty
        text={PURPOSE}
        actions={[
          { label: 'Measure gradient quality…', run: () => void runCommand('new-quality-run') },
          ...(descent === undefined ? [] : [{
            label: `Along run ${descent.id}…`, run: () => openDialog({ kind: 'new-run', tab: 'quality', from: null, along: descent.id }),
          }]),
          ...(last === undefined ? [] : [{ label: `Show run ${last.id}`, run: () => selectRuns([last.id]) }]),
        ]}
      />
    );
  }
  if (detail.error !== null) return <ErrorNote error={errorValueOf(detail.error)} />;
  const { data } = detail;
  if (data === undefined) return <div className="lz-empty" aria-busy />;
  const { result, error } = data;
  if (error !== null) return <ErrorNote error={error} />;
  if (result?.kind !== 'quality') return <Waiting run={run} />;
  return (
    <div className="lz-quality" key={run.id}>
      {result.quality.shape === 'point'
        ? <PointQualityView run={run} quality={result.quality} />
        : <PathQualityView run={run} quality={result.quality} />}
    </div>
  );
}

function Waiting({ run }: { readonly run: RunSummary }): JSX.Element {
  const fraction = useLiveRuns().get(run.id)?.progress?.fraction ?? null;
  if (!isGoing(run)) return <Empty text={`Run ${run.id} was ${run.status} before its first figures.`} actions={[
    { label: 'Measure again…', run: () => openDialog({ kind: 'new-run', tab: 'quality', from: run.id }) },
  ]} />;
  return <Empty text={run.status === 'queued'
    ? `Run ${run.id} waits for a worker.`
    : `Run ${run.id} is being measured${fraction === null ? '' : `, ${wholePercent(fraction)}`}.`} />;
}
