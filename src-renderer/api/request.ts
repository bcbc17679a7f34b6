/**
 * The one way the window asks the main process for something. An error value becomes an exception that
 * carries it, so that views and queries deal with errors in one form; a bridge that breaks is reported
 * in that form as well.
 */
import type { LeibnizErrorValue } from '../../src-contract/error.ts';
import type { Answer, DropReply, LeibnizBridge, OpenOutcome, Reply, Request, RequestType } from '../../src-contract/ipc.ts';
import { markAsked } from '../start-marks.ts';

declare global {
  interface Window {
    readonly leibniz: LeibnizBridge;
  }
}

export class RequestError extends Error {
  readonly value: LeibnizErrorValue;

  constructor(value: LeibnizErrorValue) {
    super(value.message);
    this.name = 'RequestError';
    this.value = value;
  }
}

/**
 * Asks, and answers or throws.
 * @throws RequestError
 */
export async function request<M extends Request>(message: M): Promise<Answer<M['type']>> {
  markAsked(message.type);
  const reply = await settle(window.leibniz.request<RequestType>(message));
  if (!reply.ok) throw new RequestError(reply.error);
  // The answer is that of the request's own type, which TypeScript cannot see.
  return reply.value as Answer<M['type']>;
}

/** Opens files dropped on the window. @param problemId of the problem that solutions are of */
export async function openDropped(files: readonly File[], problemId: number | null): Promise<OpenOutcome> {
  const reply = await settle(window.leibniz.openDropped(files, problemId));
  if (!reply.ok) throw new RequestError(reply.error);
  return reply.value;
}

async function settle<R extends Reply<RequestType> | DropReply>(asked: Promise<R>): Promise<R> {
  try {
    return await asked;
  } catch (error) {
    throw new RequestError(errorValueOf(error));
  }
}

/** The error value of whatever was thrown. */
export function errorValueOf(error: unknown): LeibnizErrorValue {
  if (error instanceof RequestError) return error.value;
  const message = error instanceof Error && error.message !== '' ? error.message : String(error);
  return {
    code: 'window-error',
    message: `The window ran into an error: ${message}`,
    hint: 'Your session is safe. Try again; if it happens again, copy the details and report it.',
    ...(error instanceof Error && error.stack !== undefined ? { details: error.stack } : {}),
  };
}
