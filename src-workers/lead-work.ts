/**
 * The worker whose job it is: does parts like everyone, collects what the others hand in, does again what
 * a lost one had taken, and has everything at the end. It hears the others between its own parts, over
 * ports that lead to them directly, so that nothing of the work passes the engine's thread.
 */
import { receiveMessageOnPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { LeibnizErrorValue } from '../src-contract/error.ts';
import { SHARE_BYTES } from '../src-contract/worker-task.ts';
import type { AssistantMessage, HandedPart, LeadNotice } from '../src-contract/worker-task.ts';
import { createPace, openWorkShare } from './divided-work.ts';
import type { DividedWork } from './divided-work.ts';
import { JobError } from './job-error.ts';
import { createRangeSet } from './range-set.ts';

/** Where further workers come from; null where the job has its worker only. */
export interface Assistance {
  readonly share: SharedArrayBuffer;
  /** The engine's `LeadNotice`s arrive here. */
  readonly port: MessagePort;
}

interface LeadControl<Part> {
  /** Takes in what units came to; parts come in any order, each unit once. */
  readonly onPart: (part: HandedPart<Part>) => void;
  readonly cancelled: () => boolean;
  readonly now: () => number;
}

interface Crew<Aside> {
  /** Takes in all that was said. @throws JobError where an assistant failed */
  hear(): void;
  /** True while an assistant may still hand something in. */
  isOut(): boolean;
  aside(): { readonly found: Aside } | null;
  dismiss(): void;
}

/**
 * Sees the work through. A cancelled one ends with the parts that were under way, so that what is done has
 * no gap; with one only where a worker was lost just then.
 * @returns what came of the work beside the units; null where there was none
 * @throws JobError of an assistant, or whatever a part throws
 */
export function leadWork<Part, Aside>(
  work: DividedWork<Part, Aside>, assistance: Assistance | null, control: LeadControl<Part>,
): Aside | null {
  const share = openWorkShare(assistance?.share ?? new SharedArrayBuffer(SHARE_BYTES));
  const done = createRangeSet();
  const takeIn = (handed: HandedPart<Part>): void => {
    // What a lost worker had handed in too late was done again, to the same bits.
    if (done.add(handed.first, handed.count)) control.onPart(handed);
  };
  const crew = createCrew<Part, Aside>(assistance?.port ?? null, takeIn);
  const pace = createPace(control.now);
  const doPart = (first: number, count: number): void => {
    takeIn({ first, count, part: pace.timed(count, () => work.doPart(first, count)) });
  };
  try {
    for (;;) {
      // Whoever takes units has said before that it joined; so what was taken up to here is known after hearing.
      const rung = share.rung();
      const taken = Math.min(share.next(), work.units);
      crew.hear();
      // A cancelled job keeps what is under way, and at least its first part.
      const stop = control.cancelled() && (crew.isOut() || done.firstGap(1) === null);
      const range = stop ? null : ((crew.isOut() ? null : done.firstGap(taken)) ?? share.take(work, pace.wanted()));
      if (range !== null) doPart(range.first, range.count);
      else if (crew.isOut()) share.waitForBell(rung);
      else if (stop || taken === work.units) break;
    }
    const aside = crew.aside();
    if (aside !== null) return aside.found;
    return work.doAside?.() ?? null;
  } finally {
    crew.dismiss();
  }
}

function createCrew<Part, Aside>(engine: MessagePort | null, takeIn: (part: HandedPart<Part>) => void): Crew<Aside> {
  interface Assistant {
    readonly port: MessagePort;
    out: boolean;
  }
  const assistants = new Map<number, Assistant>();
  let aside: { readonly found: Aside } | null = null;

  const hearOne = (assistant: Assistant): void => {
    for (let message = said<AssistantMessage<Part, Aside>>(assistant.port); message !== null; message = said(assistant.port)) {
      switch (message.type) {
        case 'joined':
          assistant.out = true;
          break;
        case 'part':
          takeIn(message);
          break;
        case 'aside':
          aside = { found: message.aside };
          break;
        case 'left':
          assistant.out = false;
          break;
        case 'failed':
          throw jobErrorOf(message.error);
      }
    }
  };

  return {
    hear() {
      for (let notice = said<LeadNotice<MessagePort>>(engine); notice !== null; notice = said(engine)) {
        if (notice.type === 'assistant') {
          assistants.set(notice.id, { port: notice.port, out: false });
          continue;
        }
        const gone = assistants.get(notice.id);
        if (gone === undefined) continue;
        assistants.delete(notice.id);
        hearOne(gone);
        gone.port.close();
      }
      for (const assistant of assistants.values()) hearOne(assistant);
    },
    isOut: () => [...assistants.values()].some((assistant) => assistant.out),
    aside: () => aside,
    dismiss() {
      for (const { port } of assistants.values()) port.close();
    },
  };
}

function said<Message>(port: MessagePort | null): Message | null {
  const received: { message: Message } | undefined = port === null ? undefined : receiveMessageOnPort(port);
  return received?.message ?? null;
}

function jobErrorOf({ code, message, hint, field }: LeibnizErrorValue): JobError {
  return new JobError(code, message, hint, field ?? null);
}
