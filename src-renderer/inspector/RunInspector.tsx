/** What is known of a run: result with its uncertainty and what it rests on, solutions, error, spec, notes, manifest. */
import { Button } from '@mantine/core';
import { Suspense, use } from 'react';
import type { JSX } from 'react';
import type { JobResult } from '../../src-contract/job-event.ts';
import type { RunDetail, RunSummary } from '../../src-contract/session.ts';
import { isGoing } from '../api/events.ts';
import type { Progress } from '../api/progress.ts';
import { useLiveRun } from '../api/live-runs.ts';
import { useRunDetail, useSolutions } from '../api/queries.ts';
import { errorValueOf, request } from '../api/request.ts';
import { CopyButton } from '../common/CopyButton.tsx';
import { ErrorNote } from '../common/ErrorNote.tsx';
import { StatusBadge } from '../common/StatusBadge.tsx';
import { Swatch } from '../common/Swatch.tsx';
import { statusWords } from '../common/status.ts';
import { timeLeft, wholePercent } from '../common/time-left.ts';
import {
  formatCount, formatDuration, formatMeasuredGap, formatNumber, formatObjective, fullPrecision, measuredGapHelp,
} from '../format/index.ts';
import { ReadingLine } from '../parts/ReadingLine.tsx';
import { OriginLink } from '../parts/OriginLink.tsx';
import { runCommand } from '../state/command-actions.ts';
import { openDialog } from '../state/open-dialog.ts';
import { showViolatedRows } from '../state/program-view.ts';
import { attempt } from '../common/notify.tsx';
import { askToRemoveRuns, canHandOver, cancelRuns, canResume } from '../parts/run-actions.ts';
import { pageKind } from '../kinds/kinds.ts';
import { describeSpec } from './describe-spec.ts';
import { Block, Facts } from '../common/Facts.tsx';
import type { Fact } from '../common/Facts.tsx';
import { Provenance } from './Provenance.tsx';
import { ExplanationBlock } from './ExplanationBlock.tsx';
import { RunNotes } from './RunNotes.tsx';
import { mayHaveSolutions } from '../../src-contract/job-kinds.ts';

export function RunInspector({ run, selectedCount }: { readonly run: RunSummary; readonly selectedCount: number }): JSX.Element {
  const query = useRunDetail(run.id);
  const detail = query.data;
  const error = detail?.error ?? null;
  return (
    <>
      <header className="lz-inspector-head">
        <h2 className="row-tight">
          <Swatch run={run} /> <span>Run {run.id}</span>
          {run.label !== '' && <span className="lz-run-label truncate">{run.label}</span>}
        </h2>
        <div className="row" style={{ flexWrap: 'wrap' }}>
          <span>{run.methodName}</span>
          <span className="mono dim truncate">{run.problemName}</span>
          <StatusBadge status={statusWords(run)} />
        </div>
        {run.origin !== null && (
          <div className="caption">
            {'file' in run.origin ? 'Read from' : 'Begins with'} <OriginLink origin={run.origin} />
          </div>
        )}
        {selectedCount > 1 && <div className="caption">{selectedCount} runs are selected; this is the one with the cursor.</div>}
        <div className="row" style={{ marginTop: 8, flexWrap: 'wrap', gap: 4 }}>
          {isGoing(run) && (
            <Button variant="default" onClick={() => cancelRuns([run.id])} disabled={run.status === 'cancelling'}>
              Cancel
            </Button>
          )}
          {canResume(run) && (
            <Button variant="default" onClick={() => attempt(() => request({ type: 'run.resume', id: run.id }))}>
              Resume
            </Button>
          )}
          <Button variant="default" onClick={() => openDialog({ kind: 'new-run', tab: run.kind, from: run.id })}>
            Duplicate…
          </Button>
          {canHandOver(run) && (
            <Button
              variant="default"
              title="Give a solution of this run to an exact solver, as its start or as the center of a ball"
              onClick={() => openDialog({ kind: 'hand-over', from: run.id })}
            >
              Hand over…
            </Button>
          )}
          <Button variant="default" onClick={() => askToRemoveRuns([run.id])}>
            Remove…
          </Button>
        </div>
      </header>
      {isGoing(run) && <LiveBlock run={run} />}
      {query.isError && <ErrorNote error={errorValueOf(query.error)} action={{ label: 'Try again', run: () => void query.refetch() }} />}
      {error !== null && <ErrorNote error={error} />}
      {detail !== undefined && <DetailBlocks run={run} detail={detail} />}
    </>
  );
}

function LiveBlock({ run }: { readonly run: RunSummary }): JSX.Element | null {
  const progress = useLiveRun(run.id)?.progress ?? null;
  if (progress === null) {
    return <p className="lz-inspector-text dim">{run.status === 'queued' ? 'Waits for a free worker.' : 'Starting.'}</p>;
  }
  return (
    <Block title="Progress">
      <Facts
        rows={[
          { label: 'Done', value:
            `${formatCount(progress.done)} ${progress.unit}${progress.fraction === null ? '' : ` (${wholePercent(progress.fraction)})`}` },
          { label: 'Rate', value: progress.rate === null ? 'not known yet' : `${formatNumber(progress.rate)} a second` },
          { label: 'Time', value: formatDuration(progress.seconds) },
          { label: 'Time left', value: progress.secondsLeft === null
            ? (progress.fraction === null ? 'cannot be foreseen' : 'not stable yet')
            : timeLeft(progress.secondsLeft), help: 'Said once the rate has been stable for a while' },
          ...incumbentFacts(progress),
          ...(progress.bound === null
            ? []
            : [{ label: 'Bound', value: formatNumber(progress.bound, { digits: 8 }), help: 'Proven: no solution is better' }]),
        ]}
      />
    </Block>
  );
}

/** The best so far, and how it meets the rows. */
function incumbentFacts({ incumbent, incumbentMissed }: Progress): readonly Fact[] {
  if (incumbent === null) return [];
  const met =
    incumbentMissed === 0
      ? { value: 'exactly', help: 'The vector was rechecked' }
      : incumbentMissed === null
        ? { value: 'not checked yet', help: 'The solver has reported the value. It reports the vector only when it ends' }
        : {
          value: `in tolerance, missed by ${formatNumber(incumbentMissed)}`,
          help: 'It meets the rows only within the feasibility tolerance asked for',
        };
  return [
    { label: 'Incumbent', value: formatObjective(incumbent, { digits: 8 }), help: 'Best solution so far' }, { label: 'Rows met', ...met },
  ];
}

function DetailBlocks({ run, detail }: { readonly run: RunSummary; readonly detail: RunDetail }): JSX.Element {
  const { result, manifest } = detail;
  return (
    <>
      {result !== null && <Suspense fallback={null}><ResultBlocks run={run} result={result} /></Suspense>}
      <Provenance run={run} />
      <RunNotes key={run.id} run={run} />
      <Block title="Spec">
        <Facts rows={describeSpec(detail.spec)} />
        <div className="lz-inspector-text">
          <CopyButton label="Copy spec" text={() => JSON.stringify(detail.spec, null, 2)} />
        </div>
      </Block>
      <Block title="Kept" open={false}>
        <Facts
          rows={[
            { label: 'Points', value: formatCount(detail.seriesLength), help: 'Recorded points of the trajectory' },
            { label: 'Snapshots', value: formatCount(detail.snapshotIterations.length), help: 'Stored x̂ vectors' },
            { label: 'Checkpoint', value: detail.hasCheckpoint ? 'yes' : 'no', help: 'Whether the run can go on where it stopped' },
          ]}
        />
      </Block>
      <Block title="Manifest" open={false}>
        <Facts
          rows={[
            { label: 'Application', value: manifest.application },
            { label: 'Runtime', value: manifest.runtime },
            ...(manifest.machine === undefined ? [] : [{ label: 'Machine', value: manifest.machine, help: 'Where it was computed' }]),
            { label: 'Solver', value: manifest.solver ?? 'none' },
            {
              label: 'Numerics', value: String(manifest.numerics),
              help: 'Version of the code that decides numbers: the same version, spec and seed give the same bits',
            },
            { label: 'Program', value: <span className="mono wrap">{manifest.programHash}</span>, help: 'SHA-256 of the encoded program' },
            { label: 'Created', value: manifest.createdAt },
          ]}
        />
        <div className="lz-inspector-text">
          <CopyButton label="Copy manifest" text={() => JSON.stringify({ run: run.id, manifest, spec: detail.spec }, null, 2)} />
        </div>
      </Block>
    </>
  );
}

/** What came of it, in the words of its kind. */
function ResultBlocks({ run, result }: { readonly run: RunSummary; readonly result: JobResult }): JSX.Element {
  const { lines, sentence, Below } = use(pageKind(result.kind));
  const restsOn = sentence(result);
  return (
    <>
      <Block title="Result">
        {restsOn !== null && <p className="lz-inspector-text">{restsOn}</p>}
        <Facts rows={lines(result)} />
        {run.gap !== null &&
          <Facts
            rows={[
              {
                label: 'Gap',
                value: <span
                  className={measuredGapHelp(run) === null ? undefined : 'lz-unproven'}
                  title={`${fullPrecision(run.gap * 100)} %`}
                >{formatMeasuredGap(run)}{run.gapBasis === 'best-found' ? ', to the best found' : ''}</span>,
                help: measuredGapHelp(run) ?? 'From the reference value of the problem; positive is worse',
              },
            ]}
          />}
      </Block>
      {result.kind === 'exact' && result.status === 'infeasible' && <ExplanationBlock run={run} explanation={result.explanation} />}
      {mayHaveSolutions(run) && <SolutionsBlock run={run} />}
      {Below !== undefined && <Below result={result} />}
    </>
  );
}

/** Of a longer list the rest is in the panel of solutions. */
const MOST_SOLUTIONS_SHOWN = 20;

function SolutionsBlock({ run }: { readonly run: RunSummary }): JSX.Element | null {
  const solutions = useSolutions(run.id).data ?? [];
  if (solutions.length === 0) return null;
  return (
    <Block title={solutions.length === 1 ? 'Solution' : `Solutions (${solutions.length})`}>
      <table className="lz-table lz-compact selectable">
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col" className="num" title="Recomputed from the solution, in the problem’s own sense">
              Objective
            </th>
            <th scope="col" title="Σᵢ max(aᵢᵀx − bᵢ, 0)">
              Violation
            </th>
          </tr>
        </thead>
        <tbody>
          {solutions.slice(0, MOST_SOLUTIONS_SHOWN).map((solution, k) => (
            <tr key={`${solution.source}-${k}`}>
              <td>{solution.source}</td>
              <td className="num" title={fullPrecision(solution.objective)}>
                {solution.feasible
                  ? formatObjective(solution.objective, { digits: 6 })
                  : <s className="lz-struck">{formatObjective(solution.objective, { digits: 6 })}</s>}
              </td>
              <td>
                {solution.feasible
                  ? 'feasible'
                  : (
                    <>
                      {formatNumber(solution.violation)} in{' '}
                      <button type="button" className="lz-link" title="Shows them" onClick={() => showViolatedRows(run, k, null)}>
                        {solution.violatedRows.length} {solution.violatedRows.length === 1 ? 'row' : 'rows'}
                      </button>
                    </>
                  )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {solutions.slice(0, MOST_SOLUTIONS_SHOWN).map((solution, k) => solution.reading !== undefined && (
        <p key={`${solution.source}-${k}`} className="lz-inspector-text wrap selectable">
          {solutions.length > 1 && `${k + 1}. `}
          <ReadingLine reading={solution.reading} />
        </p>
      ))}
      {solutions.length > MOST_SOLUTIONS_SHOWN && (
        <p className="lz-inspector-text dim">and {formatCount(solutions.length - MOST_SOLUTIONS_SHOWN)} more</p>
      )}
      <div className="lz-inspector-text">
        <Button variant="default" onClick={() => runCommand('compare-solutions')}>
          Compare solutions
        </Button>
      </div>
    </Block>
  );
}
