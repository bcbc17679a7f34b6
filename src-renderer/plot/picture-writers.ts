/**
 * A chart as a file, in light colors on white whatever the theme: the picture seen, or laid out anew at the width and the
 * font size of a journal, with its title and a caption of parameters below if wanted. The main process asks for the place
 * and makes the PDF.
 */
import type { PictureFormatName } from '../../src-contract/picture-formats.ts';
import type { PageSize, PictureLook } from '../../src-contract/picture-look.ts';
import { request } from '../api/request.ts';
import { EXPORT_THEME } from './chart-theme.ts';
import type { ChartTheme } from './chart-theme.ts';
import type { ChartOption } from './echarts.ts';
import { paintScene } from './paint-scene.ts';
import { textWidth } from './place-labels.ts';
import { layoutMm, layoutSize, pageOf, SCREEN_MM, svgOfSize } from './print-size.ts';
import { sceneSvg } from './scene-svg.ts';
import type { Scene, Shape } from './scene.ts';
import type { Size } from './use-size.ts';
import { keptLines, oneLine } from '../../src-science/program/one-line.ts';

/** A chart on its way out of the window: a scene, or what ECharts draws whole. Either is made at the size asked for, in the theme given. */
export type Picture = {
  readonly width: number;
  readonly height: number;
  /** Lines of parameters and seeds; long ones are broken. */
  readonly caption: readonly string[];
  readonly name: string;
  /** Under which it cannot be read at a width, px; none where left out. */
  readonly leastHeight?: (width: number) => number;
} & (
  | { readonly scene: (theme: ChartTheme, size: Size) => Scene }
  | { readonly option: (theme: ChartTheme, renderer: Renderer, size: Size) => ChartOption }
);

/** What of a look the drawing itself shows; `size` of the layout, px. */
export interface Drawing {
  readonly size: Size;
  readonly titled: boolean;
  readonly captioned: boolean;
}

/** An image in a chart is a canvas for a canvas, and text for SVG. */
type Renderer = 'svg' | 'canvas';

const CAPTION_SIZE = 10;
const LINE_HEIGHT = 14;
const MARGIN = 10;
const TITLE_SIZE = 12;
/** Of a PNG without a look. */
const SCALE = 2;
/** Of a canvas, px a side: browsers draw no larger ones. */
const LARGEST = 16_384;
const LEAST_WIDTH = 60;

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

interface BelowLine {
  readonly text: string;
  readonly top: number;
  readonly size: number;
  readonly bold: boolean;
}

/** Title and caption, broken into lines below a picture, and how high the whole is. */
function linesBelow(
  picture: Picture, { size, titled, captioned }: Drawing,
): { readonly lines: readonly BelowLine[]; readonly height: number } {
  const width = Math.max(LEAST_WIDTH, size.width - 2 * MARGIN);
  const broken = (texts: readonly string[], fontSize: number): string[] => breakLines(texts.map(oneLine), fontSize, width);
  const texts = [
    // Bold letters are wider than the measured ones.
    ...(titled ? broken([picture.name], TITLE_SIZE * 1.08).map((text) => ({ text, size: TITLE_SIZE, bold: true })) : []),
    ...(captioned ? broken(picture.caption, CAPTION_SIZE).map((text) => ({ text, size: CAPTION_SIZE, bold: false })) : []),
  ];
  let top = size.height + MARGIN;
  const lines = texts.map((line) => {
    const at = top;
    top += Math.round(LINE_HEIGHT * (line.size / CAPTION_SIZE));
    return { ...line, top: at };
  });
  return { lines, height: lines.length === 0 ? size.height : top + 6 };
}

function draw(picture: Picture, drawing: Drawing, renderer: Renderer): Drawn {
  const { size } = drawing;
  const { width } = size;
  const { lines, height } = linesBelow(picture, drawing);
  const { dim, text: ink, fontFamily } = EXPORT_THEME;
  if ('scene' in picture) {
    const scene = picture.scene(EXPORT_THEME, size);
    const below = lines.map(({ text, top, size: fontSize, bold }): Shape => ({
      kind: 'text', x: MARGIN, y: top, text, color: bold ? ink : dim, size: fontSize, baseline: 'top', bold,
    }));
    return { width, height, scene: { ...scene, width, height, shapes: [...scene.shapes, ...below] } };
  }
  const option = picture.option(EXPORT_THEME, renderer, size);
  const own = (option.graphic as { elements?: unknown[] } | undefined)?.elements ?? [];
  const below = lines.map(({ text, top, size: fontSize, bold }) => ({
    type: 'text', silent: true, x: MARGIN, y: top,
    style: { text, fill: bold ? ink : dim, font: `${bold ? '600 ' : ''}${fontSize}px ${fontFamily}`, verticalAlign: 'top' },
  }));
  return { width, height, option: { ...option, animation: false, graphic: { elements: [...own, ...below] } } as ChartOption };
}

/** As it is seen on screen. */
function asSeen({ width, height }: Picture, captioned: boolean): Drawing {
  return { size: { width, height }, titled: false, captioned };
}

/** The picture as an SVG document in px. */
export async function pictureToSvg(picture: Picture, drawing: boolean | Drawing): Promise<string> {
  return (await svgAndSize(picture, typeof drawing === 'boolean' ? asSeen(picture, drawing) : drawing)).svg;
}

async function svgAndSize(picture: Picture, drawing: Drawing): Promise<{ readonly svg: string; readonly size: Size }> {
  const drawn = draw(picture, drawing, 'svg');
  if ('scene' in drawn) return { svg: sceneSvg(drawn.scene), size: drawn };
  const { init } = await import('./echarts.ts');
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: drawn.width, height: drawn.height });
  try {
    chart.setOption(drawn.option);
    // XML holds no control characters, and a viewer turns no writing: whatever stands in a label, the escape is seen.
    return { svg: keptLines(chart.renderToSVGString()), size: drawn };
  } finally {
    chart.dispose();
  }
}

/** The picture as PNG bytes. @param scale px of the file by px of the layout */
async function pictureToPng(picture: Picture, drawing: Drawing, scale: number): Promise<Uint8Array<ArrayBuffer>> {
  const drawn = draw(picture, drawing, 'canvas');
  if (Math.max(drawn.width, drawn.height) * scale > LARGEST) throw new Error(TOO_LARGE);
  if ('scene' in drawn) {
    const canvas = document.createElement('canvas');
    paintScene(canvas, drawn.scene, scale);
    return pngOf(canvas);
  }
  const { init } = await import('./echarts.ts');
  const chart = init(
    document.createElement('div'), null, { renderer: 'canvas', width: drawn.width, height: drawn.height, devicePixelRatio: scale },
  );
  try {
    chart.setOption(drawn.option);
    return await pngOf(chart.renderToCanvas({ pixelRatio: scale, backgroundColor: EXPORT_THEME.background }));
  } finally {
    chart.dispose();
  }
}

const TOO_LARGE = 'The picture is too large to be drawn as PNG. Choose fewer dots an inch, a smaller width, SVG or PDF.';

async function pngOf(canvas: HTMLCanvasElement): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error(TOO_LARGE);
  return new Uint8Array(await blob.arrayBuffer());
}

/** A drawing, how many mm a px of its layout has, and how many dots of a PNG. */
interface Made {
  readonly drawing: Drawing;
  readonly mm: number;
  readonly scale: number;
  /** Whether an SVG says how large it is in mm. */
  readonly inMm: boolean;
}

interface Written {
  readonly content: string | Uint8Array<ArrayBuffer>;
  readonly size?: PageSize;
}

/** What writes each format; one that throws says in a sentence why. Of a PDF the main process makes the file. */
const PICTURE_WRITERS: Readonly<Record<PictureFormatName, (picture: Picture, made: Made) => Promise<Written>>> = {
  async svg(picture, { drawing, mm, inMm }) {
    const { svg, size } = await svgAndSize(picture, drawing);
    return { content: inMm ? svgOfSize(svg, pageOf(size, mm)) : svg };
  },
  png: async (picture, { drawing, scale }) => ({ content: await pictureToPng(picture, drawing, scale) }),
  async pdf(picture, { drawing, mm }) {
    const { svg, size } = await svgAndSize(picture, drawing);
    const page = pageOf(size, mm);
    return { content: svgOfSize(svg, page), size: page };
  },
};

/**
 * Asks for a place and writes the chart there.
 * @param look how it is drawn, or whether the picture seen has its caption
 * @returns the name written, or null if the user thought better of it
 */
export async function exportChart(picture: Picture, format: PictureFormatName, look: PictureLook | boolean): Promise<string | null> {
  const made: Made = typeof look === 'boolean'
    ? { drawing: asSeen(picture, look), mm: SCREEN_MM, scale: SCALE, inMm: false }
    : {
      drawing: { size: layoutSize(look, picture, picture.leastHeight ?? (() => 0)), titled: look.titled, captioned: look.captioned },
      mm: layoutMm(look), scale: (layoutMm(look) * look.dpi) / 25.4, inMm: true,
    };
  const file = await PICTURE_WRITERS[format](picture, made);
  const written = await request({
    type: 'export.chart', format, ...file, suggestedName: picture.name.slice(0, 200), about: picture.caption.slice(0, 1000),
  });
  return written.cancelled ? null : (written.name ?? picture.name);
}
