/**
 * A job from its coordinator's side: brought to the queue, followed while workers have it, and brought there again from
 * its last checkpoint where the queue has lost it. What it says is handed on once, in its order, whichever workers say
 * it: points that another attempt has computed again, to the same bits, are left out.
 */
import { MOST_IN_FLIGHT, weightOf } from '../../../src-contract/bytes-in-flight.ts';
import type { BytesInFlight } from '../../../src-contract/bytes-in-flight.ts';
import type { JobEvent, JobOutcome, SeriesChunk } from '../../../src-contract/job-event.ts';
import type { RunPlace } from '../../../src-contract/queue-state.ts';
import type { DescentCheckpoint } from '../../../src-science/descent/descent-control.ts';
import { toErrorValue } from '../error-value.ts';
import type { Job, RunningJob } from '../execution/executor.ts';
import type { JobQueue } from './job-queue.ts';
import { createListener } from './job-words.ts';
import type { Said } from './job-words.ts';
import { NOTHING_TAKEN } from './queue-store.ts';
import type { QueueStore, RecordPlace } from './queue-store.ts';

/** A worker that has not answered a cancel by then is left alone; what it says is heard no more. */
const CANCEL_GRACE_MS = 5000;
/** Records read at once, of some MiB each at most. */
const READ_AT_ONCE = 8;
/** After so long without a word, the queue is asked whether it still has the job. */
const SILENT_MS = 10_000;
const ROOM_LOOK_MS = 50;

export interface FollowedJob extends RunningJob {
  /** What the store and the queue know it by now. */
  readonly id: () => string;
  /** It may have said something. */
  look(): void;
  /** Looks, and after a silence asks whether the job is still there. */
  check(): void;
  /** Ends it here and now, as cancelled. */
  abandon(): void;
}

interface Surroundings {
  readonly store: QueueStore;
  readonly queue: JobQueue;
  /** A name that no job had before. */
  readonly newId: () => string;
  /** Keeps its program and its task under this name. */
  readonly put: (id: string, resumeFrom: DescentCheckpoint | null) => Promise<void>;
  /** It goes by this name from now on. */
  readonly named: (id: string, before: string | null) => void;
}

export function followJob(
  job: Job, onEvent: (event: JobEvent) => void, onStarted: ((place: RunPlace) => void) | undefined,
  { store, queue, newId, put, named }: Surroundings,
): FollowedJob {
  let id = newId();
  let settled = false;
  let cancelled = false;
  let settle: (outcome: JobOutcome) => void = () => undefined;
  const outcome = new Promise<JobOutcome>((resolve) => {
    settle = (value) => {
      if (settled) return;
      settled = true;
      clearTimeout(graceTimer);
      // Workers that still have it are told by that: they may write no more.
      store.dropJobs([id]).catch(() => undefined);
      resolve(value);
    };
  });
  let graceTimer: NodeJS.Timeout | undefined;
  let cursor: RecordPlace = NOTHING_TAKEN;
  let heardAt = performance.now();
  const listener = createListener();
  const passing = createPassing(job.resumeFrom);

  const fail = (error: unknown): void => settle({ status: 'failed', error: toErrorValue(error) });

  const submit = async (before: string | null): Promise<void> => {
    named(id, before);
    const name = id;
    await put(name, passing.checkpoint());
    // Its user may have stopped it meanwhile.
    if (!settled) await queue.add(name);
    if (settled) await queue.withdraw(name).catch(() => false);
    heardAt = performance.now();
  };
  // A moment later, when its follower is there.
  let submitted = Promise.resolve().then(() => submit(null)).catch(fail);

  const resubmit = async (): Promise<void> => {
    const before = id;
    id = newId();
    cursor = NOTHING_TAKEN;
    listener.startAgain();
    await store.dropJobs([before]);
    await queue.withdraw(before).catch(() => false);
    submitted = submit(before).catch(fail);
    await submitted;
    if (cancelled) await store.cancelJob(id);
  };

  const hear = async (said: Said): Promise<void> => {
    if (said.type === 'begun') {
      passing.startAgain(onEvent);
      onStarted?.(said.place);
    } else if (said.type === 'ended') {
      settle(said.outcome);
    } else {
      const event = passing.pass(said);
      if (event === null) return;
      if (job.flight !== undefined) await roomFor(job.flight, weightOf(event), () => settled);
      if (!settled) onEvent(event);
    }
  };

  /** @returns false where records are missing, which the server has lost */
  const hearAll = async (): Promise<boolean> => {
    for (;;) {
      const records = await store.read(id, cursor, READ_AT_ONCE);
      if (records.length === 0) return true;
      heardAt = performance.now();
      for (const { attempt, index, bytes } of records) {
        const isNext = attempt > cursor.attempt ? index === 0 : index === cursor.index + 1;
        if (!isNext) return false;
        if (attempt > cursor.attempt) listener.startAgain();
        cursor = { attempt, index };
        for (const said of listener.hear(bytes)) await hear(said);
        if (settled) return true;
      }
      await store.take(id, cursor);
    }
  };

  let looking: Promise<void> | null = null;
  let again = false;
  const look = (isSilent = false): void => {
    if (settled) return;
    if (looking !== null) {
      again = true;
      return;
    }
    looking = (async () => {
      await submitted;
      do {
        again = false;
        if (!(await hearAll())) await resubmit();
      } while (again && !settled);
      if (isSilent && !settled && !(await queue.holds(id)) && (await hearAll()) && !settled) await resubmit();
    })().catch(fail).finally(() => {
      looking = null;
      if (again) look();
    });
  };

  return {
    id: () => id,
    outcome,
    look: () => look(),
    check: () => look(performance.now() - heardAt > SILENT_MS),
    cancel() {
      if (cancelled || settled) return;
      cancelled = true;
      const dismiss = (): void => settle({ status: 'cancelled', result: null });
      // Also where the server is away.
      graceTimer = setTimeout(dismiss, CANCEL_GRACE_MS);
      void submitted.then(async () => {
        if (await queue.withdraw(id)) dismiss();
        else await store.cancelJob(id);
      }).catch(() => undefined);
    },
    abandon: () => {
      void queue.withdraw(id).catch(() => false);
      settle({ status: 'cancelled', result: null });
    },
  };
}

/** Waits until there is room for what is to be stored, and takes it. */
async function roomFor(flight: BytesInFlight, kib: number, stopped: () => boolean): Promise<void> {
  const count = new Int32Array(flight);
  while (kib > 0 && !stopped()) {
    const now = Atomics.load(count, 0);
    if (now <= 0 || now + kib <= MOST_IN_FLIGHT / 1024) break;
    await new Promise((resolve) => setTimeout(resolve, ROOM_LOOK_MS));
  }
  Atomics.add(count, 0, kib);
}

/** What of a job's words is new to who asked for it, over all of its attempts. */
function createPassing(resumeFrom: DescentCheckpoint | null): {
  readonly startAgain: (onEvent: (event: JobEvent) => void) => void;
  readonly pass: (event: JobEvent) => JobEvent | null;
  readonly checkpoint: () => DescentCheckpoint | null;
} {
  type Counted = 'series' | 'snapshot' | 'checkpoint';
  /** The latest iteration that was handed on, and what it was when this attempt began. */
  const latest: Record<Counted, number> = { series: -Infinity, snapshot: -Infinity, checkpoint: -Infinity };
  let floor = { ...latest };
  let fraction = 0;
  let hasUncounted = false;
  let checkpoint = resumeFrom;
  const isNew = (kind: Counted, iteration: number): boolean => {
    latest[kind] = Math.max(latest[kind], iteration);
    return iteration > floor[kind];
  };
  return {
    startAgain(onEvent) {
      floor = { ...latest };
      // Points of a solver's log have no numbers by which to know them again.
      if (hasUncounted) onEvent({ type: 'restarted' });
      hasUncounted = false;
    },
    pass(event) {
      switch (event.type) {
        case 'progress':
          if (event.fraction !== null && event.fraction < fraction) return null;
          fraction = event.fraction ?? fraction;
          return event;
        case 'series': {
          const iterations = event.chunk.columns.iteration;
          if (iterations === undefined) {
            hasUncounted = true;
            return event;
          }
          const first = iterations.findIndex((iteration) => iteration > floor.series);
          latest.series = Math.max(latest.series, iterations.at(-1) ?? -Infinity);
          return first === -1 ? null : { type: 'series', chunk: chunkFrom(event.chunk, first) };
        }
        case 'snapshot':
          return isNew('snapshot', event.iteration) ? event : null;
        case 'checkpoint':
          if (!isNew('checkpoint', event.checkpoint.iteration)) return null;
          checkpoint = event.checkpoint;
          return event;
        case 'restarted':
          return event;
      }
    },
    checkpoint: () => checkpoint,
  };
}

function chunkFrom(chunk: SeriesChunk, first: number): SeriesChunk {
  if (first === 0) return chunk;
  const columns = Object.fromEntries(Object.entries(chunk.columns).map(([name, values]) => [name, values.slice(first)]));
  return { length: chunk.length - first, columns };
}
