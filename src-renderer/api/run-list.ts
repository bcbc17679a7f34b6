/** Keeps the list of runs up to date from events, without asking for ten thousand rows anew each time. */
import type { RunSummary } from '../../src-contract/session.ts';

/**
 * The list after changes and removals; runs stay ordered by id, and unchanged rows stay the same objects.
 * @param changed latest summary of each changed or new run
 */
export function applyRunChanges(
  runs: readonly RunSummary[], changed: ReadonlyMap<number, RunSummary>, removed: ReadonlySet<number>,
): RunSummary[] {
  const next: RunSummary[] = [];
  const seen = new Set<number>();
  for (const run of runs) {
    seen.add(run.id);
    if (!removed.has(run.id)) next.push(changed.get(run.id) ?? run);
  }
  let appended = false;
  for (const run of changed.values()) {
    if (seen.has(run.id) || removed.has(run.id)) continue;
    next.push(run);
    appended = true;
  }
  if (appended) next.sort((a, b) => a.id - b.id);
  return next;
}
