/**
 * What a running job says, on its way to its coordinator: gathered for a quarter of a second, written as numbered
 * records, in order. A job that says more than its coordinator takes waits, as it would for a disk
 * (`src-contract/bytes-in-flight.ts`), and a worker whose job another one has by now is told so.
 */
import { giveRoom, noBytesInFlight, weightOf } from '../../../src-contract/bytes-in-flight.ts';
import type { BytesInFlight } from '../../../src-contract/bytes-in-flight.ts';
import { recordsOf } from './job-words.ts';
import type { Said } from './job-words.ts';
import { pack } from './parcel.ts';
import type { QueueStore } from './queue-store.ts';

const GATHER_MS = 250;
/** Until then nothing is gathered for longer. */
const FULL_KIB = 4096;
const LOOK_MS = 250;

export interface JobTeller {
  /** The job's worker waits for it. */
  readonly flight: BytesInFlight;
  say(said: Said): void;
  /** Says nothing more. */
  mute(): void;
  /** Resolves once all that was said is written, or will never be. */
  settled(): Promise<void>;
}

interface Given {
  readonly index: number;
  readonly kib: number;
}

/** @param onStale called once, where this attempt may write no more */
export function createJobTeller(
  store: QueueStore, { id, attempt, owner }: { readonly id: string; readonly attempt: number; readonly owner: string }, onStale: () => void,
): JobTeller {
  const flight = noBytesInFlight();
  let pending: Said[] = [];
  let pendingKib = 0;
  let given: Given[] = [];
  let index = 0;
  let muted = false;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> | null = null;

  const taken = (upTo: number): void => {
    for (const one of given) if (one.index <= upTo) giveRoom(flight, one.kib);
    given = given.filter((one) => one.index > upTo);
  };
  const stale = (): void => {
    if (muted) return;
    mute();
    onStale();
  };
  const mute = (): void => {
    muted = true;
    pending = [];
    taken(Infinity);
    giveRoom(flight, pendingKib);
    pendingKib = 0;
    clearInterval(look);
  };
  const write = async (): Promise<void> => {
    while (pending.length > 0 && !muted) {
      const [batch, kib] = [pending, pendingKib];
      [pending, pendingKib] = [[], 0];
      const kept = batch.findLast((said) => said.type === 'checkpoint');
      const records = recordsOf(batch);
      for (const [k, bytes] of records.entries()) {
        const isLast = k === records.length - 1;
        const said = await store.append(id, {
          attempt, index: index++, bytes, owner,
          checkpoint: isLast && kept !== undefined ? pack(kept.checkpoint) : null,
          isEnd: isLast && batch.at(-1)?.type === 'ended',
        });
        if (said === 'stale') {
          giveRoom(flight, kib);
          return stale();
        }
        if (isLast) given.push({ index: index - 1, kib });
        if (said.attempt === attempt) taken(said.index);
      }
    }
  };
  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    // What cannot be written is of no use to anybody: its job is taken up anew.
    writing ??= write().catch(stale).finally(() => {
      writing = null;
      if (pending.length > 0 && !muted) flush();
    });
  };
  const look = setInterval(() => {
    if (given.length === 0 || writing !== null) return;
    store.taken(id).then((place) => {
      if (place === null) stale();
      else if (place.attempt === attempt) taken(place.index);
    }).catch(() => undefined);
  }, LOOK_MS);

  return {
    flight,
    say(said) {
      const kib = said.type === 'begun' || said.type === 'ended' ? 0 : weightOf(said);
      if (muted) {
        giveRoom(flight, kib);
        return;
      }
      pending.push(said);
      pendingKib += kib;
      if (kib === 0 && said.type !== 'progress' || pendingKib > FULL_KIB) flush();
      else timer ??= setTimeout(flush, GATHER_MS);
    },
    mute,
    async settled() {
      while (!muted && (pending.length > 0 || writing !== null)) {
        flush();
        await writing;
      }
      clearInterval(look);
    },
  };
}
