/** Writes a scene as an SVG document: plain shapes and text, nothing that acts, no font of its own. */
import { markupText } from '../../src-contract/export-text.ts';
import { enlarged } from './paint-scene.ts';
import { FONT_SIZE } from './scene.ts';
import type { Scene, Shape, TextShape } from './scene.ts';

/** Hundredths of a px are finer than any printer needs. */
const at = (value: number): string => String(Math.round(value * 100) / 100);

const attributes = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values).map(
    ([name, value]) => (value === undefined ? '' : ` ${name}="${typeof value === 'number' ? at(value) : markupText(value)}"`),
  ).join('');

function path(points: ArrayLike<number>, closed = false): string {
  let text = '';
  for (let i = 0; i + 1 < points.length; i += 2) text += `${i === 0 ? 'M' : 'L'}${at(points[i] ?? 0)} ${at(points[i + 1] ?? 0)}`;
  return closed ? `${text}Z` : text;
}

const seen = (opacity: number | undefined): number | undefined => (opacity === 1 ? undefined : opacity);

/** Where a text's own line lies below its place, as a share of its size: readers of SVG do not agree on other baselines. */
const BASELINE: Readonly<Record<NonNullable<TextShape['baseline']>, number>> = { top: 0.88, middle: 0.35, bottom: -0.2 };
const ANCHOR = { left: undefined, center: 'middle', right: 'end' } as const;

function textElement(
  { x, y, text, color, size = FONT_SIZE, align = 'left', baseline = 'middle', bold, upright, opacity }: TextShape,
): string {
  const down = BASELINE[baseline] * size;
  const place = upright === true ? { x: down, y: 0, transform: `translate(${at(x)} ${at(y)}) rotate(-90)` } : { x, y: y + down };
  return `<text${attributes({ ...place, fill: color, 'font-size': size, 'font-weight': bold === true ? '600' : undefined, 'text-anchor': ANCHOR[align], opacity: seen(opacity) })}>${markupText(text)}</text>`;
}

/** @param clips the boxes that shapes are cut at, to be defined in the document */
function element(shape: Shape, clips: Set<string>): string {
  switch (shape.kind) {
    case 'text':
      return textElement(shape);
    case 'line':
      return `<path${attributes({ d: path(shape.points), fill: 'none', stroke: shape.color, 'stroke-width': shape.width, 'stroke-dasharray': shape.dash?.join(' '), 'stroke-opacity': seen(shape.opacity) })}/>`;
    case 'strokes':
      return `<path${attributes({ d: shape.lines.map((points) => path(points)).join(''), fill: 'none', stroke: shape.color, 'stroke-width': shape.width, 'stroke-dasharray': shape.dash?.join(' '), 'stroke-linecap': shape.cap, 'stroke-opacity': seen(shape.opacity) })}/>`;
    case 'areas':
      return `<path${attributes({ d: shape.polygons.map((points) => path(points, true)).join(''), fill: shape.fill, 'fill-opacity': seen(shape.opacity) })}/>`;
    case 'disc':
      return `<circle${attributes({ cx: shape.x, cy: shape.y, r: shape.radius, fill: shape.fill, stroke: shape.stroke, 'stroke-width': shape.stroke === undefined ? undefined : 1.5, opacity: seen(shape.opacity) })}/>`;
    case 'box':
      return `<rect${attributes({ x: shape.x, y: shape.y, width: shape.width, height: shape.height, fill: shape.fill ?? 'none', 'fill-opacity': seen(shape.opacity), stroke: shape.stroke, 'stroke-width': shape.stroke === undefined ? undefined : 1, 'stroke-dasharray': shape.dash?.join(' ') })}/>`;
    case 'cells':
      return `<image${attributes({ x: shape.x, y: shape.y, width: shape.width, height: shape.height, preserveAspectRatio: 'none', href: enlarged(shape).toDataURL('image/png') })}/>`;
    case 'clipped': {
      const { x, y, width, height } = shape;
      // Two pictures in one page may share a name, as long as it is that of one box.
      const id = `box-${[x, y, width, height].map(at).join('-')}`;
      clips.add(`<clipPath id="${id}"><rect${attributes({ x, y, width, height })}/></clipPath>`);
      return `<g clip-path="url(#${id})">${shape.shapes.map((each) => element(each, clips)).join('')}</g>`;
    }
  }
}

export function sceneSvg(scene: Scene): string {
  const { width, height, background, fontFamily, shapes } = scene;
  const clips = new Set<string>();
  const body = shapes.map((shape) => element(shape, clips)).join('\n');
  return [
    `<svg${attributes({ xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${at(width)} ${at(height)}`, 'font-family': fontFamily, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' })}>`,
    ...(clips.size === 0 ? [] : [`<defs>${[...clips].join('')}</defs>`]),
    `<rect${attributes({ width, height, fill: background })}/>`,
    body,
    '</svg>',
    '',
  ].join('\n');
}
