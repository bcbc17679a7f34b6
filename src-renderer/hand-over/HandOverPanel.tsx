/**
 * Exact solves of a problem side by side, read off at 10, 100, 1000 s: what a decoded start and a ball
 * around it are worth to an exact solver.
 */
import { Button, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { PanelTools, RunsChoice } from '../common/PanelTools.tsx';
import type { JSX } from 'react';
import { useProblems, useRuns } from '../api/queries.ts';
import { errorValueOf } from '../api/request.ts';
import { ExportMenu } from '../parts/ExportMenu.tsx';
import { firstRuns } from '../parts/first-runs.ts';
import { useSelectedRuns } from '../parts/use-selected-runs.ts';
import { Empty } from '../common/Empty.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { formatObjective, fullPrecision } from '../format/index.ts';
import { BASIS } from '../parts/basis.ts';
import { solveOrOpen } from '../parts/first-step.ts';
import { runCommand, useAvailableCommands } from '../state/command-actions.ts';
import { useSelection } from '../state/selection.ts';
import { handOverTable } from './hand-over-export.ts';
import { parseLimits } from './hand-over-plan.ts';
import { HandOverTable } from './HandOverTable.tsx';
import { useHandOverSettings } from './solve-times.ts';
import { useHandOverRows } from './use-hand-over-rows.ts';
import './hand-over.css';

/** Each run listed is a spec and a log asked for. */
const MOST_LISTED = 200;

export function HandOverPanel(): JSX.Element {
  const [which, setWhich] = useState<'selected' | 'problem'>('problem');
  const problems = useProblems();
  const all = useRuns();
  const selected = useSelectedRuns();
  const focusedRunId = useSelection((state) => state.focusedRunId);
  const selectedProblemId = useSelection((state) => state.selectedProblemId);
  const inspected = useSelection((state) => state.inspected);
  const { limits } = useHandOverSettings();
  const canHandOver = useAvailableCommands().has('hand-over');

  const focused = all.find((run) => run.id === focusedRunId) ?? selected[0] ?? null;
  const problemId = inspected === 'problem' ? (selectedProblemId ?? focused?.problemId ?? null) : (focused?.problemId ?? selectedProblemId);
  const problem = problems.find((one) => one.id === problemId) ?? null;
  const { runs, note } = useMemo(
    () => firstRuns(
      (which === 'selected' ? selected : all.filter((run) => run.problemId === problemId)).filter((run) => run.kind === 'exact'),
      MOST_LISTED, 'Listed',
    ),
    [which, selected, all, problemId],
  );
  const shown = useHandOverRows(runs, problems, limits);
  const shownProblems = new Set(shown.rows.map((row) => row.run.problemId));
  const hasBall = shown.rows.some((row) => row.way === 'ball');
  const one = shownProblems.size <= 1 ? (problems.find((each) => shownProblems.has(each.id)) ?? problem) : null;

  return (
    <>
      <PanelTools
        label="Hand-over"
        end={
          <>
            {one !== null && one.reference !== null && (
              <span
                className="caption"
                title={`Gaps are measured against it: ${BASIS[one.reference.basis].help}. ${fullPrecision(one.reference.objective)}`}
              >
                {one.name}: {BASIS[one.reference.basis].word} {formatObjective(one.reference.objective, { digits: 8 })}
              </span>
            )}
            <ExportMenu
              what="hand-over"
              table={() => handOverTable(shown.rows, limits, problems, shown.details)}
              disabled={shown.rows.length === 0}
            />
          </>
        }
      >
        <RunsChoice value={which} onChange={setWhich} />
        <LimitsField />
        <Button
          variant="default"
          disabled={!canHandOver}
          title={canHandOver ? undefined : 'Select a finished run that has a solution: a descent, a decoding or a solve'}
          onClick={() => runCommand('hand-over')}
        >
          Hand over…
        </Button>
      </PanelTools>
      {shown.error !== null && <ErrorNote error={errorValueOf(shown.error)} />}
      {runs.length === 0 && shown.error === null ? (
        <Empty
          text={which === 'selected'
            ? 'Select exact solves in the run table to compare them here.'
            : 'Exact solves of the problem will stand here side by side: from scratch, from a decoded start, and within a ball around it, at each of the times.'}
          actions={canHandOver
            ? [{ label: 'Hand over to the exact solver…', run: () => void runCommand('hand-over') }]
            : solveOrOpen(problems.length)}
        />
      ) : (
        <div className="lz-hand-over-scroll" role="region" aria-label="Table of the hand-over" tabIndex={0}>
          {shown.rows.length > 0 && <HandOverTable rows={shown.rows} limits={limits} severalProblems={shownProblems.size > 1} />}
          {shown.loading && shown.rows.length === 0 && <p className="lz-dense-empty">Loading solves…</p>}
        </div>
      )}
      {(hasBall || note !== null) && (
        <div className="lz-note-bar">
          {hasBall && 'What a ball proves holds inside it only: it bounds nothing of the program. '}
          {note}
        </div>
      )}
    </>
  );
}

/** The times; what is half typed changes nothing yet. */
function LimitsField(): JSX.Element {
  const { limits, setLimits } = useHandOverSettings();
  const [text, setText] = useState<string | null>(null);
  const parsed = text === null ? null : parseLimits(text);
  const complaint = parsed !== null && 'complaint' in parsed ? parsed.complaint : null;
  const take = (): void => {
    if (parsed !== null && 'limits' in parsed) setLimits(parsed.limits);
    if (complaint === null) setText(null);
  };
  return (
    <div className="row-tight">
      <span className="lz-tools-label" title="Seconds at which each solve is read off its log">
        read off at
      </span>
      <TextInput
        aria-label="Times [s]"
        w={128}
        value={text ?? limits.join(', ')}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
          if (event.key === 'Escape') setText(null);
        }}
        error={complaint !== null}
        title={complaint ?? undefined}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: 'tabular' }}
      />
      <span className="lz-tools-label">s</span>
    </div>
  );
}
