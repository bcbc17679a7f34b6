/**
 * Scales of the field lab: magnitudes on the part of viridis that stands out from the background, signed
 * values on a diverging scale that is the background's own color at 0, blue below and red above.
 */
import type { ChartTheme } from '../plot/chart-theme.ts';
import { cssColor, viridis } from '../plot/viridis.ts';

type Rgb = readonly [number, number, number];

export function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

const BELOW: Readonly<Record<ChartTheme['name'], Rgb>> = { light: [33, 102, 172], dark: [90, 160, 225] };
const ABOVE: Readonly<Record<ChartTheme['name'], Rgb>> = { light: [178, 24, 43], dark: [235, 105, 100] };

/** @param t in [0, 1] */
export function magnitudeColor(theme: ChartTheme, t: number): string {
  const inside = Math.min(1, Math.max(0, t));
  return cssColor(viridis(theme.name === 'light' ? 0.82 * (1 - inside) : 0.22 + 0.78 * inside));
}

/** @param t in [−1, 1] */
export function divergingColor(theme: ChartTheme, t: number): Rgb {
  const inside = Math.min(1, Math.max(-1, Number.isNaN(t) ? 0 : t));
  const end = inside < 0 ? BELOW[theme.name] : ABOVE[theme.name];
  const middle = rgbOf(theme.background);
  // Slightly concave, so that small values show; the legend is drawn with the same curve.
  const share = Math.abs(inside) ** 0.75;
  return [0, 1, 2].map((k) => Math.round((middle[k] ?? 0) + share * ((end[k] ?? 0) - (middle[k] ?? 0)))) as [number, number, number];
}

/** The value below which a share of the finite ones lie, by size; 0 where there are none. */
export function quantileOfSize(values: Float64Array, share: number): number {
  const sizes = values.filter(Number.isFinite).map(Math.abs).sort();
  return sizes[Math.min(sizes.length - 1, Math.floor(share * sizes.length))] ?? 0;
}
