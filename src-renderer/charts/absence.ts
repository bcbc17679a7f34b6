/** Says of selected runs that a chart cannot show why that is so, in a sentence; nothing is left out silently. */
import type { RunSummary } from '../../src-contract/session.ts';
import { QUANTITY_INFO } from './quantities.ts';
import type { Quantity } from './quantities.ts';
import type { AbsentReason, Curves } from './trajectory-curves.ts';

const count = (n: number, one: string, many: string): string => (n === 1 ? `One ${one}` : `${n} ${many}`);

function sentence(reason: AbsentReason, quantity: Quantity, runs: readonly RunSummary[]): string | null {
  const n = runs.length;
  const label = quantity === 'mu' ? 'μ' : QUANTITY_INFO[quantity].label.toLowerCase();
  switch (reason) {
    case 'needs-seconds':
      return `${count(n, 'exact run has', 'exact runs have')} no iterations: ${n === 1 ? 'it is' : 'they are'} drawn against seconds.`;
    case 'exact-evaluation':
      return `${count(n, 'run evaluates', 'runs evaluate')} exactly and ${n === 1 ? 'draws' : 'draw'} no samples: no ${label}.`;
    case 'not-of-this-kind':
      return null;
    case 'same-seed':
      return `${count(n, 'run repeats', 'runs repeat')} the settings and the seed of another (${runs.map((run) => `#${run.id}`).join(', ')}): a seed is counted once.`;
    case 'no-points': {
      const waiting = runs.filter((run) => run.status === 'queued' || run.status === 'running' || run.status === 'cancelling').length;
      const failed = runs.filter((run) => run.status === 'failed').length;
      if (waiting === n) return null;
      if (failed === n) return `${count(n, 'run', 'runs')} failed before the first point: see the inspector.`;
      return `${count(n, 'run has', 'runs have')} recorded no ${label}.`;
    }
  }
}

/** Each sentence once, in the order of the plots. */
export function absenceNotes(
  plots: readonly (Curves & { readonly quantity: Quantity })[], runs: ReadonlyMap<number, RunSummary>,
): string[] {
  const notes = new Set<string>();
  for (const plot of plots) {
    const byReason = new Map<AbsentReason, RunSummary[]>();
    for (const { runId, reason } of plot.absent) {
      const run = runs.get(runId);
      if (run !== undefined) byReason.set(reason, [...(byReason.get(reason) ?? []), run]);
    }
    for (const [reason, group] of byReason) {
      const text = sentence(reason, plot.quantity, group);
      if (text !== null) notes.add(text);
    }
    const onlyExact = byReason.get('not-of-this-kind');
    if (plot.curves.length === 0 && onlyExact !== undefined && plot.absent.every((one) => one.reason === 'not-of-this-kind')) {
      notes.add(`Exact runs have an incumbent and a bound, no ${QUANTITY_INFO[plot.quantity].label.toLowerCase()}.`);
    }
  }
  return [...notes];
}
