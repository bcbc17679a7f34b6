/**
 * A chart as a file: the picture seen, in light colors on white, as SVG or as PNG at twice the size,
 * with a caption of parameters below if wanted. The main process asks for the place.
 */
import type { PictureFormatName } from '../../src-contract/picture-formats.ts';
import { request } from '../api/request.ts';
import { EXPORT_THEME } from './chart-theme.ts';
import type { ChartTheme } from './chart-theme.ts';
import type { ChartOption } from './echarts.ts';
import { paintScene } from './paint-scene.ts';
import { textWidth } from './place-labels.ts';
import { sceneSvg } from './scene-svg.ts';
import type { Scene, Shape } from './scene.ts';
import { keptLines, oneLine } from '../../src-science/program/one-line.ts';

/** A chart on its way out of the window: a scene, or what ECharts draws whole. Either is made at the size asked for, in the theme given. */
export type Picture = {
  readonly width: number;
  readonly height: number;
  /** Lines of parameters and seeds; long ones are broken. */
  readonly caption: readonly string[];
  readonly name: string;
} & ({ readonly scene: (theme: ChartTheme) => Scene } | { readonly option: (theme: ChartTheme, renderer: Renderer) => ChartOption });

/** An image in a chart is a canvas for a canvas, and text for SVG. */
type Renderer = 'svg' | 'canvas';

const CAPTION_SIZE = 10;
const LINE_HEIGHT = 14;
const MARGIN = 10;
const SCALE = 2;

/** Lines broken at spaces so that none is wider than `width` px. */
function breakLines(lines: readonly string[], fontSize: number, width: number): string[] {
  return lines.flatMap((line) => {
    const broken: string[] = [];
    let current = '';
    for (const word of line.split(' ')) {
      const longer = current === '' ? word : `${current} ${word}`;
      if (current !== '' && textWidth(longer, fontSize) > width) {
        broken.push(current);
        current = word;
      } else current = longer;
    }
    return [...broken, current];
  });
}

type Drawn = { readonly width: number; readonly height: number } & ({ readonly scene: Scene } | { readonly option: ChartOption });

function withCaption(picture: Picture, captioned: boolean, renderer: Renderer): Drawn {
  const { width } = picture;
  const lines = captioned ? breakLines(picture.caption.map(oneLine), CAPTION_SIZE, width - 2 * MARGIN) : [];
  const height = picture.height + (lines.length === 0 ? 0 : MARGIN + lines.length * LINE_HEIGHT + 6);
  const top = (index: number): number => picture.height + MARGIN + index * LINE_HEIGHT;
  const { dim, fontFamily } = EXPORT_THEME;
  if ('scene' in picture) {
    const scene = picture.scene(EXPORT_THEME);
    const caption = lines.map(
      (text, index): Shape => ({ kind: 'text', x: MARGIN, y: top(index), text, color: dim, size: CAPTION_SIZE, baseline: 'top' }),
    );
    return { width, height, scene: { ...scene, width, height, shapes: [...scene.shapes, ...caption] } };
  }
  const option = picture.option(EXPORT_THEME, renderer);
  const own = (option.graphic as { elements?: unknown[] } | undefined)?.elements ?? [];
  const style = { fill: dim, font: `${CAPTION_SIZE}px ${fontFamily}`, verticalAlign: 'top' };
  const caption = lines.map((text, index) => ({ type: 'text', silent: true, x: MARGIN, y: top(index), style: { ...style, text } }));
  return { width, height, option: { ...option, animation: false, graphic: { elements: [...own, ...caption] } } as ChartOption };
}

/** The picture as an SVG document. */
export async function pictureToSvg(picture: Picture, captioned: boolean): Promise<string> {
  const drawn = withCaption(picture, captioned, 'svg');
  if ('scene' in drawn) return sceneSvg(drawn.scene);
  const { init } = await import('./echarts.ts');
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: drawn.width, height: drawn.height });
  try {
    chart.setOption(drawn.option);
    // XML holds no control characters, and a viewer turns no writing: whatever stands in a label, the escape is seen.
    return keptLines(chart.renderToSVGString());
  } finally {
    chart.dispose();
  }
}

/** The picture as PNG bytes, at twice its size on screen. */
async function pictureToPng(picture: Picture, captioned: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const drawn = withCaption(picture, captioned, 'canvas');
  if ('scene' in drawn) {
    const canvas = document.createElement('canvas');
    paintScene(canvas, drawn.scene, SCALE);
    return pngOf(canvas);
  }
  const { init } = await import('./echarts.ts');
  const chart = init(
    document.createElement('div'), null, { renderer: 'canvas', width: drawn.width, height: drawn.height, devicePixelRatio: SCALE },
  );
  try {
    chart.setOption(drawn.option);
    return await pngOf(chart.renderToCanvas({ pixelRatio: SCALE, backgroundColor: EXPORT_THEME.background }));
  } finally {
    chart.dispose();
  }
}

async function pngOf(canvas: HTMLCanvasElement): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('The picture is too large to be drawn as PNG. Make the panel smaller or export SVG.');
  return new Uint8Array(await blob.arrayBuffer());
}

/** What writes each format; one that throws says in a sentence why. */
const PICTURE_WRITERS: Readonly<Record<PictureFormatName, (
  picture: Picture, captioned: boolean,
) => Promise<string | Uint8Array<ArrayBuffer>>>> = { svg: pictureToSvg, png: pictureToPng };

/** Asks for a place and writes the chart there; the name written, or null if the user thought better of it. */
export async function exportChart(picture: Picture, format: PictureFormatName, captioned: boolean): Promise<string | null> {
  const content = await PICTURE_WRITERS[format](picture, captioned);
  const written = await request({ type: 'export.chart', format, content, suggestedName: picture.name.slice(0, 200) });
  return written.cancelled ? null : (written.name ?? picture.name);
}
