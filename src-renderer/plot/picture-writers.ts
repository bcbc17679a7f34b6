/**
 * A chart as a file: the picture seen, in light colors on white, as SVG or as PNG at twice the size,
 * with a caption of parameters below if wanted. The main process asks for the place.
 */
import type { PictureFormatName } from '../../src-contract/picture-formats.ts';
import { request } from '../api/request.ts';
import { EXPORT_THEME } from './chart-theme.ts';
import type { ChartTheme } from './chart-theme.ts';
import { init } from './echarts.ts';
import type { ChartOption } from './echarts.ts';
import { textWidth } from './place-labels.ts';
import { keptLines, oneLine } from '../../src-science/program/one-line.ts';

export interface ChartPicture {
  readonly width: number;
  readonly height: number;
  /** Draws at the size asked for, in the theme given. */
  readonly option: (theme: ChartTheme, renderer: 'svg' | 'canvas') => ChartOption;
  /** Lines of parameters and seeds; long ones are broken. */
  readonly caption: readonly string[];
  readonly name: string;
}

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

interface Drawn {
  readonly option: ChartOption;
  readonly width: number;
  readonly height: number;
}

function withCaption(picture: ChartPicture, captioned: boolean, renderer: 'svg' | 'canvas'): Drawn {
  const option = picture.option(EXPORT_THEME, renderer);
  const lines = captioned ? breakLines(picture.caption.map(oneLine), CAPTION_SIZE, picture.width - 2 * MARGIN) : [];
  if (lines.length === 0) return { option, width: picture.width, height: picture.height };
  const own = (option.graphic as { elements?: unknown[] } | undefined)?.elements ?? [];
  const elements = lines.map((text, index) => ({
    type: 'text',
    silent: true,
    x: MARGIN,
    y: picture.height + MARGIN + index * LINE_HEIGHT,
    style: { text, fill: EXPORT_THEME.dim, font: `${CAPTION_SIZE}px ${EXPORT_THEME.fontFamily}`, verticalAlign: 'top' },
  }));
  return {
    option: { ...option, graphic: { elements: [...own, ...elements] } } as ChartOption,
    width: picture.width,
    height: picture.height + MARGIN + lines.length * LINE_HEIGHT + 6,
  };
}

/** The picture as an SVG document. */
export function chartToSvg(picture: ChartPicture, captioned: boolean): string {
  const { option, width, height } = withCaption(picture, captioned, 'svg');
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ ...option, animation: false });
    // XML holds no control characters, and a viewer turns no writing: whatever stands in a label, the escape is seen.
    return keptLines(chart.renderToSVGString());
  } finally {
    chart.dispose();
  }
}

/** The picture as PNG bytes, at twice its size on screen. */
async function chartToPng(picture: ChartPicture, captioned: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const { option, width, height } = withCaption(picture, captioned, 'canvas');
  const chart = init(document.createElement('div'), null, { renderer: 'canvas', width, height, devicePixelRatio: SCALE });
  try {
    chart.setOption({ ...option, animation: false });
    const canvas = chart.renderToCanvas({ pixelRatio: SCALE, backgroundColor: EXPORT_THEME.background });
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob === null) throw new Error('The picture is too large to be drawn as PNG. Make the panel smaller or export SVG.');
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    chart.dispose();
  }
}

/** What writes each format; one that throws says in a sentence why. */
const PICTURE_WRITERS: Readonly<Record<PictureFormatName, (picture: ChartPicture, captioned: boolean) => string | Promise<Uint8Array<ArrayBuffer>>>> = { svg: chartToSvg, png: chartToPng };

/** Asks for a place and writes the chart there; the name written, or null if the user thought better of it. */
export async function exportChart(picture: ChartPicture, format: PictureFormatName, captioned: boolean): Promise<string | null> {
  const content = await PICTURE_WRITERS[format](picture, captioned);
  const written = await request({ type: 'export.chart', format, content, suggestedName: picture.name.slice(0, 200) });
  return written.cancelled ? null : (written.name ?? picture.name);
}
