/**
 * Gap against time of the selected runs, or of all runs of the selected problem: which method comes how
 * near to the optimum, and how fast.
 */
import { useMemo, useState } from 'react';
import { PanelTools, RunsChoice, ScaleChoice } from '../common/PanelTools.tsx';
import type { JSX } from 'react';
import { useProblems, useRuns } from '../api/queries.ts';
import { Empty } from '../common/Empty.tsx';
import { formatDuration, formatMeasuredGap, formatObjective, measuredGapHelp } from '../format/index.ts';
import { solveOrOpen } from '../parts/first-step.ts';
import { metInTolerance } from '../../src-contract/exact-status.ts';
import { useSelection } from '../state/selection.ts';
import { useThemeName } from '../theme/use-theme.ts';
import type { ScaleKind } from '../plot/axis-scale.ts';
import { Chart } from '../plot/Chart.tsx';
import { chartTheme } from '../plot/chart-theme.ts';
import { ExportMenu } from '../parts/ExportMenu.tsx';
import type { Picture } from '../plot/picture-writers.ts';
import { gapTimePoints } from './gap-time.ts';
import type { GapPoint } from './gap-time.ts';
import { gapTimeLayout, gapTimeOption, pointNear, pointPixel } from './gap-time-option.ts';
import { runCaption } from './run-caption.ts';
import { useGapTracks } from './use-gap-tracks.ts';
import { useSelectedRuns } from '../parts/use-selected-runs.ts';
import { useSize } from '../plot/use-size.ts';
import '../plot/plot.css';
import { mayHaveSolutions } from '../../src-contract/job-kinds.ts';

/** The run after or before one in the order of time; the first where none is lit. */
function neighbor(points: readonly GapPoint[], runId: number | null, step: 1 | -1): number | null {
  const order = points.toSorted((a, b) => a.x - b.x || a.run.id - b.run.id);
  const at = order.findIndex((point) => point.run.id === runId);
  return order[at < 0 ? (step > 0 ? 0 : order.length - 1) : Math.min(order.length - 1, Math.max(0, at + step))]?.run.id ?? null;
}

export function GapTimePanel(): JSX.Element {
  const [which, setWhich] = useState<'selected' | 'problem'>('problem');
  const [scale, setScale] = useState<ScaleKind>('log');
  const [box, size] = useSize();
  const theme = chartTheme(useThemeName());
  const problems = useProblems();
  const all = useRuns();
  const selected = useSelectedRuns();
  const problemId = useSelection((state) => state.selectedProblemId) ?? selected[0]?.problemId ?? null;
  const hoveredRunId = useSelection((state) => state.hoveredRunId);
  const hoverRun = useSelection((state) => state.hoverRun);
  const selectRuns = useSelection((state) => state.selectRuns);
  const selectedRunIds = useSelection((state) => state.selectedRunIds);

  const runs = useMemo(
    () => (which === 'selected' ? selected : all.filter((run) => problemId === null || run.problemId === problemId)),
    [which, selected, all, problemId],
  );
  const tracks = useGapTracks(runs, problems);
  const data = useMemo(() => gapTimePoints(runs, scale, tracks), [runs, scale, tracks]);
  const layout = useMemo(() => (size === null ? null : gapTimeLayout(data, scale, size.width, size.height)), [data, scale, size]);
  const option = useMemo(
    () => (layout === null ? null : gapTimeOption(data, layout, theme, hoveredRunId)), [data, layout, theme, hoveredRunId],
  );
  const hovered = data.points.find((point) => point.run.id === hoveredRunId) ?? null;
  const at = hovered === null || layout === null ? null : pointPixel(hovered, data, layout);
  const picture = (): Picture | null =>
    size === null || layout === null || data.points.length === 0
      ? null
      : {
        ...size,
        option: (exportTheme, _renderer, { width, height }) =>
          gapTimeOption(data, gapTimeLayout(data, scale, width, height), exportTheme, null),
        caption: runCaption(data.points.map((point) => point.run)),
        name: `${[...new Set(data.points.map((point) => point.run.problemName))].slice(0, 3).join(' ')} gap and time`,
      };
  const violating = runs.filter((run) => mayHaveSolutions(run) && run.gap === null && run.feasible === false);
  const inTolerance = violating.filter(metInTolerance).length;
  const infeasible = violating.length - inTolerance;
  const left = [
    infeasible > 0
      ? `${infeasible} ${infeasible === 1 ? 'run ended' : 'runs ended'} infeasible and ${infeasible === 1 ? 'is' : 'are'} not drawn.`
      : '',
    inTolerance > 0
      ? `${inTolerance} ${inTolerance === 1 ? 'run meets' : 'runs meet'} the rows only within a tolerance and ${inTolerance === 1 ? 'is' : 'are'} not drawn.`
      : '',
    data.withoutGap - violating.length > 0
      ? `${data.withoutGap - violating.length} ${data.withoutGap - violating.length === 1 ? 'run has' : 'runs have'} no solution or no reference to measure a gap against.`
      : '',
    scale === 'log' && tracks.size > 0 ? 'Bounds lie below a gap of 0: the linear scale shows them.' : '',
    data.withoutSeconds > 0 ? `${data.withoutSeconds} ${data.withoutSeconds === 1 ? 'run took' : 'runs took'} no measurable time.` : '',
  ].filter((text) => text !== '');

  return (
    <>
      <PanelTools
        label="Gap and time"
        end={<ExportMenu what="gap and time" picture={picture} disabled={data.points.length === 0} />}
      >
        <RunsChoice value={which} onChange={setWhich} />
        <ScaleChoice label="Scale of the gap" name="gap" value={scale} onChange={setScale} />
      </PanelTools>
      {data.points.length === 0 ? (
        <Empty
          text={left.length > 0
            ? left.join(' ')
            : 'Each finished run will be a point here: how far it ended from the proven optimum, and in how many seconds.'}
          actions={solveOrOpen(problems.length)}
        />
      ) : (
        <>
          <div
            ref={box}
            className="lz-chart"
          >
            {option !== null && size !== null && layout !== null && (
              <>
                <Chart option={option} width={size.width} height={size.height} />
                <button
                  type="button"
                  className="lz-chart-surface"
                  aria-label={`Gap against time of ${data.points.length} runs. Left and right go from run to run, Enter inspects one.`}
                  onPointerMove={(event) => {
                    const area = event.currentTarget.getBoundingClientRect();
                    hoverRun(pointNear(data, layout, event.clientX - area.left, event.clientY - area.top)?.run.id ?? null);
                  }}
                  onPointerLeave={() => hoverRun(null)}
                  onKeyDown={(event) => {
                    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
                    if (step === 0) return;
                    event.preventDefault();
                    hoverRun(neighbor(data.points, hoveredRunId, step));
                  }}
                  onClick={() => {
                    if (hovered !== null) selectRuns(
                      selectedRunIds.includes(hovered.run.id) ? selectedRunIds : [...selectedRunIds, hovered.run.id], hovered.run.id,
                    );
                  }}
                />
              </>
            )}
            {hovered !== null && at !== null && size !== null && (
              <div className="lz-readout" style={{
                ...(at.x < size.width * 0.55 ? { left: at.x + 12 } : { right: size.width - at.x + 12 }),
                ...(at.y < size.height * 0.6 ? { top: at.y + 8 } : { bottom: size.height - at.y + 8 }),
              }}>
                <div>
                  #{hovered.run.id} {hovered.style.label}
                </div>
                <div className="dim">
                  {formatMeasuredGap(hovered.run)} in {formatDuration(hovered.run.seconds)}, objective {formatObjective(
                    hovered.run.objective, { digits: 7 },
                  )}
                </div>
                {measuredGapHelp(hovered.run) !== null && <div className="dim">to the best found, no proof</div>}
              </div>
            )}
          </div>
          {left.length > 0 && <div className="lz-note-bar">{left.join(' ')}</div>}
        </>
      )}
    </>
  );
}
