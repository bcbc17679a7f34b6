/**
 * What the main process tells the window, turned into changes of the cache, of the live runs and into
 * messages. Changes of runs are gathered for one frame, or for several where the list is long (`gather.ts`),
 * so that a hundred seeds that start together cost one new list.
 */
import type { QueryClient } from '@tanstack/react-query';
import type { LeibnizErrorValue } from '../../src-contract/error.ts';
import type { AppEvent, Command, OpenOutcome } from '../../src-contract/ipc.ts';
import type { RunSummary } from '../../src-contract/session.ts';
import { forgetAllLiveRuns, forgetLiveRun, receiveRunEvent } from './live-runs.ts';
import { createGatherer } from './gather.ts';
import { keys } from './keys.ts';
import { claimsQuery, runsQuery } from './queries.ts';
import { applyRunChanges } from './run-list.ts';

export interface EventReceivers {
  readonly onCommand: (command: Command) => void;
  readonly onError: (error: LeibnizErrorValue) => void;
  readonly onOpened: (outcome: OpenOutcome) => void;
  /** Another session is open in this window. */
  readonly onReplaced: () => void;
  readonly onRunsRemoved: (ids: readonly number[]) => void;
  /** Runs have reached their end, gathered for one frame. */
  readonly onRunsEnded: (runs: readonly RunSummary[]) => void;
}

const GOING: ReadonlySet<RunSummary['status']> = new Set(['queued', 'running', 'cancelling']);
/** True while a run waits or works. */
export const isGoing = (run: Pick<RunSummary, 'status'>): boolean => GOING.has(run.status);

/**
 * Listens until the returned function is called.
 */
export function receiveEvents(
  client: QueryClient, listen: (listener: (event: AppEvent) => void) => () => void, receivers: EventReceivers,
): () => void {
  let changed = new Map<number, RunSummary>();
  let removed = new Set<number>();
  /** What was removed before, and does not end when it comes back. */
  const gone = new Set<number>();

  const flush = (): void => {
    const nowChanged = changed;
    const nowRemoved = removed;
    changed = new Map();
    removed = new Set();
    const before = client.getQueryData(runsQuery.queryKey);
    if (before === undefined) {
      void client.invalidateQueries({ queryKey: keys.runs });
    } else {
      // A list still on its way was asked for before these changes and would undo them.
      if (client.isFetching({ queryKey: keys.runs }) > 0) void client.invalidateQueries({ queryKey: keys.runs });
      client.setQueryData(runsQuery.queryKey, applyRunChanges(before, nowChanged, nowRemoved));
    }
    const statusBefore = new Map((before ?? []).map((run) => [run.id, run.status]));
    const problems = new Set<number>();
    const ended: RunSummary[] = [];
    const over = new Set<number>();
    for (const run of nowChanged.values()) {
      const was = statusBefore.get(run.id);
      if (isGoing(run)) continue;
      problems.add(run.problemId);
      over.add(run.id);
      if (was === undefined ? !gone.delete(run.id) : GOING.has(was)) ended.push(run);
    }
    // Two looks through the cache, however many runs have changed.
    void client.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] === 'run' && queryKey[2] === 'detail' && nowChanged.has(Number(queryKey[1])),
    });
    if (over.size > 0) void client.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] === 'run' && over.has(Number(queryKey[1])),
    }).then(() => over.forEach(forgetLiveRun));
    if (ended.length > 0) receivers.onRunsEnded(ended);
    for (const id of problems) void client.invalidateQueries({ queryKey: keys.reference(id) });
    for (const id of nowRemoved) {
      gone.add(id);
      forgetLiveRun(id);
      client.removeQueries({ queryKey: keys.run(id) });
    }
  };

  const schedule = createGatherer(flush);

  return listen((event) => {
    switch (event.type) {
      case 'session.changed':
        client.setQueryData(keys.session, event.state);
        break;
      case 'session.replaced':
        changed = new Map();
        removed = new Set();
        gone.clear();
        forgetAllLiveRuns();
        // Nothing of the old session may be taken for the new one's while that is asked for.
        for (const key of [keys.runs, keys.problems, keys.claims, keys.studies]) void client.resetQueries({ queryKey: key });
        receivers.onReplaced();
        client.setQueryData(keys.session, event.state);
        for (const key of ['problem', 'run']) client.removeQueries({ queryKey: [key] });
        void client.invalidateQueries();
        break;
      case 'problems.changed':
        void client.invalidateQueries({ queryKey: keys.problems });
        void client.invalidateQueries({ predicate: (query) => query.queryKey[0] === 'problem' && query.queryKey[2] === 'reference' });
        break;
      case 'problem.opening':
        client.setQueryData(keys.opening, event.file);
        break;
      case 'runs.changed':
        for (const run of event.runs) {
          removed.delete(run.id);
          changed.set(run.id, run);
        }
        schedule();
        break;
      case 'studies.changed':
        void client.invalidateQueries({ queryKey: keys.studies });
        break;
      case 'runs.removed':
        for (const id of event.ids) {
          changed.delete(id);
          removed.add(id);
        }
        receivers.onRunsRemoved(event.ids);
        schedule();
        break;
      case 'run.event':
        receiveRunEvent(event.id, event.event);
        break;
      case 'claim.changed':
        // A list still on its way was asked for before this change and would undo it.
        if (client.isFetching({ queryKey: keys.claims }) > 0) void client.invalidateQueries({ queryKey: keys.claims });
        client.setQueryData(
          claimsQuery.queryKey, (before) => before?.map((claim) => (claim.statement.id === event.claim.statement.id ? event.claim : claim)),
        );
        break;
      case 'pool.changed':
        client.setQueryData(keys.pool, event.pool);
        break;
      case 'settings.changed':
        client.setQueryData(keys.settings, event.settings);
        break;
      case 'command':
        receivers.onCommand(event.command);
        break;
      case 'error':
        receivers.onError(event.error);
        break;
      case 'opened':
        receivers.onOpened(event.outcome);
        break;
    }
  });
}
