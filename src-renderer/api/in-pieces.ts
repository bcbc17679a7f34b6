/**
 * What is long is asked for in pieces: each crosses the main process in a few milliseconds, and other
 * messages get through in between.
 */
import { LARGEST_PIECE, RUNS_AT_ONCE } from '../../src-contract/channels.ts';
import type { RunSummary } from '../../src-contract/session.ts';
import { request } from './request.ts';

/** All runs of the session, by id. */
export async function allRuns(): Promise<RunSummary[]> {
  const runs: RunSummary[] = [];
  for (;;) {
    const last = runs.at(-1);
    const next = await request({ type: 'run.list', limit: RUNS_AT_ONCE, ...(last === undefined ? {} : { after: last.id }) });
    for (const run of next) runs.push(run);
    if (next.length < RUNS_AT_ONCE) return runs;
  }
}

/** The encoded bytes of a problem's program. */
export async function programBytes(id: number): Promise<Uint8Array<ArrayBuffer>> {
  let whole: Uint8Array<ArrayBuffer> | null = null;
  for (let from = 0; whole === null || from < whole.length; from += LARGEST_PIECE) {
    const { total, bytes } = await request({ type: 'problem.program', id, from, length: LARGEST_PIECE });
    whole ??= new Uint8Array(total);
    whole.set(bytes, from);
  }
  return whole;
}
