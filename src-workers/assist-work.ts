/**
 * A worker that takes part in a job led by another: first what has to be done beside the units, if nobody
 * does it yet, then parts, until nothing is left, the job is over, or it is asked to leave. Whatever it
 * finds, its errors too, it tells the lead.
 */
import type { MessagePort } from 'node:worker_threads';
import type { AssistantMessage } from '../src-contract/worker-task.ts';
import { createPace, openWorkShare } from './divided-work.ts';
import type { DividedWork, WorkShare } from './divided-work.ts';
import { jobErrorValue } from './job-error.ts';

interface AssistControl {
  readonly share: SharedArrayBuffer;
  /** The port to the lead. */
  readonly port: MessagePort;
  /** True once it should go. */
  readonly leave: () => boolean;
  readonly now: () => number;
}

/** @param divide gives the work; null where there is nothing to share. Never throws. */
export function assistWork<Part, Aside>(divide: () => DividedWork<Part, Aside> | null, control: AssistControl): void {
  const share = openWorkShare(control.share);
  const tell = (message: AssistantMessage<Part, Aside>, transfer: readonly ArrayBuffer[] = []): void => {
    control.port.postMessage(message, transfer);
    share.ring();
  };
  try {
    const work = control.leave() ? null : divide();
    if (work === null) return;
    // Only now: the lead waits for those who have joined.
    tell({ type: 'joined' });
    doParts(work, share, control, tell);
    tell({ type: 'left' });
  } catch (error) {
    tell({ type: 'failed', error: jobErrorValue(error) });
  }
}

function doParts<Part, Aside>(
  work: DividedWork<Part, Aside>,
  share: WorkShare,
  { leave, now }: AssistControl,
  tell: (message: AssistantMessage<Part, Aside>, transfer?: readonly ArrayBuffer[]) => void,
): void {
  const pace = createPace(now);
  if (work.doAside !== null && share.next() < work.units && share.takeAside()) tell({ type: 'aside', aside: work.doAside() });
  while (!leave()) {
    const range = share.take(work, pace.wanted());
    if (range === null) {
      if (work.waitFor?.(share.next()) !== true) return;
      continue;
    }
    const part = pace.timed(range.count, () => work.doPart(range.first, range.count));
    tell({ type: 'part', ...range, part }, work.buffersOf(part));
  }
}
