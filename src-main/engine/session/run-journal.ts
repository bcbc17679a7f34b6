/**
 * What happens to runs while they go, written down: made, started, recording, ended, gone on. Nothing
 * here waits for the disk: writes are queued, in order, and what does not fit on a full disk is kept
 * until there is room. A run's row in memory is ahead of the disk by a tenth of a second at most.
 */
import { giveRoom, weightOf } from '../../../src-contract/bytes-in-flight.ts';
import type { BytesInFlight } from '../../../src-contract/bytes-in-flight.ts';
import type { JobEvent, JobOutcome } from '../../../src-contract/job-event.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { RunPlace } from '../../../src-contract/queue-state.ts';
import type { Manifest } from '../../../src-contract/session.ts';
import type { DescentCheckpoint } from '../../../src-science/descent/descent-control.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { EngineError, toErrorValue } from '../error-value.ts';
import type { NewRun } from './protocol.ts';
import { codeOf } from '../files/refusals.ts';
import { NUMERICS } from '../numerics.ts';
import { columnsOfChunk, columnsOfProgress } from './run-row.ts';
import type { RunRow } from './run-row.ts';
import { numericsOfRow } from './run-identity.ts';
import { isGoing, runVerdict } from './run-state.ts';
import type { RunState } from './run-state.ts';
import type { RunEnding, RunStore } from './run-store.ts';
import type { SeriesStore } from './series-store.ts';
import type { WriteQueue } from './write-queue.ts';

export interface RunJournal {
  /** Makes queued runs, all or none. @returns their ids */
  create(wanted: readonly (NewRun & { readonly manifest: Manifest; readonly form: NormalForm })[]): number[];
  /**
   * @param flight what of its events is not stored yet
   * @param place where it runs, if that is another machine
   */
  started(id: number, flight?: BytesInFlight, place?: RunPlace): void;
  cancel(id: number): void;
  event(id: number, event: JobEvent): void;
  finish(id: number, outcome: JobOutcome, interrupted: boolean): void;
  /** Makes runs queued again, all or none. */
  reopen(ids: readonly number[]): { readonly id: number; readonly spec: JobSpec; readonly checkpoint: DescentCheckpoint | null }[];
  /** Nothing that these said and that is not written yet is wanted any more. */
  forget(ids: readonly number[]): void;
  /** Runs that were going when the program last had this session are not going now. */
  markInterrupted(): void;
}

interface Surroundings {
  readonly runs: RunStore;
  readonly series: SeriesStore;
  readonly queue: WriteQueue;
  /** Does work in one transaction. */
  readonly together: (work: () => void) => void;
  readonly touch: () => void;
  readonly changed: (id: number) => void;
}

/** A solver's incumbent was never rechecked, and its vector is gone with its process. */
const UNPROVEN = { objective: null, feasible: null, violation: null, bound: null } as const;

export function createRunJournal({ runs, series, queue, together, touch, changed }: Surroundings): RunJournal {
  /** Ends that are known and not written yet; the row of such a run still says what it was. */
  const ends = new Map<number, RunState>();
  const stateOf = (id: number): RunState => ends.get(id) ?? runs.row(id).status;
  const flights = new Map<number, BytesInFlight>();
  /** What is to be called once an event is on the disk or forgotten: its run's worker may be waiting for the room. */
  const storing = (id: number, event: JobEvent): (() => void) => {
    const flight = flights.get(id);
    const kib = weightOf(event);
    return () => {
      if (flight !== undefined && kib > 0) giveRoom(flight, kib);
    };
  };
  const later = (id: number, change: Partial<RunRow>): void => {
    queue.add(id, runs.changeLater(id, change));
    changed(id);
  };

  const forget = (ids: readonly number[]): void => {
    queue.forget(new Set(ids));
    for (const id of ids) {
      series.finished(id);
      ends.delete(id);
    }
  };

  return {
    create(wanted) {
      const gone = wanted.flatMap(({ replaces }) => replaces ?? []);
      for (const id of gone) if (isGoing(stateOf(id))) {
        throw new EngineError('run-going', `Run ${id} is still ${stateOf(id)}.`, 'Cancel it first.');
      }
      forget(gone);
      return runs.create(wanted, Date.now()).map((row) => row.id);
    },

    started(id, flight, place) {
      if (flight !== undefined) flights.set(id, flight);
      // A run may have been removed while word of it was under way.
      if (!runs.rows.has(id)) return;
      const verdict = runVerdict(stateOf(id), { type: 'started' });
      if (verdict.kind === 'stays' && verdict.why === 'over') return;
      touch();
      // Another machine that takes it up does not begin it anew.
      const isFirst = verdict.kind === 'moves' || runs.row(id).startedAt === null;
      later(id, {
        ...(verdict.kind === 'moves' ? { status: verdict.to } : {}), ...(isFirst ? { startedAt: Date.now() } : {}),
        ...(place === undefined ? {} : { machine: place.machine }),
      });
      if (place !== undefined) queue.add(id, () => runs.place(id, place));
    },

    cancel(id) {
      const verdict = runVerdict(stateOf(id), { type: 'cancel' });
      if (verdict.kind !== 'moves') return;
      touch();
      later(id, { status: verdict.to });
    },

    event(id, event) {
      const stored = storing(id, event);
      // A run may have been removed while what it said was under way.
      if (!runs.rows.has(id)) {
        stored();
        return;
      }
      touch();
      switch (event.type) {
        case 'progress':
          later(id, columnsOfProgress(event));
          break;
        case 'series':
          queue.addSeries(id, event.chunk, stored);
          later(id, columnsOfChunk(event.chunk));
          break;
        case 'snapshot':
          queue.add(id, () => runs.saveSnapshot(id, event.iteration, event.xHat), stored);
          break;
        case 'checkpoint':
          queue.add(id, () => runs.saveCheckpoint(id, event.checkpoint), stored);
          break;
        case 'restarted':
          // What waits is of the points that go.
          queue.flush();
          series.clear(id);
          runs.dropSnapshotsFrom(id, 0);
          break;
      }
    },

    finish(id, outcome, interrupted) {
      flights.delete(id);
      if (!runs.rows.has(id)) return;
      const verdict = runVerdict(stateOf(id), { type: 'ended', as: outcome.status, byProgram: interrupted });
      if (verdict.kind !== 'moves') return;
      touch();
      const at = Date.now();
      ends.set(id, verdict.to);
      queue.add(id, () => {
        series.finished(id);
        try {
          runs.finish(id, endingOf(outcome, verdict.to, at));
        } catch (error) {
          // A result that cannot be stored must not leave a run that seems to go on for ever.
          if (codeOf(error).startsWith('SQLITE_')) throw error;
          runs.finish(id, { status: 'failed', error: toErrorValue(error), finishedAt: at });
        }
        ends.delete(id);
        changed(id);
      });
    },

    reopen(ids) {
      const wanted = ids.map((id) => {
        const { startedAt } = runs.row(id);
        const checkpoint = runs.checkpoint(id);
        const verdict = runVerdict(stateOf(id), { type: 'reopen', whole: checkpoint !== null || startedAt === null });
        if (verdict.kind !== 'moves') {
          throw new EngineError(
            'run-not-resumable', `Run ${id} is ${stateOf(id)} and cannot be resumed.`, 'Start a new run with the same settings instead.',
          );
        }
        // Half of it would be of one version and half of another, under the name of the first.
        const numerics = numericsOfRow(runs.row(id));
        if (numerics !== null && numerics !== NUMERICS) {
          throw new EngineError(
            'run-not-resumable',
            `Run ${id} was begun by another version of Leibniz, with numerics ${numerics}; this one computes with ${NUMERICS}.`,
            'Start a new run with the same settings instead.',
          );
        }
        return { id, spec: runs.spec(id), checkpoint };
      });
      together(() => {
        for (const { id, checkpoint } of wanted) {
          if (checkpoint === null) {
            series.clear(id);
            runs.dropSnapshotsFrom(id, 0);
          } else {
            // Points from the checkpoint on are computed again, to the same bits.
            series.truncate(id, checkpoint.iteration);
            runs.dropSnapshotsFrom(id, checkpoint.iteration);
          }
          runs.reopen(id);
        }
      });
      for (const id of ids) changed(id);
      return wanted;
    },

    forget,

    markInterrupted() {
      together(() => {
        for (const { id, status } of runs.rows.values()) {
          const verdict = runVerdict(status, { type: 'found' });
          if (verdict.kind === 'moves') runs.change(id, { ...UNPROVEN, status: verdict.to });
        }
      });
    },
  };
}

/** @param state what the run came to */
function endingOf(outcome: JobOutcome, state: RunState, finishedAt: number): RunEnding {
  if (outcome.status === 'failed') return { status: state, error: outcome.error, finishedAt };
  if (state !== 'interrupted') return { status: state, result: outcome.result, finishedAt };
  const checkpoint = outcome.result !== null && 'checkpoint' in outcome.result ? { checkpoint: outcome.result.checkpoint } : {};
  return { status: state, finishedAt, ...checkpoint, columns: UNPROVEN };
}
