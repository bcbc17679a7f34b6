/**
 * What happens to runs while they go, written down: made, started, recording, ended, gone on. Nothing
 * here waits for the disk: writes are queued, in order, and what does not fit on a full disk is kept
 * until there is room. A run's row in memory is ahead of the disk by a tenth of a second at most.
 */
import type { JobEvent, JobOutcome } from '../../../src-contract/job-event.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { Manifest } from '../../../src-contract/session.ts';
import type { DescentCheckpoint } from '../../../src-science/descent/descent-spec.ts';
import { EngineError, toErrorValue } from '../error-value.ts';
import { codeOf } from './refusals.ts';
import { columnsOfChunk, columnsOfProgress } from './run-row.ts';
import type { RunRow } from './run-row.ts';
import type { RunEnding, RunStore } from './run-store.ts';
import type { SeriesStore } from './series-store.ts';
import type { WriteQueue } from './write-queue.ts';

export interface RunJournal {
  /** Makes one queued run a spec, all or none. @returns their ids */
  create(problemId: number, specs: readonly JobSpec[], manifest: Manifest): number[];
  status(id: number, status: RunRow['status']): void;
  event(id: number, event: JobEvent): void;
  finish(id: number, outcome: JobOutcome, interrupted: boolean): void;
  reopen(id: number): { readonly spec: JobSpec; readonly checkpoint: DescentCheckpoint | null };
  remove(ids: readonly number[]): void;
  /** Runs that were going when the program last had this session are not going now. */
  markInterrupted(): void;
}

interface Surroundings {
  readonly runs: RunStore;
  readonly series: SeriesStore;
  readonly queue: WriteQueue;
  readonly touch: () => void;
  readonly changed: (id: number) => void;
}

/** A solver's incumbent was never rechecked, and its vector is gone with its process. */
const UNFINISHED = { status: 'interrupted', objective: null, feasible: null, violation: null, bound: null } as const;

export function createRunJournal({ runs, series, queue, touch, changed }: Surroundings): RunJournal {
  const later = (id: number, change: Partial<RunRow>): void => {
    queue.add(id, runs.changeLater(id, change));
    changed(id);
  };

  return {
    create(problemId, specs, manifest) {
      return runs.create(problemId, specs, manifest, Date.now()).map((row) => row.id);
    },

    status(id, status) {
      touch();
      later(id, { status, ...(status === 'running' ? { startedAt: Date.now() } : {}) });
    },

    event(id, event) {
      // A run may have been removed while what it said was under way.
      if (!runs.rows.has(id)) return;
      touch();
      switch (event.type) {
        case 'progress':
          later(id, columnsOfProgress(event));
          break;
        case 'series':
          queue.addSeries(id, event.chunk);
          later(id, columnsOfChunk(event.chunk));
          break;
        case 'snapshot':
          queue.add(id, () => runs.saveSnapshot(id, event.iteration, event.xHat));
          break;
        case 'checkpoint':
          queue.add(id, () => runs.saveCheckpoint(id, event.checkpoint));
          break;
      }
    },

    finish(id, outcome, interrupted) {
      if (!runs.rows.has(id)) return;
      touch();
      const at = Date.now();
      queue.add(id, () => {
        series.finished(id);
        try {
          runs.finish(id, endingOf(outcome, interrupted, at));
        } catch (error) {
          // A result that cannot be stored must not leave a run that seems to go on for ever.
          if (codeOf(error).startsWith('SQLITE_')) throw error;
          runs.finish(id, { status: 'failed', error: toErrorValue(error), finishedAt: at });
        }
        changed(id);
      });
    },

    reopen(id) {
      const { status, kind } = runs.row(id);
      const checkpoint = kind === 'descent' ? runs.checkpoint(id) : null;
      const canGoOn = status === 'interrupted' || status === 'failed' || (status === 'cancelled' && (checkpoint !== null || runs.row(id).startedAt === null));
      if (!canGoOn) {
        throw new EngineError('run-not-resumable', `Run ${id} is ${status} and cannot be resumed.`, 'Start a new run with the same settings instead.');
      }
      const spec = runs.spec(id);
      if (checkpoint === null) {
        series.clear(id);
        runs.dropSnapshotsFrom(id, 0);
      } else {
        // Points from the checkpoint on are computed again, to the same bits.
        series.truncate(id, checkpoint.iteration);
        runs.dropSnapshotsFrom(id, checkpoint.iteration);
      }
      runs.reopen(id);
      changed(id);
      return { spec, checkpoint };
    },

    remove(ids) {
      queue.forget(new Set(ids));
      for (const id of ids) series.finished(id);
      runs.remove(ids);
    },

    markInterrupted() {
      for (const { id, status } of runs.rows.values()) {
        if (status === 'queued' || status === 'running' || status === 'cancelling') runs.change(id, UNFINISHED);
      }
    },
  };
}

function endingOf(outcome: JobOutcome, interrupted: boolean, finishedAt: number): RunEnding {
  if (outcome.status === 'failed') return { status: 'failed', error: outcome.error, finishedAt };
  if (!interrupted) return { status: outcome.status, result: outcome.result, finishedAt };
  const checkpoint = outcome.result?.kind === 'descent' ? { checkpoint: outcome.result.checkpoint } : {};
  return { status: 'interrupted', finishedAt, ...checkpoint, columns: UNFINISHED };
}
