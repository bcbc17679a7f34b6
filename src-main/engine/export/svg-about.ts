/**
 * What goes into an SVG besides its shapes: the manifest, as JSON in `<metadata>`, and the typeface of its labels, so that it
 * looks the same on a machine that has none of ours. Pure.
 */
import { markupText } from '../../../src-contract/export-text.ts';
import { plainJson } from '../../../src-science/program/one-line.ts';

/** @param faces `@font-face` rules; empty where there are none @returns the document with both behind its first tag */
export function svgWithAbout(svg: string, about: object, faces: string): string {
  const end = svg.indexOf('>', svg.indexOf('<svg'));
  if (end < 0) return svg;
  const style = faces === '' ? '' : `<style>${faces}</style>`;
  return `${svg.slice(0, end + 1)}<metadata id="leibniz">${markupText(plainJson(JSON.stringify(about)))}</metadata>${style}${svg.slice(end + 1)}`;
}
