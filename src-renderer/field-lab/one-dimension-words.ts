/**
 * What the one-variable picture shows, in one sentence, and where each curve is least. The cases are
 * those of docs/science.md, section 6; the numbers come from the science room.
 */
import { actualMinimizer, f1Minimum, oneRowCase, surrogateLoss, surrogateMinimizer } from '../../src-science/field/one-dimension.ts';
import type { OneRow } from '../../src-science/field/one-dimension.ts';
import { formatNumber } from '../format/index.ts';
import type { OneDimensionPicture } from './one-dimension-plots.ts';

/** Where the curves are least, and how much. The potential of ĝ rises throughout, so its least point is 0. */
export function minimizersOf(row: OneRow): OneDimensionPicture['minimizers'] {
  const kind = oneRowCase(row);
  const surrogate = surrogateMinimizer(row);
  const actual = actualMinimizer(row);
  if (kind === 'never' || surrogate === null || actual === null) return [];
  const start = kind === 'always' ? -row.b : 0;
  const excess = f1Minimum();
  return [
    { curve: 'actualLoss', xHat: actual, value: start },
    { curve: 'surrogateLoss', xHat: surrogate, value: surrogateLoss(row, surrogate) },
    { curve: 'interchangePotential', xHat: 0, value: start },
    ...(kind === 'crossing' ? [{ curve: 'excess' as const, xHat: excess.xHat, value: row.a * excess.value }] : []),
  ];
}

/** The sentence below the plots. */
export function oneDimensionWords(row: OneRow): string {
  const kind = oneRowCase(row);
  if (kind === 'never') return 'b ≥ a: the row is never violated, so every curve is 0 and every x̂ is a minimizer.';
  if (kind === 'always') {
    return 'b < 0: the row is violated at 0 and at 1. The indicator never changes, so the boundary term vanishes: the interchange field is the slope of the surrogate, and both move x̂ to 0.';
  }
  const least = surrogateMinimizer(row) ?? 0;
  const moves = 'the interchange dynamics moves x̂ to 0';
  if (least === 0) return `b ≤ a ln 2: the surrogate, too, is least at 0, and ${moves}, where the actual loss is least.`;
  return `The surrogate has an interior minimizer at ${formatNumber(least, { digits: 5 })}${least > 0.5 ? ', beyond ½, because b > 5a/6' : ', because b > a ln 2'}; ${moves}, against the slope of the surrogate between 0 and ${formatNumber(least, { digits: 5 })}.`;
}
