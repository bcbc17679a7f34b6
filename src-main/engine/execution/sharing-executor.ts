/**
 * An executor that puts workers without a job on the jobs of others, and gives them back as soon as a job
 * wants them: jobs come first, so that who queues them sees no difference. It decides only who takes part
 * in what; how work is shared is the workers' business and leaves no trace in results.
 */
import type { Assistance, Executor, RunningJob, SharedWork } from './executor.ts';

/** A job that has a worker or waits for one, or the rest of one that has ended but still has assistants. */
interface Sharing {
  readonly ended: boolean;
  /** Workers that take part beside its own. */
  readonly assistants: number;
  /** Of these, those asked to leave. */
  readonly leaving: number;
  /** More that could take part. */
  readonly room: number;
}

export type SpareVerdict =
  | { readonly kind: 'join'; readonly job: number }
  /** A worker is wanted elsewhere: an assistant of this one is to go. */
  | { readonly kind: 'leave'; readonly job: number }
  | { readonly kind: 'rest' };

/**
 * What is to be done next with the workers that have no job. Jobs that can be shared get assistants in
 * turn, the one with the fewest first, and lose them in turn, the one with the most first, also to one
 * that has less by more than one.
 * @param size workers
 * @param jobs in the order they came
 */
export function spareVerdict(size: number, jobs: readonly Sharing[]): SpareVerdict {
  const spare = size - jobs.reduce((sum, job) => sum + (job.ended ? 0 : 1) + job.assistants, 0);
  const leaving = jobs.reduce((sum, job) => sum + job.leaving, 0);
  const staying = ({ assistants, leaving: asked }: Sharing): number => assistants - asked;
  const poorest = first(jobs, (a, b) => a.assistants < b.assistants, ({ room }) => room > 0);
  if (spare > 0) return poorest === null ? { kind: 'rest' } : { kind: 'join', job: poorest.index };
  const richest = first(jobs, (a, b) => staying(a) > staying(b), (job) => staying(job) > 0);
  if (richest === null) return { kind: 'rest' };
  const isWanted = -spare > leaving;
  const isUneven = leaving === 0 && poorest !== null && staying(richest.job) - poorest.job.assistants > 1;
  return isWanted || isUneven ? { kind: 'leave', job: richest.index } : { kind: 'rest' };
}

interface Candidate {
  readonly job: Sharing;
  readonly index: number;
}

/** The first of the best ones that qualify. */
function first(
  jobs: readonly Sharing[], isBetter: (a: Sharing, b: Sharing) => boolean, qualifies: (job: Sharing) => boolean,
): Candidate | null {
  let best: Candidate | null = null;
  for (const [index, job] of jobs.entries()) {
    if (qualifies(job) && (best === null || isBetter(job, best.job))) best = { job, index };
  }
  return best;
}

interface Assistant {
  readonly assistance: Assistance;
  leaving: boolean;
}

interface Going {
  readonly work: SharedWork | null;
  readonly assistants: Set<Assistant>;
  ended: boolean;
  /** An assistant left by itself: there is nothing left to take part in. */
  exhausted: boolean;
}

/** @param inner runs the jobs; where it cannot share them, they have one worker each */
export function createSharingExecutor(inner: Executor): Executor {
  const going = new Set<Going>();

  const settle = (): void => {
    for (;;) {
      const jobs = [...going];
      const verdict = spareVerdict(inner.size, jobs.map(sharingOf));
      const job = verdict.kind === 'rest' ? undefined : jobs[verdict.job];
      if (job === undefined) return;
      if (verdict.kind === 'join') join(job);
      else dismissOne(job);
    }
  };
  const join = (job: Going): void => {
    if (job.work === null || inner.assist === undefined) return;
    const assistant: Assistant = { assistance: inner.assist(job.work), leaving: false };
    job.assistants.add(assistant);
    void assistant.assistance.ended.then(() => {
      job.assistants.delete(assistant);
      job.exhausted ||= !assistant.leaving;
      forgetIfOver(job);
      settle();
    });
  };
  const forgetIfOver = (job: Going): void => {
    if (job.ended && job.assistants.size === 0) going.delete(job);
  };
  const counted = <Outcome>(running: RunningJob<Outcome>): RunningJob<Outcome> => {
    const work = inner.assist === undefined ? null : (running.shared ?? null);
    const job: Going = { work, assistants: new Set(), ended: false, exhausted: false };
    going.add(job);
    settle();
    void running.outcome.then(() => {
      job.ended = true;
      for (const assistant of job.assistants) dismiss(assistant);
      forgetIfOver(job);
      settle();
    });
    return running;
  };
  const stopListening = inner.onResized?.(settle);

  return {
    get size() {
      return inner.size;
    },
    start: (job, onEvent, onStarted) => counted(inner.start(job, onEvent, onStarted)),
    startClaim: (job, onStarted) => counted(inner.startClaim(job, onStarted)),
    ...(inner.onResized === undefined ? {} : { onResized: inner.onResized.bind(inner) }),
    async close() {
      stopListening?.();
      await inner.close();
    },
  };
}

function sharingOf({ work, assistants, ended, exhausted }: Going): Sharing {
  const count = assistants.size;
  const leaving = [...assistants].filter((assistant) => assistant.leaving).length;
  return { ended, assistants: count, leaving, room: work === null || ended || exhausted ? 0 : work.most - 1 - count };
}

function dismissOne(job: Going): void {
  for (const assistant of job.assistants) {
    if (assistant.leaving) continue;
    dismiss(assistant);
    return;
  }
}

function dismiss(assistant: Assistant): void {
  assistant.leaving = true;
  assistant.assistance.leave();
}
