/**
 * The engine's end of the session thread: starts it, sends commands, resolves their answers, hands on
 * what it says unasked. The thread is never terminated, since it may be in the middle of a write; it is
 * asked to close and ends by itself.
 */
import { Worker } from 'node:worker_threads';
import type { LeibnizErrorValue } from '../../../src-contract/error.ts';
import { endInTime } from '../end-in-time.ts';
import { EngineError, errorOf } from '../error-value.ts';
import { migrationsFolder, sessionThreadEntry } from '../entry-points.ts';
import { buffersOfEvent } from './event-buffers.ts';
import type { SessionAnswers, SessionCommandOf, SessionCommandType, SessionEvent, SessionMessage, ThreadMessage } from './protocol.ts';

export interface SessionThread {
  /** Sets who hears what the thread says unasked; before there is anybody, it is lost. */
  listen(onEvent: (event: SessionEvent) => void): void;
  /** @param transfer memory of the command that is given away, not copied */
  call<T extends SessionCommandType>(command: SessionCommandOf<T>, transfer?: readonly ArrayBuffer[]): Promise<SessionAnswers[T]>;
  /** Sends a command that wants no answer; the memory of its arrays is given away, not copied. */
  tell(command: SessionCommandOf<'run.event' | 'run.started'>): void;
  /** Ends the thread, keeping or removing its working copy. Calling it again waits for the same end. */
  close(keepWorkingCopy: boolean): Promise<void>;
}

/** A thread that has no session yet and waits for commands; it loads while its owner does other things. */
export function startSessionThread(): SessionThread {
  let onEvent: (event: SessionEvent) => void = () => undefined;
  const worker = new Worker(sessionThreadEntry(), { workerData: { migrationsFolder: migrationsFolder() } });
  const waiting = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>();
  let nextId = 1;
  let lost: LeibnizErrorValue | null = null;
  let closing: Promise<void> | null = null;
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));

  worker.on('message', (message: ThreadMessage) => {
    if (message.kind === 'event') {
      onEvent(message.event);
      return;
    }
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.ok) call?.resolve(message.value);
    else call?.reject(errorOf(message.error));
  });
  const lose = (details: string): void => {
    lost ??= {
      code: 'session-thread-lost',
      message: 'The part of Leibniz that keeps the session ended unexpectedly.',
      hint: 'What was recorded is in the working copy: start Leibniz again and recover the session.',
      details,
    };
    for (const call of waiting.values()) call.reject(errorOf(lost));
    waiting.clear();
    if (closing === null) onEvent({ type: 'error', error: lost });
  };
  worker.on('error', (error) => lose(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  worker.on('exit', (code) => {
    if (closing === null || waiting.size > 0) lose(`exit code ${code}`);
  });

  const call =
    <T extends SessionCommandType>(command: SessionCommandOf<T>, transfer: readonly ArrayBuffer[] = []): Promise<SessionAnswers[T]> => {
    if (lost !== null) return Promise.reject(errorOf(lost));
    if (closing !== null && command.type !== 'close') {
      return Promise.reject(new EngineError('session-closed', 'The session has been closed.', 'Open it again.'));
    }
    const id = nextId++;
    const answer = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }));
    const message: SessionMessage = { id, command };
    worker.postMessage(message, transfer);
    return answer as Promise<SessionAnswers[T]>;
  };

  const close = async (keepWorkingCopy: boolean): Promise<void> => {
    if (lost !== null) return;
    await call<'close'>({ type: 'close', keepWorkingCopy });
    await endInTime(ended);
  };

  return {
    listen(receive) {
      onEvent = receive;
    },
    call,
    tell(command) {
      if (lost === null && closing === null) worker.postMessage(
        { id: null, command } satisfies SessionMessage, command.type === 'run.event' ? buffersOfEvent(command.event) : [],
      );
    },
    close(keepWorkingCopy) {
      if (closing === null) {
        const end = close(keepWorkingCopy);
        closing = end;
      }
      return closing;
    },
  };
}

/** A thread for one question that needs no session. */
export async function askSessionThread<T extends SessionCommandType>(command: SessionCommandOf<T>): Promise<SessionAnswers[T]> {
  const thread = startSessionThread();
  try {
    return await thread.call(command);
  } finally {
    await thread.close(false);
  }
}
