/**
 * How lines, bands and labels of a laid-out trajectory chart look: one answer for the canvas of the window
 * and for the exports. Pure but for the theme given.
 */
import type { ChartTheme } from '../plot/chart-theme.ts';
import { BOUND_DASH } from '../plot/dashes.ts';
import type { RunStyle } from './run-style.ts';
import type { Curve } from './trajectory-curves.ts';
import type { Frame } from './trajectory-frame.ts';

export interface SceneStyle {
  readonly theme: ChartTheme;
  /** Its lines stand out, the others step back. */
  readonly hoveredRunId: number | null;
}

export interface LineLook {
  readonly stroke: string;
  readonly lineWidth: number;
  readonly dash: RunStyle['dash'];
  readonly opacity: number;
  /** Order of drawing: what stands out lies on top. */
  readonly z: number;
}

const isHovered = (runIds: readonly number[], hovered: number | null): boolean => hovered !== null && runIds.includes(hovered);

/** True where a line of the chart belongs to the hovered run, so that the others step back. */
export function anyHovered(frame: Frame, hoveredRunId: number | null): boolean {
  return hoveredRunId !== null && frame.plots.some((plot) => plot.lines.some((line) => isHovered(line.curve.runIds, hoveredRunId)));
}

/** @param some whether any line of the chart is hovered */
export function lineLook(curve: Curve, { theme, hoveredRunId }: SceneStyle, some: boolean): LineLook {
  const lit = isHovered(curve.runIds, hoveredRunId);
  const raw = curve.role === 'raw';
  return {
    stroke: theme.series[curve.style.series],
    lineWidth: raw ? 1 : lit ? 2.5 : curve.role === 'bound' ? 1.25 : 1.6,
    dash: curve.role === 'bound' ? BOUND_DASH : raw ? 'solid' : curve.style.dash,
    opacity: (raw ? 0.28 : curve.style.opacity) * (some && !lit ? 0.3 : 1),
    z: lit ? 5 : raw ? 2 : 3,
  };
}

export function bandOpacity(curve: Curve, hoveredRunId: number | null, some: boolean): number {
  return some && !isHovered(curve.runIds, hoveredRunId) ? 0.06 : 0.16;
}

export function labelColor(style: RunStyle | null, theme: ChartTheme): string {
  return style === null ? theme.text : theme.series[style.series];
}

/** True for a label of a run that steps back; references never do. */
export function stepsBack(
  label: { readonly style: RunStyle | null; readonly runIds: readonly number[] }, hoveredRunId: number | null, some: boolean,
): boolean {
  return some && label.style !== null && !isHovered(label.runIds, hoveredRunId);
}
