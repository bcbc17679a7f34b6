/** The studies of the session: one as a grid of problems × methods that fills while its runs end, and what can be done with it. */
import { ActionIcon, Button, Menu, Progress, Select } from '@mantine/core';
import { IconDots, IconPencil, IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { JSX } from 'react';
import type { StudyDetail, StudyStatus, StudySummary } from '../../src-contract/session-study.ts';
import { usePool, useProblems, useRuns } from '../api/queries.ts';
import { errorValueOf, request } from '../api/request.ts';
import { Empty } from '../common/Empty.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { attempt, showNews } from '../common/notify.tsx';
import { Choice } from '../common/PanelTools.tsx';
import { timeLeftWords } from '../common/time-left.ts';
import { formatCount } from '../format/index.ts';
import { runCommand } from '../state/command-actions.ts';
import { openDialog } from '../state/open-dialog.ts';
import { useShownStudy } from '../state/shown-study.ts';
import { studiesQuery, studyQuery } from './study-queries.ts';
import { FIGURES, countWords, secondsLeft, studyCells, wholeOf } from './study-cells.ts';
import type { Figure } from './study-cells.ts';
import { StudyTable } from './StudyTable.tsx';
import './studies.css';

export function StudiesPanel(): JSX.Element {
  const query = useQuery(studiesQuery);
  const studies = query.data ?? [];
  const wanted = useShownStudy((state) => state.id);
  const shown = studies.find(({ id }) => id === wanted) ?? studies.at(-1);
  const retry = { label: 'Try again', run: () => void query.refetch() };
  if (query.isError) return <ErrorNote error={errorValueOf(query.error)} action={retry} />;
  if (query.isSuccess && shown === undefined) return (
    <Empty
      text="A study runs every method on every problem with every seed. Its grid fills here while the runs end."
      actions={[
        { label: 'New study…', run: () => void runCommand('new-study') },
        { label: 'Open study…', run: () => void runCommand('open-study') },
      ]}
    />
  );
  return shown === undefined ? <></> : <ShownStudy key={shown.id} study={shown} studies={studies} />;
}

const STATUS_WORDS: Readonly<Record<StudyStatus, string>> = { going: 'going', paused: 'paused', done: 'done', open: 'not finished' };

function ShownStudy({ study, studies }: { readonly study: StudySummary; readonly studies: readonly StudySummary[] }): JSX.Element {
  const query = useQuery(studyQuery(study.id));
  const [figure, setFigure] = useState<Figure>('best');
  const runs = useRuns();
  const problems = useProblems();
  const pool = usePool().data;
  const byId = useMemo(() => new Map(runs.map((run) => [run.id, run])), [runs]);
  const detail = query.data;
  const cells = useMemo(() => (detail === undefined ? null : studyCells(detail, byId)), [detail, byId]);
  const whole = cells === null ? null : wholeOf(cells.values());
  const status = cells === null || detail === undefined ? study.status : statusNow(study, cells);
  const left = cells === null || status !== 'going' ? null : secondsLeft(cells.values(), pool?.size ?? 1);
  const share = whole === null || whole.places === 0 ? 0 : (whole.done + whole.failed + whole.stopped) / whole.places;
  return (
    <>
      <div className="lz-tools" role="toolbar" aria-label="Studies">
        <Select
          aria-label="Study"
          data={studies.map(({ id, title }) => ({ value: String(id), label: title }))}
          value={String(study.id)}
          onChange={(id) => id !== null && useShownStudy.setState({ id: Number(id) })}
          searchable={studies.length > 8}
          w={220}
        />
        <Choice label="Figure of each cell" value={figure} onChange={setFigure} options={FIGURES} />
        <div className="lz-tools-end">
          {detail !== undefined && <StudyActions study={study} status={status} detail={detail} />}
          <Button variant="default" leftSection={<IconPlus size={13} aria-hidden />} onClick={() => runCommand('new-study')}>
            New study…
          </Button>
        </div>
      </div>
      {query.isError && <ErrorNote error={errorValueOf(query.error)} />}
      {whole !== null && (
        <div className="lz-study-head" role="status" aria-label="Progress of the study">
          <Progress value={100 * share} w={140} size={6} aria-label="Share of the study that is over" />
          <span className="tabular">{countWords(whole)} runs, {STATUS_WORDS[status]}</span>
          {whole.running > 0 && <span className="dim tabular">{formatCount(whole.running)} running</span>}
          {left !== null && <span className="dim tabular">{timeLeftWords(left)}</span>}
        </div>
      )}
      {detail !== undefined && cells !== null && (
        <div className="lz-study-scroll" role="region" aria-label="Grid of the study" tabIndex={0}>
          <StudyTable
            methods={detail.spec.methods.map(({ name }) => name)}
            problems={detail.spec.problems.flatMap((id) => problems.find((problem) => problem.id === id) ?? [])}
            cells={cells}
            figure={figure}
          />
        </div>
      )}
    </>
  );
}

/** By the runs as they are now, which the list of studies is not told of one by one. */
function statusNow({ state }: StudySummary, cells: ReturnType<typeof studyCells>): StudyStatus {
  let open = 0;
  for (const { places, runs, done, failed } of cells.values()) {
    if (runs.some(({ status }) => status === 'queued' || status === 'running' || status === 'cancelling')) {
      return state === 'paused' ? 'paused' : 'going';
    }
    open += places - done - failed;
  }
  return open === 0 ? 'done' : 'open';
}

interface ActionsProps {
  readonly study: StudySummary;
  readonly status: StudyStatus;
  readonly detail: StudyDetail;
}

function StudyActions({ study: { id, title }, status, detail }: ActionsProps): JSX.Element {
  const pause = (paused: boolean): void => attempt(() => request({ type: 'study.pause', id, paused }));
  const goOn = (): void => attempt(() => request({ type: 'study.start', id, title, spec: detail.spec }));
  return (
    <>
      {status === 'going' && (
        <Button
          variant="default" leftSection={<IconPlayerPause size={13} aria-hidden />} onClick={() => pause(true)}
          title="Runs that are going end; those that wait do not start"
        >
          Pause
        </Button>
      )}
      {status === 'paused' && (
        <Button variant="default" leftSection={<IconPlayerPlay size={13} aria-hidden />} onClick={() => pause(false)}>Continue</Button>
      )}
      {(status === 'going' || status === 'paused') && (
        <Button
          variant="default" leftSection={<IconPlayerStop size={13} aria-hidden />}
          onClick={() => attempt(() => request({ type: 'study.stop', id }))} title="What the runs have reached is kept, and they can go on"
        >
          Stop
        </Button>
      )}
      {status === 'open' && (
        <Button
          leftSection={<IconPlayerPlay size={13} aria-hidden />} onClick={goOn}
          title="Makes the runs that are missing; those that stopped go on from their last checkpoint"
        >
          {detail.runs.every(({ runId }) => runId === null) ? 'Start' : 'Resume'}
        </Button>
      )}
      <Button
        variant="default" leftSection={<IconPencil size={13} aria-hidden />}
        onClick={() => openDialog({ kind: 'study', id, runs: [] })}
      >
        Change…
      </Button>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon aria-label="More for this study"><IconDots size={15} aria-hidden /></ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => attempt(async () => {
            const written = await request({ type: 'study.save', id });
            if (!written.cancelled && written.name !== null) showNews(`Wrote ${written.name}`);
          })}>
            Save as file…
          </Menu.Item>
          <Menu.Item onClick={() => runCommand('open-study')}>Open study…</Menu.Item>
          <Menu.Divider />
          <Menu.Item className="lz-danger" onClick={() => attempt(async () => {
            await request({ type: 'study.remove', id });
            showNews(`Removed the study “${title}”; its runs stay. Undo brings it back.`);
          })}>
            Remove
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
