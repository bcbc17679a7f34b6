/**
 * A worker of a queue: takes jobs, has them computed by this process's own pool of threads, and says what they say.
 * The thread here computes nothing, so that locks are renewed in time. A job whose lock is lost all the same, whose
 * coordinator is gone or whose user stops it, is cancelled. Machines of other versions are left alone, in words.
 */
import { availableParallelism, hostname } from 'node:os';
import { DescentCheckpointValue } from '../../../src-contract/job-event.ts';
import type { JobOutcome } from '../../../src-contract/job-event.ts';
import { CoordinatorCard } from '../../../src-contract/queue-state.ts';
import type { RunPlace, WorkerCard } from '../../../src-contract/queue-state.ts';
import { toErrorValue } from '../error-value.ts';
import type { DescentCheckpoint } from '../../../src-science/descent/descent-control.ts';
import type { EncodedProgram } from '../execution/executor.ts';
import { createPiscinaExecutor } from '../execution/piscina-executor.ts';
import { createResizableExecutor } from '../execution/resizable-executor.ts';
import { createScheduler } from '../execution/scheduler.ts';
import { createSharingExecutor } from '../execution/sharing-executor.ts';
import { lazyCrypto } from '../lazy-node.ts';
import { compatibilityHere, differingVersions, isCompatible, queueName } from './compatibility.ts';
import type { Compatibility } from './compatibility.ts';
import { createJobTaker } from './job-queue.ts';
import type { Handled } from './job-queue.ts';
import { createJobTeller } from './job-teller.ts';
import { Task, TaskVersions } from './job-words.ts';
import type { OpenQueue } from './open-queue.ts';
import { unpack } from './parcel.ts';
import { createOnce, inTime, parsedJson, workerOf } from './queue-executor.ts';
import type { BegunJob } from './queue-store.ts';
import { fairSlots } from './worker-share.ts';

export interface ServeOptions {
  /** Jobs at once; null: this worker's share of the machine's cores. */
  readonly slots: number | null;
  readonly manifest: { readonly application: string; readonly runtime: string };
  /** Told a sentence of what happens. */
  readonly onNews: (text: string) => void;
  /** By default what this program is. */
  readonly versions?: Compatibility;
}

export interface Serving {
  readonly slots: () => number;
  /** Jobs it has done. */
  readonly done: () => number;
  /** Gives back what it is at and goes. */
  close(): Promise<void>;
}

const PRESENCE_MS = 3000;
/** A worker that was silent for so long is taken for gone. */
const WORKER_MS = 12_000;
/** A coordinator may be silent for so long beyond what it said it would, as after a restart of the server. */
const PATIENCE_MS = 15_000;
/** A run that takes its worker with it is not tried for ever. */
const MOST_LOSSES = 5;
const MOST_PROGRAM_BYTES = 256 * 2 ** 20;
const CLOSE_MS = 10_000;

interface Going {
  readonly owner: string;
  readonly cancel: () => void;
  readonly leave: () => void;
  readonly giveBack: () => void;
}

export async function serveQueue({ store, backend }: OpenQueue, options: ServeOptions): Promise<Serving> {
  const { manifest, versions = compatibilityHere() } = options;
  const onNews = createOnce(options.onNews);
  const id = lazyCrypto().randomUUID();
  const since = Date.now();
  const place: RunPlace = { machine: hostname(), ...manifest };
  const going = new Map<string, Going>();
  let done = 0;
  let closing = false;

  let coordinators: ReadonlySet<string> = new Set();
  const missing = new Map<string, number>();
  const card = (slots: number): WorkerCard => ({
    machine: place.machine, process: process.pid, ...manifest, versions, slots, askedSlots: options.slots, running: going.size, since,
  });
  const announceAndShare = async (slots: number): Promise<number> => {
    await store.announce('worker', id, JSON.stringify(card(slots)), WORKER_MS);
    const here = [...(await store.present('worker'))].flatMap(([other, text]) => workerOf(other, text, versions))
      .filter(({ machine }) => machine === place.machine);
    const all = here.some((one) => one.id === id) ? here : [...here, { ...card(slots), id }];
    return fairSlots(availableParallelism(), all, id);
  };
  let slots = await announceAndShare(options.slots ?? 1);
  const pool = createResizableExecutor((size) => createPiscinaExecutor({ size }), slots);
  const scheduler = createScheduler(createSharingExecutor(pool));
  const programOf = programKeeper((hash) => store.program(hash));

  /** Coordinators that are gone for longer than a restart of the server takes. */
  const lookForCoordinators = async (): Promise<void> => {
    const present = await store.present('coordinator');
    coordinators = new Set(present.keys());
    for (const [, text] of present) {
      const other = CoordinatorCard.safeParse(parsedJson(text));
      if (!other.success || isCompatible(other.data.versions, versions)) continue;
      const { first, second } = differingVersions(other.data.versions, versions);
      onNews(`Runs of ${other.data.machine} need ${first}; this worker has ${second} and leaves them alone.`);
    }
    const now = performance.now();
    for (const owner of coordinators) missing.delete(owner);
    for (const { owner } of going.values()) if (!coordinators.has(owner) && !missing.has(owner)) missing.set(owner, now);
    const unwanted = [...going].filter(([, { owner }]) => now - (missing.get(owner) ?? now) > PATIENCE_MS);
    for (const [, job] of unwanted) job.leave();
    await store.dropJobs(unwanted.map(([jobId]) => jobId));
  };
  const isWanted = async (owner: string): Promise<boolean> => {
    for (;;) {
      if (coordinators.has(owner)) return true;
      await lookForCoordinators();
      if (coordinators.has(owner)) return true;
      const since = missing.get(owner) ?? performance.now();
      missing.set(owner, since);
      if (closing || performance.now() - since > PATIENCE_MS) return false;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  };

  const handle = async (jobId: string, lost: (stop: () => void) => void): Promise<Handled> => {
    try {
      const begun = await store.beginJob(jobId);
      if (begun === 'over') return 'over';
      if (!(await isWanted(begun.owner))) {
        if (closing) return 'given-back';
        await store.dropJobs([jobId]);
        return 'over';
      }
      return await compute(jobId, begun, lost);
    } catch (error) {
      options.onNews(toErrorValue(error).message);
      // Whoever wants it notices that the queue does not have it any more.
      return closing ? 'given-back' : 'over';
    }
  };

  const compute = async (jobId: string, begun: BegunJob, lost: (stop: () => void) => void): Promise<Handled> => {
    let left = false;
    let givenBack = false;
    let stop = (): void => undefined;
    const leave = (): void => {
      left = true;
      teller.mute();
      stop();
    };
    const teller = createJobTeller(store, { id: jobId, attempt: begun.attempt, owner: begun.owner }, leave);
    const end = async (outcome: JobOutcome): Promise<Handled> => {
      teller.say({ type: 'ended', outcome });
      await teller.settled();
      return 'over';
    };
    lost(leave);
    const read = readTask(begun, versions, place);
    if (!read.ok) return end({ status: 'failed', error: read.error });
    const { task } = read;
    const program = await programOf(task.programHash);
    if (program === null) {
      await store.dropJobs([jobId]);
      teller.mute();
      return 'over';
    }
    if (left) return 'over';
    const running = scheduler.submit({
      job: { id: jobId, spec: task.spec, program, resumeFrom: checkpointOf(begun) ?? task.resumeFrom, flight: teller.flight },
      onEvent: (event) => teller.say(event),
      onStarted: () => teller.say({ type: 'begun', place }),
    });
    stop = () => running.cancel();
    going.set(jobId, {
      owner: begun.owner, cancel: stop, leave,
      giveBack() {
        // What it says from now on is of a run that is being stopped.
        givenBack = true;
        teller.mute();
        stop();
      },
    });
    if (begun.cancelled) stop();
    const outcome = await running.outcome;
    going.delete(jobId);
    if (givenBack) {
      await store.giveBackJob(jobId, begun.attempt);
      return 'given-back';
    }
    if (left) return 'over';
    done++;
    return end(outcome);
  };

  await store.onCancelled((jobId) => going.get(jobId)?.cancel());
  await lookForCoordinators();
  const taker = createJobTaker(queueName(versions), backend, slots, handle, () => undefined);
  let looking: Promise<void> | null = null;
  const look = async (): Promise<void> => {
    const share = await announceAndShare(slots);
    if (share !== slots && !closing) {
      slots = share;
      pool.resize(share);
      taker.take(share);
    }
    await lookForCoordinators();
  };
  const presence = setInterval(() => {
    looking ??= look().catch(() => undefined).finally(() => (looking = null));
  }, PRESENCE_MS);

  return {
    slots: () => slots,
    done: () => done,
    async close() {
      closing = true;
      clearInterval(presence);
      for (const job of going.values()) job.giveBack();
      await inTime(CLOSE_MS, async () => {
        await taker.close();
        await store.announce('worker', id, '', 0);
      });
      scheduler.release();
      await pool.close();
      await inTime(CLOSE_MS, () => store.close());
    },
  };
}

type ReadTask = { readonly ok: true; readonly task: Task } | { readonly ok: false; readonly error: ReturnType<typeof toErrorValue> };

/** What it is asked to do, or why it does not. */
function readTask(begun: BegunJob, versions: Compatibility, { machine }: RunPlace): ReadTask {
  const refused = (code: string, message: string, hint: string): ReadTask => ({ ok: false, error: { code, message, hint } });
  try {
    const asked = unpack(begun.task);
    const other = TaskVersions.parse(asked);
    if (!isCompatible(other.versions, versions)) {
      const { first, second } = differingVersions(other.versions, versions);
      return refused(
        'worker-version', `The worker on ${machine} has ${second} and refuses this run, which needs ${first}.`,
        'Run the same version of Leibniz on both machines.',
      );
    }
    if (begun.lost >= MOST_LOSSES) return refused(
      'worker-lost', `This run took its worker with it ${begun.lost} times before it left a checkpoint.`,
      'It may need more memory than the machines have; let it leave checkpoints more often, or use a smaller program.',
    );
    return { ok: true, task: Task.parse(asked) };
  } catch (error) {
    return { ok: false, error: toErrorValue(error) };
  }
}

function checkpointOf({ checkpoint }: BegunJob): DescentCheckpoint | null {
  return checkpoint === null ? null : DescentCheckpointValue.parse(unpack(checkpoint));
}

/** Programs by their hashes: fetched once while they are used, checked, and some kept for the next job. */
function programKeeper(fetch: (hash: string) => Promise<SharedArrayBuffer | null>): (hash: string) => Promise<EncodedProgram | null> {
  const kept = new Map<string, Promise<EncodedProgram | null>>();
  const sizes = new Map<string, number>();
  const fetched = async (hash: string): Promise<EncodedProgram | null> => {
    const bytes = await fetch(hash);
    if (bytes === null) return null;
    const found = lazyCrypto().createHash('sha256').update(new Uint8Array(bytes)).digest('hex');
    if (found !== hash) return null;
    sizes.set(hash, bytes.byteLength);
    return { hash, bytes };
  };
  return async (hash) => {
    const known = kept.get(hash) ?? fetched(hash);
    // The one used last is the last to go.
    kept.delete(hash);
    kept.set(hash, known);
    const program = await known.catch((error: unknown) => {
      kept.delete(hash);
      throw error;
    });
    if (program === null) kept.delete(hash);
    let total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    for (const old of kept.keys()) {
      if (total <= MOST_PROGRAM_BYTES || old === hash) break;
      total -= sizes.get(old) ?? 0;
      sizes.delete(old);
      kept.delete(old);
    }
    return program;
  };
}
