/**
 * Documents of the program's own making as PDF: Chromium prints them in a window that nobody sees, which runs no script,
 * loads nothing but the document itself, and is gone afterwards. Text stays text; the fonts used are embedded, as far as
 * they are needed.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, BrowserWindow, session } from 'electron';
import { markupText } from '../../src-contract/export-text.ts';
import type { PageSize } from '../../src-contract/picture-look.ts';
import { EngineError } from '../engine/error-value.ts';
import { withAttachment } from '../engine/export/pdf-attachment.ts';

const INCH_MM = 25.4;
/** No cookies, no cache, no permission of the window's own session. */
const PARTITION = 'print';
/** Scripts of the interface's typeface that labels are written in, and what of Unicode each file holds. */
const FONT_PARTS = [
  ['greek', 'U+0370-03FF'],
  [
    'latin-ext',
    [
      'U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+0304, U+0308, U+0329, U+1D00-1DBF',
      'U+1E00-1E9F, U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF',
    ].join(', '),
  ],
  [
    'latin',
    [
      'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+0304, U+0308',
      'U+0329, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF',
      'U+FFFD',
    ].join(', '),
  ],
] as const;

/** The attached file that says what made a PDF. */
const MANIFEST = 'manifest.json';

/** A picture as a PDF of one page of its size. @param svg as the page made it @param manifest attached to it */
export async function pictureToPdf(
  svg: string, size: PageSize, manifest: { readonly title: string }, outFolder: string,
): Promise<Uint8Array> {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${markupText(manifest.title)}</title><style>
${await fontFaces(outFolder, svg)}
@page { size: ${size.widthMm}mm ${size.heightMm}mm; margin: 0; }
html, body { margin: 0; background: #fff; }
svg { display: block; page-break-after: avoid; }
</style></head><body>${svg}</body></html>`;
  return withAttachment(await documentToPdf(html, size), MANIFEST, manifest);
}

/** A report as PDF, which says in itself which programs made it; attached is what printed it. */
export async function reportToPdf(html: string, title: string): Promise<Uint8Array> {
  const { chrome, electron } = process.versions;
  const manifest = { leibnizReport: 1, title, application: `Leibniz ${app.getVersion()}`, printedBy: `Chromium ${chrome}, Electron ${electron}` };
  return withAttachment(await documentToPdf(html), MANIFEST, manifest);
}

/** A document as PDF. @param size of its pages; A4 with margins where left out */
async function documentToPdf(html: string, size?: PageSize): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'leibniz-print-'));
  const file = join(folder, 'document.html');
  const window = new BrowserWindow({
    show: false,
    webPreferences: { partition: PARTITION, javascript: false, sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  try {
    await writeFile(file, html, { mode: 0o600 });
    const own = pathToFileURL(file).href;
    session.fromPartition(PARTITION).webRequest.onBeforeRequest((request, answer) => {
      answer({ cancel: !request.url.startsWith('data:') && !isPrinted(request.url) });
    });
    printed.add(own);
    window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
    await window.loadURL(own);
    const inches = size === undefined ? null : { width: size.widthMm / INCH_MM, height: size.heightMm / INCH_MM };
    return await window.webContents.printToPDF({
      printBackground: true,
      ...(inches === null ? { pageSize: 'A4' as const } : { pageSize: inches, margins: { top: 0, bottom: 0, left: 0, right: 0 } }),
    });
  } catch (error) {
    throw new EngineError('print-failed', 'The PDF could not be made.', 'Try again, or export SVG and convert it.', {}, error);
  } finally {
    printed.delete(pathToFileURL(file).href);
    window.destroy();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The documents that are being printed. */
const printed = new Set<string>();
const isPrinted = (url: string): boolean => printed.has(url);

/** The typeface as style, as far as a text needs it; empty where the program was not built, in development. */
export async function fontFaces(outFolder: string, text: string): Promise<string> {
  const assets = join(outFolder, 'renderer', 'assets');
  const names = await readdir(assets).catch(() => []);
  const rules: string[] = [];
  for (const [part, range] of FONT_PARTS) {
    if (!holdsAny(text, range)) continue;
    const name = names.find((each) => each.startsWith(`inter-${part}-wght-normal`) && each.endsWith('.woff2'));
    if (name === undefined) continue;
    const data = (await readFile(join(assets, name))).toString('base64');
    const source = `url(data:font/woff2;base64,${data}) format('woff2')`;
    rules.push(`@font-face { font-family: 'Inter Variable'; font-weight: 100 900; unicode-range: ${range}; src: ${source}; }`);
  }
  return rules.join('\n');
}

/** @param ranges as CSS writes them: `U+0370-03FF, U+2191` */
function holdsAny(text: string, ranges: string): boolean {
  const spans = ranges.split(', ').map((range) => {
    const [from = '', to = from] = range.slice(2).split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const;
  });
  const codes = new Set(Array.from(text, (character) => character.codePointAt(0) ?? 0));
  return [...codes].some((code) => spans.some(([from, to]) => code >= from && code <= to));
}
