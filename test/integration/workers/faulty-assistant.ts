/**
 * The real worker, but for jobs called "dies", "fails" and "lead dies": in the first an assistant takes a
 * part and dies, in the second it takes one and fails, in the third the job's own worker dies as soon as
 * another one takes part.
 */
import { receiveMessageOnPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { AssistantMessage, WorkerTask } from '../../../src-contract/worker-task.ts';
import { openWorkShare } from '../../../src-workers/divided-work.ts';
import realWork from '../../../src-workers/worker.ts';

export default async function work(task: WorkerTask<MessagePort>): Promise<void> {
  const assists = 'leaveFlag' in task;
  if (task.jobId === 'lead dies' && !assists) {
    while (receiveMessageOnPort(task.port) === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 100));
    process.exit(3);
  }
  if (assists && (task.jobId === 'dies' || task.jobId === 'fails')) {
    const tell = (message: AssistantMessage): void => task.port.postMessage(message);
    const share = openWorkShare(task.share);
    tell({ type: 'joined' });
    share.take({ share: () => 1 }, 1);
    if (task.jobId === 'dies') process.exit(3);
    tell({
      type: 'failed',
      error: { code: 'out-of-memory', message: 'The job needs more memory than there is.', hint: 'Use a smaller program.' },
    });
    share.ring();
    return;
  }
  await realWork(task);
}
