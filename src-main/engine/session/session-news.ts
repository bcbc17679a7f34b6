/**
 * What an open session says unasked: its state when it is another than was told, and the runs that changed,
 * gathered while they change many times a second.
 */
import type { RunSummary, SessionState } from '../../../src-contract/session.ts';
import type { SessionEvent } from './protocol.ts';
import type { RunStore } from './run-store.ts';
import type { Standings } from './standings.ts';

/** How long changes of running runs are gathered before they are told. */
const TELL_MILLISECONDS = 200;
/** A reference that moves changes the gap of every run of its problem; beyond this many, the list is asked anew. */
const TELL_GAPS_OF = 500;

export interface SessionNews {
  /** The run is another; its standing and that of its problem are found anew. */
  runChanged(id: number): void;
  /** The run is to be told of, though nothing of its standing changed. */
  runMade(id: number): void;
  /** Tells now what has changed. */
  tellChanges(): void;
  /** Tells it soon, with what changes meanwhile. */
  tellSoon(): void;
  tellState(): void;
  close(): void;
}

export function createNews(
  runs: Pick<RunStore, 'rows'>, standings: Standings, now: () => { readonly state: SessionState; readonly path: string | null },
  tell: (event: SessionEvent) => void,
): SessionNews {
  const changed = new Set<number>();
  let timer: NodeJS.Timeout | null = null;
  let told = '';

  const summaries = (): RunSummary[] => [...changed].flatMap((id) => runs.rows.get(id) ?? []).map((row) => standings.summary(row));
  const stopTimer = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const tellState = (): void => {
    const state = now();
    const text = JSON.stringify(state);
    if (text === told) return;
    told = text;
    tell({ type: 'state', ...state });
  };
  const tellChanges = (): void => {
    stopTimer();
    const moved = standings.movedReferences();
    for (const problemId of moved) {
      const affected = [...runs.rows.values()].filter((row) => row.problemId === problemId);
      if (affected.length <= TELL_GAPS_OF) for (const row of affected) changed.add(row.id);
    }
    if (changed.size > 0) tell({ type: 'runs', runs: summaries() });
    changed.clear();
    if (moved.length > 0) tell({ type: 'problems' });
    tellState();
  };
  return {
    runChanged(id) {
      standings.runChanged(id);
      changed.add(id);
    },
    runMade: (id) => void changed.add(id),
    tellChanges,
    tellSoon() {
      timer ??= setTimeout(tellChanges, TELL_MILLISECONDS);
    },
    tellState,
    close: stopTimer,
  };
}
