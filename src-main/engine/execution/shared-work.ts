/**
 * Jobs shared among the workers of this machine: what a further worker is told, and its piscina task. The
 * workers talk over a port that leads from one to the other; here only their coming and going is known.
 */
import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { Piscina } from 'piscina';
import { SHARE_BYTES } from '../../../src-contract/worker-task.ts';
import type { AssistTask, LeadNotice } from '../../../src-contract/worker-task.ts';
import type { Assistance, Job, SharedWork } from './executor.ts';
import { splitVerdict } from './split-verdict.ts';

/** How long an assistant may be at its part after it was asked to leave, before its worker is replaced. */
const LEAVE_GRACE_MS = 5000;

/** @param lead the engine's end of the job's port. @returns null where one worker does all of it */
export function shareWork(job: Job, cancelFlag: SharedArrayBuffer, lead: MessagePort): SharedWork | null {
  const verdict = splitVerdict(job.spec, job.program.bytes.byteLength);
  if (verdict.kind === 'whole') return null;
  let introduced = 0;
  return {
    most: verdict.most,
    task: {
      jobId: job.id, spec: job.spec, programHash: job.program.hash, program: job.program.bytes, cancelFlag,
      share: new SharedArrayBuffer(SHARE_BYTES + (verdict.memory ?? 0)),
      ...(job.attached === undefined ? {} : { attached: job.attached }),
    },
    introduce(port) {
      const id = introduced++;
      const tell = (notice: LeadNotice<MessagePort>, transfer: readonly MessagePort[] = []): void => lead.postMessage(notice, transfer);
      tell({ type: 'assistant', id, port }, [port]);
      return () => tell({ type: 'assistant-gone', id });
    },
  };
}

export interface FlyingAssistance extends Assistance {
  /** Ends it now, with its worker if it has one. */
  abort(): void;
}

export function launchAssistance(pool: Piscina, work: SharedWork): FlyingAssistance {
  const { port1: leads, port2: ours } = new MessageChannel();
  const gone = work.introduce(leads);
  const leaveFlag = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const abortion = new AbortController();
  let graceTimer: NodeJS.Timeout | undefined;
  const task: AssistTask<MessagePort> = { ...work.task, leaveFlag, port: ours };
  const ended = pool
    .run(task, { transferList: [ours], signal: abortion.signal })
    // Its errors were told to the job's worker; of a dead worker that one hears here.
    .catch(() => undefined)
    .then(() => {
      clearTimeout(graceTimer);
      gone();
    });
  return {
    ended,
    leave() {
      Atomics.store(new Int32Array(leaveFlag), 0, 1);
      graceTimer ??= setTimeout(() => abortion.abort(), LEAVE_GRACE_MS).unref();
    },
    abort: () => abortion.abort(),
  };
}
