/**
 * Trajectories of the selected runs, one plot a quantity over a common axis. What is drawn follows the
 * run table's selection; running runs grow while they go.
 */
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { JSX } from 'react';
import type { ProblemSummary, RunSummary } from '../../src-contract/session.ts';
import { useProblems, useRuns } from '../api/queries.ts';
import { Empty } from '../common/Empty.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { runCommand } from '../state/command-actions.ts';
import { useSelection } from '../state/selection.ts';
import { useSelectedRuns } from '../parts/use-selected-runs.ts';
import { useThemeName } from '../theme/use-theme.ts';
import type { AxisRange } from '../plot/axis-scale.ts';
import { chartTheme } from '../plot/chart-theme.ts';
import type { Picture } from '../plot/picture-writers.ts';
import { firstRuns } from '../parts/first-runs.ts';
import { QUANTITY_INFO, X_AXIS_LABEL } from './quantities.ts';
import { runCaption } from './run-caption.ts';
import { useChartState } from './chart-state.ts';
import { absenceNotes } from './absence.ts';
import { groupKey } from '../parts/run-groups.ts';
import { assembleCurves } from './trajectory-curves.ts';
import { layOut } from './trajectory-frame.ts';
import type { PlotInput } from './trajectory-frame.ts';
import { trajectoryScene } from './trajectory-scene.ts';
import { TrajectorySurface } from './TrajectorySurface.tsx';
import { TrajectoryToolbar } from './TrajectoryToolbar.tsx';
import { useRunPoints } from './use-run-points.ts';
import { useSize } from '../plot/use-size.ts';
import { holdsSomething } from '../plot/zoom.ts';
import '../plot/plot.css';
import { recordsPoints } from '../../src-contract/job-kinds.ts';

/** More lines than this say nothing, and ask for more points than a chart can hold. */
const MOST_DRAWN = 100;

/** Gives a zoom up once other runs are drawn and none of them reaches into it: blank axes would say nothing. */
function useZoomThatHolds(runs: readonly RunSummary[], whole: AxisRange | null): void {
  const { view, loseZoom, forgetLostZoom } = useChartState();
  const ids = runs.map((run) => run.id).join();
  const before = useRef(ids);
  useEffect(() => {
    const others = before.current !== ids;
    before.current = ids;
    if (view !== null && whole !== null && !holdsSomething(view, whole)) loseZoom();
    else if (others) forgetLostZoom();
  }, [ids, view, whole, loseZoom, forgetLostZoom]);
}


function references(problems: readonly ProblemSummary[]): PlotInput['references'] {
  return problems.flatMap((
    problem,
  ) => (problem.reference === null ? [] : [{ reference: problem.reference, problemName: problems.length > 1 ? problem.name : null }]));
}

export function TrajectoriesPanel(): JSX.Element {
  const allRuns = useRuns();
  const problems = useProblems();
  const selected = useSelectedRuns();
  const selectRuns = useSelection((state) => state.selectRuns);
  const settings = useChartState();
  const theme = chartTheme(useThemeName());
  const [box, size] = useSize();
  const { runs, note: leftOut } = useMemo(() => firstRuns(selected.filter(recordsPoints), MOST_DRAWN, 'Drawn'), [selected]);
  const shown = useRunPoints(runs, settings, settings.view, size?.width ?? 800);

  useZoomThatHolds(runs, shown.whole);

  const { quantities, x, xScale, yScale, smoothing, seeds } = settings;
  const assembled = useMemo(() => {
    const senses = new Map(problems.map((problem) => [problem.id, problem.sense]));
    const involved = problems.filter((problem) => runs.some((run) => run.problemId === problem.id));
    return quantities.map((quantity) => ({
      quantity,
      scale: yScale[quantity],
      references: quantity === 'objective' ? references(involved) : [],
      ...assembleCurves(shown.points, quantity, senses, { quantities, x, xScale, yScale, smoothing, seeds }),
    }));
  }, [problems, runs, shown.points, quantities, x, xScale, yScale, smoothing, seeds]);
  const plots = useMemo(() => assembled.filter((plot) => plot.curves.length > 0), [assembled]);
  const frame = useMemo(
    () => (size === null || plots.length === 0
      ? null
      : layOut({ plots, x, xScale, view: settings.view, whole: shown.whole, width: size.width, height: size.height })),
    [plots, x, xScale, settings.view, shown.whole, size],
  );
  const severalSeeds = useMemo(() => {
    const keys = runs.filter((run) => run.kind === 'descent').map(groupKey);
    return new Set(keys).size < keys.length;
  }, [runs]);

  const names = plots.map((plot) => QUANTITY_INFO[plot.quantity].label.toLowerCase());
  const description = `${names.join(', ')} against ${X_AXIS_LABEL[x]} of ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`;
  const picture = (): Picture | null =>
    frame === null
      ? null
      : {
          width: frame.width,
          height: frame.height,
          scene: (exportTheme, { width, height }) =>
            trajectoryScene(
              layOut({ plots, x, xScale, view: settings.view, whole: shown.whole, width, height }),
              { theme: exportTheme, hoveredRunId: null },
            ),
          leastHeight: () => 110 * plots.length + 40,
          caption: runCaption(runs),
          name: `${[...new Set(runs.map((run) => run.problemName))].slice(0, 3).join(' ')} ${names.join(' ')}`,
        };

  const latestPicture = useRef(picture);
  useEffect(() => {
    latestPicture.current = picture;
  });
  const takePicture = useCallback(() => latestPicture.current(), []);

  return (
    <>
      <TrajectoryToolbar severalSeeds={severalSeeds} picture={takePicture} nothingShown={frame === null} />
      {body()}
    </>
  );

  function body(): JSX.Element {
    if (shown.error !== null && shown.points.length === 0) return <div style={{ padding: 12 }}><ErrorNote error={shown.error} /></div>;
    if (runs.length === 0) return nothingSelected();
    const notes = [
      ...absenceNotes(assembled, new Map(runs.map((run) => [run.id, run]))), ...(leftOut === null ? [] : [leftOut]),
      ...(settings.zoomLost ? ['These runs have no point where you had zoomed in, so they are shown from end to end.'] : []),
    ];
    if (plots.length === 0 && !shown.loading) {
      const toSeconds = assembled.some((plot) => plot.absent.some((one) => one.reason === 'needs-seconds'));
      const going = runs.some((run) => run.status === 'running' || run.status === 'queued' || run.status === 'cancelling');
      return (
        <Empty
          text={notes.length > 0
            ? notes.join(' ')
            : going
            ? 'The first points of these runs will appear here.'
            : 'The selected runs recorded no points.'}
          actions={toSeconds ? [{ label: 'Show against seconds', run: () => settings.setX('seconds') }] : []}
        />
      );
    }
    return (
      <>
        <div ref={box} className="lz-chart">
          {frame !== null && <TrajectorySurface frame={frame} x={x} theme={theme} description={description} />}
        </div>
        {notes.length > 0 && <div className="lz-note-bar">{notes.join(' ')}</div>}
      </>
    );
  }

  function nothingSelected(): JSX.Element {
    const candidates = allRuns.filter((run) => run.kind === 'descent');
    if (candidates.length > 0) {
      return (
        <Empty
          text={selected.length > 0
            ? 'None of the selected runs has a trajectory. Select descents or exact solves in the run table.'
            : 'Select runs in the run table to draw their trajectories here.'}
          actions={[{
            label: `Select ${candidates.length === 1 ? 'the descent' : `all ${candidates.length} descents`}`,
            run: () => selectRuns(candidates.map((run) => run.id)),
          }]}
        />
      );
    }
    return (
      <Empty
        text="Loss, objective and penalty of descents will be drawn here, iteration by iteration, beside the proven optimum."
        actions={problems.length > 0
          ? [{ label: 'New descent…', run: () => void runCommand('new-descent-run') }]
          : [{ label: 'Open a problem…', run: () => void runCommand('open-problem') }]}
      />
    );
  }
}
