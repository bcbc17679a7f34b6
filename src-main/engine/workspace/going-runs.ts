/**
 * The runs of a workspace that are queued or running: each is made in the session, handed to the scheduler,
 * and stored when it ends. What a job says goes to the window and to the session's thread, in that order.
 */
import { noBytesInFlight } from '../../../src-contract/bytes-in-flight.ts';
import { namedBySpec, namesNothing } from '../../../src-contract/job-attachment.ts';
import type { Attachment } from '../../../src-contract/worker-task.ts';
import type { AppEvent } from '../../../src-contract/ipc.ts';
import type { JobEvent, JobOutcome } from '../../../src-contract/job-event.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { RunSummary } from '../../../src-contract/session.ts';
import { EngineError, toErrorValue } from '../error-value.ts';
import type { EncodedProgram, Job, RunningJob } from '../execution/executor.ts';
import type { Scheduler } from '../execution/scheduler.ts';
import { lazyCrypto } from '../lazy-node.ts';
import { NUMERICS } from '../numerics.ts';
import type { SessionThread } from '../session/client.ts';
import type { NewRun } from '../session/protocol.ts';
import type { ProgramCache } from './program-cache.ts';
import type { WorkspaceOptions } from './workspace-api.ts';

interface GoingRun {
  readonly job: RunningJob;
  /** Resolves when its end is stored. */
  readonly ended: Promise<void>;
  /** The program stopped it, to close: it can go on later. What its user asked is known to the session. */
  stoppedByProgram: boolean;
}

interface Surroundings {
  readonly thread: SessionThread;
  readonly scheduler: Scheduler;
  readonly programs: ProgramCache;
  readonly manifest: WorkspaceOptions['manifest'];
  readonly onEvent: (event: AppEvent) => void;
  /** Runs that are made once this is so stay queued in the file, and are interrupted runs when it is opened. */
  readonly isClosing: () => boolean;
}

export interface GoingRuns {
  /** Makes runs and queues them; all or none. */
  start(wanted: readonly NewRun[], group: string): Promise<RunSummary[]>;
  /** Makes runs go on or start again; all or none. @throws EngineError `run-not-resumable` */
  resume(ids: readonly number[], group: string): Promise<RunSummary[]>;
  cancel(ids: readonly number[]): Promise<void>;
  /** Cancels what is to be removed, and resolves once it has written its last word. */
  stop(ids: readonly number[]): Promise<void>;
  /** Stops all of them, to go on later. */
  interrupt(): Promise<void>;
  /** Resolves once the runs that are going now have ended and are stored. */
  ended(): Promise<void>;
}

export function createGoingRuns({ thread, scheduler, programs, manifest, onEvent, isClosing }: Surroundings): GoingRuns {
  const going = new Map<number, GoingRun>();

  const store = async (id: number, outcome: JobOutcome): Promise<void> => {
    try {
      await thread.call<'run.finish'>({ type: 'run.finish', id, outcome, interrupted: going.get(id)?.stoppedByProgram ?? false });
    } catch (error) {
      onEvent({ type: 'error', error: toErrorValue(error) });
    }
  };

  const attachmentOf = async (spec: JobSpec): Promise<Attachment> => (
    namesNothing(namedBySpec(spec)) ? {} : thread.call<'run.attachment'>({ type: 'run.attachment', spec })
  );

  const launch = (
    { id }: RunSummary, spec: JobSpec, program: EncodedProgram, group: string, resumeFrom: Job['resumeFrom'], attached: Attachment,
  ): void => {
    const flight = noBytesInFlight();
    const job = scheduler.submit({
      job: { id: lazyCrypto().randomUUID(), spec, program, resumeFrom, flight, attached },
      group,
      onStarted: (place) => thread.tell({ type: 'run.started', id, flight, ...(place === undefined ? {} : { place }) }),
      onEvent: (event: JobEvent) => {
        // The window is sent its own copy, which Electron has no way round; the thread is given the memory itself.
        onEvent({ type: 'run.event', id, event: withoutVectors(event) });
        thread.tell({ type: 'run.event', id, event });
      },
    });
    const ended = job.outcome.then(async (outcome) => {
      await store(id, outcome);
      going.delete(id);
    });
    going.set(id, { job, ended, stoppedByProgram: false });
  };

  const cancel = async (ids: readonly number[]): Promise<void> => {
    // Told to the session first: what ends after this was asked to. What has ended before keeps its end.
    const stored = thread.call<'run.cancel'>({ type: 'run.cancel', ids: [...ids] });
    for (const id of ids) going.get(id)?.job.cancel();
    await stored;
  };

  return {
    async start(wanted, group) {
      const programsOf = new Map<number, EncodedProgram>();
      for (const { problemId } of wanted) if (!programsOf.has(problemId)) programsOf.set(problemId, await programs.of(problemId));
      // Before anything is made: what names a model that is not there is not begun.
      const attached: Attachment[] = [];
      for (const { spec } of wanted) attached.push(await attachmentOf(spec));
      const created = await thread.call<'run.create'>({
        type: 'run.create',
        runs: [...wanted],
        manifest: {
          application: manifest.application, runtime: manifest.runtime, solver: null, numerics: NUMERICS, programHash: '',
          createdAt: new Date().toISOString(),
        },
      });
      if (isClosing()) return created;
      created.forEach((run, k) => {
        const spec = wanted[k]?.spec;
        const program = programsOf.get(run.problemId);
        if (spec !== undefined && program !== undefined) launch(run, spec, program, group, null, attached[k] ?? {});
      });
      return created;
    },
    async resume(ids, group) {
      const busy = ids.find((id) => going.has(id));
      if (busy !== undefined) {
        throw new EngineError('run-not-resumable', `Run ${busy} is going already.`, 'Wait until it ends, or cancel it first.');
      }
      const reopened = await thread.call<'run.reopen'>({ type: 'run.reopen', ids: [...ids] });
      for (const { summary, spec, checkpoint } of reopened) {
        const program = await programs.of(summary.problemId);
        const attached = await attachmentOf(spec);
        if (!isClosing()) launch(summary, spec, program, group, checkpoint, attached);
      }
      return reopened.map(({ summary }) => summary);
    },
    cancel,
    async stop(ids) {
      const stopped = ids.filter((id) => going.has(id));
      const ends = stopped.flatMap((id) => going.get(id)?.ended ?? []);
      if (stopped.length > 0) await cancel(stopped);
      await Promise.all(ends);
    },
    async interrupt() {
      const stopped = [...going.values()];
      for (const run of stopped) run.stoppedByProgram = true;
      for (const run of stopped) run.job.cancel();
      await Promise.all(stopped.map((run) => run.ended));
    },
    async ended() {
      await Promise.all([...going.values()].map((run) => run.ended));
    },
  };
}

/** The window asks for a snapshot when it shows one; that there is one is all it needs to know. */
function withoutVectors(event: JobEvent): JobEvent {
  const none = new Float64Array(0);
  if (event.type === 'snapshot') return { ...event, xHat: none };
  if (event.type === 'checkpoint') return { ...event, checkpoint: { ...event.checkpoint, parameters: none, moments: [] } };
  return event;
}
