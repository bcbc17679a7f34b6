/** Which shape a run's points have: runs of one color that differ in their settings have different ones, in the plot and in its legend. */
import type { RunSummary } from '../../src-contract/session.ts';
import { MARK_NAMES } from '../plot/marks.ts';
import type { MarkName } from '../plot/marks.ts';
import type { RunStyle } from './run-style.ts';

interface Marked {
  readonly run: Pick<RunSummary, 'id' | 'kind'>;
  readonly style: Pick<RunStyle, 'group' | 'series' | 'dash'>;
}

/** What a method is drawn with where no other of its color is: solvers, decoders, sampled and exact descents apart. */
function usualMark({ run, style }: Marked): MarkName {
  return run.kind === 'exact' ? 'diamond' : run.kind === 'decode' ? 'triangle' : style.dash === 'solid' ? 'circle' : 'square';
}

/**
 * The mark of each group: no two groups of one color have the same while there are marks left.
 * Groups choose in the order of their first run, the usual mark first.
 */
export function marksOf(points: readonly Marked[]): ReadonlyMap<string, MarkName> {
  const marks = new Map<string, MarkName>();
  const taken = new Map<string, Set<MarkName>>();
  for (const point of points.toSorted((a, b) => a.run.id - b.run.id)) {
    const { group, series } = point.style;
    if (marks.has(group)) continue;
    const used = taken.get(series) ?? new Set();
    const usual = usualMark(point);
    const mark = used.has(usual) ? (MARK_NAMES.find((name) => !used.has(name)) ?? usual) : usual;
    marks.set(group, mark);
    taken.set(series, used.add(mark));
  }
  return marks;
}
