/**
 * A laid-out trajectory chart as a scene, which the window paints and the exports write: everything is placed by
 * `trajectory-frame.ts`, here it gets its colors. Pure but for the theme given. A zoom makes the scene anew at every
 * frame, so lines go in as they were thinned, in one stroke each.
 */
import { REFERENCE_DASH } from '../plot/dashes.ts';
import { textWidth } from '../plot/place-labels.ts';
import { FONT_SIZE } from '../plot/scene.ts';
import type { DiscShape, Scene, Shape } from '../plot/scene.ts';
import type { Ribbon } from '../plot/thin.ts';
import type { Frame, FrameLine, FramePlot } from './trajectory-frame.ts';
import { anyHovered, bandOpacity, labelColor, lineLook, stepsBack } from './trajectory-looks.ts';
import type { LineLook, SceneStyle } from './trajectory-looks.ts';

/** Axis space to px. */
interface Scale {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

export function trajectoryScene(frame: Frame, style: SceneStyle): Scene {
  const some = anyHovered(frame, style.hoveredRunId);
  const { theme } = style;
  const shapes = frame.plots.flatMap((plot, index): Shape[] => {
    const scale = scaleOf(plot, frame);
    const { left, top, width, height } = plot.rect;
    return [
      ...axes(plot, frame, scale, style, index === frame.plots.length - 1),
      {
        kind: 'clipped', x: left, y: top, width, height,
        shapes: [...bands(plot, scale, style, some), ...lines(plot, scale, style, some), ...references(plot, scale, style)],
      },
      ...below(plot, scale, style),
      ...texts(plot, style, some),
    ];
  });
  return {
    width: frame.width, height: frame.height, background: theme.background, fontFamily: theme.fontFamily,
    shapes: [...shapes, ...legend(frame, style, some)],
  };
}

function scaleOf({ rect, range }: FramePlot, { view }: Frame): Scale {
  const perX = rect.width / (view.max - view.min);
  const perY = rect.height / (range.max - range.min);
  return { x: (value) => rect.left + (value - view.min) * perX, y: (value) => rect.top + (range.max - value) * perY };
}

/** The middle of a pixel: lines of one px are sharp there. */
const sharp = (place: number): number => Math.round(place) + 0.5;

function axes({ rect, ticks }: FramePlot, frame: Frame, scale: Scale, { theme }: SceneStyle, last: boolean): Shape[] {
  const right = rect.left + rect.width;
  const bottom = sharp(rect.top + rect.height);
  const level = (y: number): number[] => [rect.left, sharp(y), right, sharp(y)];
  const shapes: Shape[] = [
    { kind: 'strokes', lines: ticks.map((tick) => level(scale.y(tick.at))), color: theme.grid, width: 1, cap: 'butt' },
    ...ticks.map(
      (tick): Shape => ({ kind: 'text', x: rect.left - 8, y: scale.y(tick.at), text: tick.label, color: theme.dim, align: 'right' }),
    ),
    { kind: 'strokes', lines: [
      [rect.left, bottom, right, bottom],
      ...frame.xTicks.map((tick) => [sharp(scale.x(tick.at)), bottom, sharp(scale.x(tick.at)), bottom + 4]),
    ], color: theme.axis, width: 1, cap: 'butt' },
  ];
  if (!last) return shapes;
  let end = -Infinity;
  for (const tick of frame.xTicks) {
    const x = scale.x(tick.at);
    const half = textWidth(tick.label, FONT_SIZE) / 2;
    // A label that would run into the one before it is left out.
    if (x - half < end + 4) continue;
    shapes.push({ kind: 'text', x, y: bottom + 7, text: tick.label, color: theme.dim, align: 'center', baseline: 'top' });
    end = x + half;
  }
  shapes.push({
    kind: 'text', x: rect.left + rect.width / 2, y: bottom + 23, text: frame.xTitle, color: theme.dim, align: 'center', baseline: 'top',
  });
  return shapes;
}

function bands(plot: FramePlot, scale: Scale, { theme, hoveredRunId }: SceneStyle, some: boolean): Shape[] {
  return plot.bands.map((band): Shape => ({
    kind: 'areas',
    polygons: band.polygons.map((polygon) => polygon.flatMap(([x, y]) => [scale.x(x), scale.y(y)])),
    fill: theme.series[band.curve.style.series],
    opacity: bandOpacity(band.curve, hoveredRunId, some),
  }));
}

/** What stands out lies on top. */
function lines(plot: FramePlot, scale: Scale, style: SceneStyle, some: boolean): Shape[] {
  const looks = plot.lines.map((line) => ({ line, look: lineLook(line.curve, style, some) }));
  return looks.toSorted((a, b) => a.look.z - b.look.z).flatMap(({ line, look }) => lineShapes(line, look, scale));
}

function lineShapes({ curve, points, ribbon }: FrameLine, look: LineLook, scale: Scale): Shape[] {
  const { stroke, lineWidth: width, dash, opacity } = look;
  if (ribbon !== null) return [{ kind: 'areas', polygons: ribbonPolygons(ribbon, width / 2, scale), fill: stroke, opacity }];
  const parts = stretches(points, curve.step, scale);
  // A point alone between gaps would be a line of no length.
  const alone = parts.filter((part) => part.length === 2).map(
    ([x = 0, y = 0]): DiscShape => ({ kind: 'disc', x, y, radius: 1.5, fill: stroke, opacity }),
  );
  return [{
    kind: 'strokes', lines: parts.filter((part) => part.length > 2), color: stroke, width, opacity, cap: 'butt',
    ...(dash === 'solid' ? {} : { dash }),
  }, ...alone];
}

/** The stretches of a line between its gaps, x and y by turns in px; a step curve goes level, then up or down. */
export function stretches(points: readonly number[], step: boolean, scale: Scale): number[][] {
  const made: number[][] = [];
  let current: number[] = [];
  const end = (): void => {
    if (current.length > 0) made.push(current);
    current = [];
  };
  for (let k = 0; k + 1 < points.length; k += 2) {
    const value = points[k + 1] ?? Number.NaN;
    if (Number.isNaN(value)) {
      end();
      continue;
    }
    const x = scale.x(points[k] ?? Number.NaN);
    if (step && current.length > 0) current.push(x, current.at(-1) ?? Number.NaN);
    current.push(x, scale.y(value));
  }
  end();
  return made;
}

/**
 * A ribbon's stretches as closed polygons in px, half a line's width wider than its values: along the upper side and
 * back along the lower one.
 */
export function ribbonPolygons(ribbon: Ribbon, widen: number, scale: Scale): number[][] {
  const made: number[][] = [];
  let from = 0;
  while (from < ribbon.length) {
    let to = from;
    while (to < ribbon.length && !Number.isNaN(ribbon[to + 1] ?? Number.NaN)) to += 3;
    const polygon: number[] = [];
    for (let k = from; k < to; k += 3) polygon.push(scale.x(ribbon[k] ?? 0), scale.y(ribbon[k + 2] ?? 0) - widen);
    for (let k = to - 3; k >= from; k -= 3) polygon.push(scale.x(ribbon[k] ?? 0), scale.y(ribbon[k + 1] ?? 0) + widen);
    if (polygon.length > 0) made.push(polygon);
    from = to + 3;
  }
  return made;
}

function references({ references: levels, rect }: FramePlot, scale: Scale, { theme }: SceneStyle): Shape[] {
  if (levels.length === 0) return [];
  const level = (y: number): number[] => [rect.left, y, rect.left + rect.width, y];
  return [{
    kind: 'strokes', lines: levels.map(({ at }) => level(scale.y(at))), color: theme.series.exact, width: 1, dash: REFERENCE_DASH,
    cap: 'butt',
  }];
}

/** Small triangles on the axis where points lie that a log axis cannot show. */
function below(plot: FramePlot, scale: Scale, { theme }: SceneStyle): Shape[] {
  if (plot.below.length === 0) return [];
  const bottom = plot.rect.top + plot.rect.height;
  return [
    { kind: 'areas', polygons: plot.below.map(scale.x).map((x) => [x - 3, bottom - 6, x + 3, bottom - 6, x, bottom]), fill: theme.dim },
  ];
}

function texts({ rect, title, note, labels }: FramePlot, { theme, hoveredRunId }: SceneStyle, some: boolean): Shape[] {
  const right = rect.left + rect.width;
  return [
    { kind: 'text', x: rect.left, y: rect.top - 10, text: title, color: theme.dim },
    ...(note === null
      ? []
      : [{ kind: 'text' as const, x: right, y: rect.top - 10, text: note, color: theme.dim, align: 'right' as const }]),
    ...labels.flatMap((label): Shape[] => {
      const back = stepsBack(label, hoveredRunId, some);
      const color = labelColor(label.style, theme);
      return [
        {
          kind: 'line', points: [right + 1, label.lineY, right + 4, label.y, right + 7, label.y], color, width: 1,
          opacity: back ? 0.35 : 0.8,
        },
        { kind: 'box', x: right + 4, y: label.y - 1, width: 4, height: 2, fill: color, opacity: back ? 0.35 : 1 },
        { kind: 'text', x: right + 9, y: label.y, text: label.text, color: theme.text, opacity: back ? 0.4 : 1 },
      ];
    }),
  ];
}

function legend({ legend: shown }: Frame, { theme, hoveredRunId }: SceneStyle, some: boolean): Shape[] {
  if (shown === null) return [];
  return shown.entries.flatMap((entry): Shape[] => {
    const back = stepsBack(entry, hoveredRunId, some);
    const dash = entry.style === null ? REFERENCE_DASH : entry.style.dash;
    const opacity = (entry.style?.opacity ?? 1) * (back ? 0.35 : 1);
    return [
      {
        kind: 'strokes', lines: [[shown.left, entry.y, shown.left + 20, entry.y]], color: labelColor(entry.style, theme), width: 2, opacity,
        cap: 'butt', ...(dash === 'solid' ? {} : { dash }),
      },
      { kind: 'text', x: shown.left + 26, y: entry.y, text: entry.text, color: theme.text, opacity: back ? 0.4 : 1 },
    ];
  });
}
