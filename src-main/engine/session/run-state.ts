/**
 * The states of a run and what moves it from one to another: the one place that says so. It is a pure
 * function; the session's journal is its only caller and the only writer of a run's state, so that messages
 * which cross on their way (a cancel and the end of the same run, say) are settled in the order they arrive.
 * An end that came is kept: nothing but going on again takes a run out of an end.
 */
import type { RunStatus } from '../../../src-contract/session.ts';
import { EngineError } from '../error-value.ts';

export type RunState = RunStatus;

/** What can happen to a run that is there. */
export type RunHappening =
  /** A worker has taken it up. */
  | { readonly type: 'started' }
  /** Its user asked it to stop. */
  | { readonly type: 'cancel' }
  /** Its job ended. `byProgram`: the program stopped it, to close, and not its user. */
  | { readonly type: 'ended'; readonly as: 'done' | 'failed' | 'cancelled'; readonly byProgram: boolean }
  /** It is to go on. `whole`: it can be, from a checkpoint or because nothing of it was lost. */
  | { readonly type: 'reopen'; readonly whole: boolean }
  /** The session was opened: no job of an earlier program is going any more. */
  | { readonly type: 'found' };

export type RunVerdict =
  | { readonly kind: 'moves'; readonly to: RunState }
  /** It happened too late or twice: the run stays as it is, and that is no error. */
  | { readonly kind: 'stays'; readonly why: 'asked-already' | 'over' }
  /** It may not happen: whoever asked is told. */
  | { readonly kind: 'refused'; readonly why: 'going' | 'done' | 'nothing-to-resume' };

/** True while a job of the run waits or works. */
export function isGoing(state: RunState): boolean {
  return state === 'queued' || state === 'running' || state === 'cancelling';
}

export function runVerdict(state: RunState, happening: RunHappening): RunVerdict {
  switch (happening.type) {
    case 'started':
      if (state === 'queued') return moves('running');
      // Whoever was asked to stop while it waited may still say that it starts.
      return stays(isGoing(state) ? 'asked-already' : 'over');
    case 'cancel':
      if (state === 'cancelling') return stays('asked-already');
      return isGoing(state) ? moves('cancelling') : stays('over');
    case 'ended':
      if (!isGoing(state)) return stays('over');
      // What a job brought to its end is kept, whoever asked it to stop meanwhile.
      if (happening.as !== 'cancelled') return moves(happening.as);
      return moves(happening.byProgram && state !== 'cancelling' ? 'interrupted' : 'cancelled');
    case 'reopen':
      if (isGoing(state)) return { kind: 'refused', why: 'going' };
      if (state === 'done') return { kind: 'refused', why: 'done' };
      return state === 'cancelled' && !happening.whole ? { kind: 'refused', why: 'nothing-to-resume' } : moves('queued');
    case 'found':
      return isGoing(state) ? moves('interrupted') : stays('over');
  }
}

function moves(to: RunState): RunVerdict {
  return { kind: 'moves', to };
}

function stays(why: Extract<RunVerdict, { kind: 'stays' }>['why']): RunVerdict {
  return { kind: 'stays', why };
}

/** @throws EngineError `run-going` for the first of the runs that has not ended */
export function requireIdle(rows: readonly { readonly id: number; readonly status: RunState }[], hint: string): void {
  const going = rows.find((row) => isGoing(row.status));
  if (going !== undefined) throw new EngineError('run-going', `Run ${going.id} is still ${going.status}.`, hint);
}
