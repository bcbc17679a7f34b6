/**
 * What lies under the pointer in a trajectory chart: the values of every curve at that place, and the
 * curve nearest to the pointer. Works on the laid-out frame, so it needs no library and no pixels but
 * the frame's own.
 */
import { fromAxis } from '../plot/axis-scale.ts';
import { lastAtMost } from '../plot/places.ts';
import type { RunStyle } from './run-style.ts';
import { valueAt } from './seed-envelope.ts';
import type { Frame, FramePlot } from './trajectory-frame.ts';

export interface ReadoutRow {
  readonly key: string;
  readonly label: string;
  readonly style: RunStyle;
  readonly runIds: readonly number[];
  /** In the quantity's own unit. */
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Distance from the pointer to the curve, px, vertically. */
  readonly distance: number;
}

export interface Readout {
  readonly plotIndex: number;
  /** In the axis's own unit. */
  readonly x: number;
  /** px from the left of the chart. */
  readonly pixelX: number;
  readonly rows: readonly ReadoutRow[];
  readonly nearest: ReadoutRow | null;
}

/** How far from a curve the pointer may be to light it, px. */
const REACH = 28;

/** The plot at a place, or null between and beside the plots. */
export function plotAt(frame: Frame, x: number, y: number): number | null {
  const index =
    frame.plots.findIndex(({ rect }) => x >= rect.left && x <= rect.left + rect.width && y >= rect.top && y <= rect.top + rect.height);
  return index < 0 ? null : index;
}

/** Pixel to axis space, horizontally; all plots share it. */
export function axisAtPixel(frame: Frame, x: number): number {
  const rect = frame.plots[0]?.rect;
  if (rect === undefined) return Number.NaN;
  return frame.view.min + ((x - rect.left) / rect.width) * (frame.view.max - frame.view.min);
}

/** A step curve holds a value until the next one; past its end it has none. */
function stepValueAt(x: Float64Array, y: Float64Array, at: number): number {
  if (at > (x[x.length - 1] ?? Number.NEGATIVE_INFINITY)) return Number.NaN;
  return y[lastAtMost(x, at)] ?? Number.NaN;
}

function pixelOf(plot: FramePlot, level: number): number {
  return plot.rect.top + ((plot.range.max - level) / (plot.range.max - plot.range.min)) * plot.rect.height;
}

export function readOut(frame: Frame, x: number, y: number): Readout | null {
  const plotIndex = plotAt(frame, x, y);
  const plot = plotIndex === null ? undefined : frame.plots[plotIndex];
  if (plotIndex === null || plot === undefined) return null;
  const at = axisAtPixel(frame, x);
  const rows: ReadoutRow[] = [];
  plot.lines.forEach(({ curve }, index) => {
    if (curve.role === 'raw') return;
    const level = curve.step ? stepValueAt(curve.x, curve.y, at) : valueAt(curve, at);
    if (Number.isNaN(level)) return;
    const band = curve.band;
    const low = band === null ? Number.NaN : valueAt({ x: curve.x, y: band.low }, at);
    const high = band === null ? Number.NaN : valueAt({ x: curve.x, y: band.high }, at);
    rows.push({
      key: `${index}`,
      label: curve.label,
      style: curve.style,
      runIds: curve.runIds,
      value: fromAxis(plot.scale, level),
      low: Number.isNaN(low) ? null : fromAxis(plot.scale, low),
      high: Number.isNaN(high) ? null : fromAxis(plot.scale, high),
      distance: Math.abs(pixelOf(plot, level) - y),
    });
  });
  let nearest: ReadoutRow | null = null;
  for (const row of rows) if (row.distance <= REACH && row.distance < (nearest?.distance ?? Infinity)) nearest = row;
  // The highest curve first, as the eye meets them.
  return { plotIndex, x: fromAxis(frame.xScale, at), pixelX: x, rows: rows.toSorted((a, b) => b.value - a.value), nearest };
}
