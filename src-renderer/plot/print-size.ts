/**
 * How large a picture is laid out that has to be so many mm wide with labels of so many pt: charts know one size of
 * labels, so a picture of another is laid out in more or fewer px and scaled whole. Pure.
 */
import type { PageSize, PictureLook } from '../../src-contract/picture-look.ts';
import { FONT_SIZE } from './scene.ts';
import type { Size } from './use-size.ts';

/** Millimetres of a px on screen, at 96 px an inch. */
export const SCREEN_MM = 25.4 / 96;
const POINT_MM = 25.4 / 72;

/** Millimetres of a px of the layout, so that labels have the size asked for. */
export function layoutMm({ fontPt }: Pick<PictureLook, 'fontPt'>): number {
  return (fontPt * POINT_MM) / FONT_SIZE;
}

/**
 * The layout of a picture, px.
 * @param seen its size on screen, which gives the ratio where none is asked for
 * @param leastHeight under which it cannot be read at a width, px
 */
export function layoutSize(
  look: Pick<PictureLook, 'widthMm' | 'ratio' | 'fontPt'>, seen: Size, leastHeight: (width: number) => number,
): Size {
  const width = Math.round(look.widthMm / layoutMm(look));
  const height = Math.round(width * (look.ratio ?? seen.height / seen.width));
  return { width, height: Math.max(height, leastHeight(width)) };
}

export function pageOf({ width, height }: Size, mm: number): PageSize {
  return { widthMm: Number((width * mm).toFixed(3)), heightMm: Number((height * mm).toFixed(3)) };
}

/** An SVG document of the size of a page; its coordinates stay. */
export function svgOfSize(svg: string, { widthMm, heightMm }: PageSize): string {
  const at = svg.indexOf('>', svg.indexOf('<svg'));
  const head = svg.slice(0, at).replace(/ width="[^"]*"/, ` width="${widthMm}mm"`).replace(/ height="[^"]*"/, ` height="${heightMm}mm"`);
  return head + svg.slice(at);
}
