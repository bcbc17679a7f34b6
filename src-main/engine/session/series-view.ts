/**
 * What a chart is given of a stored series: the points of a range, thinned where there are more than it
 * asked for, and their averages. Averages are taken here, over every stored point and over what lies
 * beside the range, before anything is thinned; so a smoothed curve does not depend on the zoom or on
 * the width of a panel, and the page never has to hold a whole trajectory.
 */
import type { SeriesView } from '../../../src-contract/session.ts';
import { smooth, smoothingMargin } from '../../../src-science/series/smoothing.ts';
import type { Smoothing } from '../../../src-science/series/smoothing.ts';
import { AXES, decimate, entriesOf, picked } from './decimate.ts';
import type { Columns } from './decimate.ts';
import type { SessionCommandOf } from './protocol.ts';
import type { SeriesStore } from './series-store.ts';

/** Cost: O(columns · points of the range). */
export function seriesView(
  series: SeriesStore, { id, columns: names, maxPoints, from, to, smoothing }: SessionCommandOf<'run.series'>,
): SeriesView {
  const { first, end, total } = series.find(id, from, to);
  const length = end - first;
  const smoothed = smoothing !== undefined && smoothing.points > 1;
  const { before, after } = smoothed ? smoothingMargin(smoothing) : { before: 0, after: 0 };
  const start = Math.max(0, first - before);
  const wide = series.read(id, names, start, Math.min(total, end + after));
  const own = entriesOf(wide).every(([, values]) => values.length === length) ? wide : cut(wide, first - start, length);
  const { columns, places } = decimate(own, length, maxPoints);
  const view = { runId: id, stored: length, complete: places === null, columns };
  if (!smoothed) return view;
  const averaged = cut(averages(wide, smoothing), first - start, length);
  return { ...view, smoothed: places === null ? averaged : picked(averaged, places) };
}

function averages(columns: Columns, smoothing: Smoothing): Columns {
  return Object.fromEntries(
    entriesOf(columns).filter(([name]) => !AXES.has(name)).map(([name, values]) => [name, smooth(values, smoothing)]),
  );
}

function cut(columns: Columns, from: number, length: number): Columns {
  return Object.fromEntries(entriesOf(columns).map(([name, values]) => [name, values.slice(from, from + length)]));
}
