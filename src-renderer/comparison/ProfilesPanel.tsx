/** Pictures of methods compared over problems and seeds: profiles, gaps over time, boxes, ranks, settings against results. */
import { Select, Tooltip } from '@mantine/core';
import { useMemo } from 'react';
import type { JSX } from 'react';
import type { ExportTable } from '../../src-contract/tables/export-table.ts';
import { useProblems, useRunsQuery, useSession } from '../api/queries.ts';
import { errorValueOf } from '../api/request.ts';
import { Empty } from '../common/Empty.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { Choice, ScaleChoice } from '../common/PanelTools.tsx';
import { ExportMenu } from '../parts/ExportMenu.tsx';
import { solveOrOpen } from '../parts/first-step.ts';
import { chartTheme } from '../plot/chart-theme.ts';
import type { Picture as ExportedPicture } from '../plot/picture-writers.ts';
import { useSize } from '../plot/use-size.ts';
import { useThemeName } from '../theme/use-theme.ts';
import { comparisonCaption, MOST_CHARACTERS } from './comparison-table.ts';
import { useComparisonState } from './comparison-state.ts';
import { ComparisonTools } from './ComparisonTools.tsx';
import { BUDGETS, RANKS_OVER } from './picture.ts';
import type { Budget, PictureInput, RanksOver } from './picture.ts';
import { asksOf, comparesOf, PICTURE_NAMES, PICTURES } from './pictures.ts';
import { PictureSurface, pictureScene } from './PictureSurface.tsx';
import { scatterChoices } from './scatter.ts';
import { useComparison } from './use-comparison.ts';
import '../plot/plot.css';
import './comparison.css';

const BUDGET_LABELS: Readonly<Record<Budget, string>> = { seconds: 'time', iterations: 'iterations', simplex: 'iterations / (n + 1)' };
const RANKS_LABELS: Readonly<Record<RanksOver, string>> = { problems: 'problems', instances: 'instances' };

export function ProfilesPanel(): JSX.Element {
  const state = useComparisonState();
  const { picture: name, which, change } = state;
  const { compared, comparison, asked, improvements } = useComparison(PICTURES[name].ofRecords);
  const [box, size] = useSize();
  const theme = chartTheme(useThemeName());
  const query = useRunsQuery();
  const session = useSession().data?.name ?? 'Session';
  const problemCount = useProblems().length;
  const { scale, budget, ranksOver, x, y } = state;
  const input = useMemo(
    (): PictureInput => ({ compared, comparison, asked, improvements: improvements.byRun, scale, budget, ranksOver, x, y }),
    [compared, comparison, asked, improvements.byRun, scale, budget, ranksOver, x, y],
  );
  const drawn = useMemo(
    () => (size === null || compared.runs.length === 0 ? null : PICTURES[name].draw(input, size)),
    [name, input, size, compared.runs.length],
  );
  if (query.isError) {
    return <ErrorNote error={errorValueOf(query.error)} action={{ label: 'Try again', run: () => void query.refetch() }} />;
  }
  const asks = asksOf(name);
  const exported = (): ExportedPicture | null =>
    size === null || drawn === null || typeof drawn === 'string'
      ? null
      : {
        ...size,
        scene: (exportTheme, asked) => {
          const again = PICTURES[name].draw(input, asked);
          return pictureScene(typeof again === 'string' ? drawn : again, asked, exportTheme, null);
        },
        name: `${session} ${PICTURES[name].label.toLowerCase()}`,
        caption: [...drawn.notes, ...comparisonCaption(compared, comparison, asked, session)],
      };
  const exportedData = (): ExportTable | null => {
    if (drawn === null || typeof drawn === 'string') return null;
    const { columns, rows } = drawn.data();
    return {
      title: PICTURES[name].label, columns: [...columns], rows: rows.map((row) => [...row]),
      caption: [...drawn.notes, ...comparisonCaption(compared, comparison, asked, session)].join('\n').slice(0, MOST_CHARACTERS),
    };
  };
  const empty = compared.runs.length === 0
    ? which === 'selected'
      ? 'Select finished runs in the run table to draw their methods here.'
      : 'Finished solves, descents and decodings will be drawn here by method: profiles, gaps over time, boxes, ranks.'
    : typeof drawn === 'string' ? drawn : null;
  const columns = asks.includes('columns') ? scatterChoices(input) : null;
  const notes = [
    ...(improvements.come < 1 ? [`Reading the records of runs: ${Math.floor(100 * improvements.come)} %.`] : []),
    ...(improvements.damaged.length > 0
      ? [`The record of run ${improvements.damaged.join(', ')} is damaged: it counts by its end only.`] : []),
    ...(drawn === null || typeof drawn === 'string' ? [] : drawn.notes),
  ];
  return (
    <>
      <ComparisonTools
        label="Profiles"
        compared={compared}
        compares={comparesOf(name)}
        withBaseline={false}
        end={
          <ExportMenu what="profile" picture={exported} table={exportedData} disabled={drawn === null || typeof drawn === 'string'} />
        }
      >
        <Tooltip label={PICTURES[name].help}>
          <Select
            aria-label="Picture"
            w={176}
            data={PICTURE_NAMES.map((value) => ({ value, label: PICTURES[value].label }))}
            value={name}
            onChange={(next) => {
              const chosen = PICTURE_NAMES.find((each) => each === next);
              if (chosen !== undefined) change({ picture: chosen });
            }}
            allowDeselect={false}
          />
        </Tooltip>
        {columns !== null && (['x', 'y'] as const).map((axis) => (
          <div key={axis} className="row-tight">
            <span className="lz-tools-label">{axis === 'x' ? 'across' : 'up'}</span>
            <Select
              aria-label={axis === 'x' ? 'Horizontal axis' : 'Vertical axis'}
              w={150}
              data={columns.all.map(({ key, label }) => ({ value: key, label }))}
              value={columns[axis]?.key ?? null}
              onChange={(next) => next !== null && change(axis === 'x' ? { x: next } : { y: next })}
              allowDeselect={false}
            />
          </div>
        ))}
        {asks.includes('scale') && (
          <ScaleChoice label="Scale of figures" name="scale" value={scale} onChange={(next) => change({ scale: next })} />
        )}
        {asks.includes('budget') && (
          <Choice
            label="Budget" name="budget" value={budget} onChange={(next) => change({ budget: next })}
            options={BUDGETS.map((value) => ({ value, label: BUDGET_LABELS[value] }))}
          />
        )}
        {asks.includes('ranksOver') && (
          <Choice
            label="Ranks over" name="over" value={ranksOver} onChange={(next) => change({ ranksOver: next })}
            options={RANKS_OVER.map((value) => ({ value, label: RANKS_LABELS[value] }))}
          />
        )}
      </ComparisonTools>
      {improvements.error !== null && <ErrorNote error={errorValueOf(improvements.error)} />}
      <div ref={box} className="lz-chart">
        {size !== null && drawn !== null && typeof drawn !== 'string' && (
          <PictureSurface picture={drawn} size={size} theme={theme} compared={compared} />
        )}
        {empty !== null && (
          <div className="lz-picture-empty">
            <Empty
              text={empty}
              actions={compared.runs.length > 0
                ? []
                : which === 'selected' ? [{ label: 'Draw all runs', run: () => change({ which: 'all' }) }] : solveOrOpen(problemCount)}
            />
          </div>
        )}
      </div>
      {notes.length > 0 && <div className="lz-note-bar selectable">{notes.join(' ')}</div>}
    </>
  );
}
