/**
 * Pictures for a paper, from the window: every format at the width and the font size asked for, on white from a dark
 * window, no label cut, fonts in the PDF, the choice remembered, and each file opened by a reader of its own kind.
 */
import { readFileSync, rmSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask } from './steps.ts';

let program: LaunchedProgram;
const FILES = { svg: join(tmpdir(), `leibniz-picture-${process.pid}.svg`), png: join(tmpdir(), `leibniz-picture-${process.pid}.png`),
  pdf: join(tmpdir(), `leibniz-picture-${process.pid}.pdf`) } as const;

beforeAll(async () => {
  program = await launch();
  await ask(program.page, { type: 'app.change-settings', change: { theme: 'dark' } });
  await program.page.getByLabel(/against iteration/u).first().waitFor();
});
afterAll(async () => {
  await program.close();
  for (const file of Object.values(FILES)) rmSync(file, { force: true });
});

async function openDialog(what: string): Promise<void> {
  const { page } = program;
  await page.getByRole('button', { name: `Export ${what}` }).first().click();
  await page.getByRole('menuitem', { name: 'Size, font and title…' }).click();
  await page.getByRole('dialog', { name: 'Export picture' }).waitFor();
}

async function save(format: 'svg' | 'png' | 'pdf'): Promise<Buffer> {
  const { page, application } = program;
  const dialog = page.getByRole('dialog', { name: 'Export picture' });
  await answerDialogs(application, { save: FILES[format] });
  await dialog.getByRole('button', { name: `${format.toUpperCase()}…` }).click();
  await dialog.waitFor({ state: 'detached', timeout: 30_000 });
  return readFileSync(FILES[format]);
}

/** Texts of an SVG that reach beyond its page, measured by the browser that draws them. */
function cutTexts(svg: string): Promise<readonly string[]> {
  return program.page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
    const root = document.importNode(parsed, true) as unknown as SVGSVGElement;
    // The page has the typeface, and its policy loads no other.
    for (const each of root.querySelectorAll('style')) each.remove();
    // What the page's policy takes from attributes of markup is set by script.
    for (const each of root.querySelectorAll<SVGElement>('[style]')) each.style.cssText = each.getAttribute('style') ?? '';
    Object.assign(root.style, { position: 'fixed', left: '0', top: '0', zIndex: '9999' });
    document.body.append(root);
    const page = root.getBoundingClientRect();
    const cut = [...root.querySelectorAll('text')].filter((each) => {
      const { left, right, top, bottom, width } = each.getBoundingClientRect();
      return width > 0 && (left < page.left - 1 || right > page.right + 1 || top < page.top - 1 || bottom > page.bottom + 1);
    }).map((each) => each.textContent ?? '');
    root.remove();
    return cut;
  }, svg);
}

const MM = 72 / 25.4;

it('exports a chart for one column as SVG, PNG and PDF, and remembers how', async () => {
  const { page } = program;
  await openDialog('trajectories');
  const dialog = page.getByRole('dialog', { name: 'Export picture' });
  await dialog.getByText('one column, 85 mm').click();
  await dialog.getByLabel('Height by width').fill('0.7');
  await dialog.getByLabel('Labels [pt]').fill('7');
  await dialog.getByLabel('Title').check();
  await program.screenshot('export-picture-dark');
  await dialog.getByLabel('Labels [pt]').fill('99');
  expect(await dialog.getByRole('button', { name: 'PDF…' }).isDisabled()).toBe(true);
  await dialog.getByText('A number from 4 to 24').waitFor();
  await dialog.getByLabel('Labels [pt]').fill('7');

  const svg = (await save('svg')).toString('utf8');
  const [, width, height] = /^(?:<\?xml[^>]*>)?<svg[^>]* width="([\d.]+)mm" height="([\d.]+)mm"/.exec(svg) ?? [];
  expect(Number(width)).toBeCloseTo(85, 0);
  expect(svg).toContain('#ffffff');
  // What made it, and the typeface of its labels, go with it.
  const about = JSON.parse(/<metadata id="leibniz">([^<]*)</.exec(svg)?.[1]?.replaceAll('&quot;', '"') ?? '{}') as { about?: string[] };
  expect(about.about?.join()).toMatch(/seed/);
  expect(svg).toContain("@font-face { font-family: 'Inter Variable'");
  expect(await cutTexts(svg)).toEqual([]);
  // Labels of 11 px of the layout are 7 pt of the page.
  const layout = Number(/viewBox="0 0 ([\d.]+)/.exec(svg)?.[1]);
  expect((11 * Number(width) * MM) / layout).toBeCloseTo(7, 1);

  await openDialog('trajectories');
  expect(await dialog.getByLabel('Width [mm]').inputValue()).toBe('85');
  expect(await dialog.getByLabel('Title').isChecked()).toBe(true);
  const pdf = (await save('pdf')).toString('latin1');
  const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
  expect(boxes).toHaveLength(1);
  expect(Math.abs(Number(boxes[0]?.[1]) - 85 * MM)).toBeLessThan(1.5);
  expect(Math.abs(Number(boxes[0]?.[2]) - Number(height) * MM)).toBeLessThan(1.5);
  expect(pdf).toMatch(/\/FontName \/[A-Z]+\+Inter/);
  expect(pdf).toMatch(/\/FontFile[23]? /);
  expect(pdf).toContain('/EmbeddedFiles <</Names [(manifest.json)');
  expect(pdf).toContain('"leibnizPicture": 1');
  // Drawn as lines and letters: no image takes the place of the chart.
  expect(pdf).not.toContain('/Subtype /Image');
  expect(contentOf(pdf)).toMatch(/ (?:Tj|TJ)\n/);

  await openDialog('trajectories');
  const png = await save('png');
  expect(png.readUInt32BE(16)).toBeCloseTo((85 / 25.4) * 300, -1);
  expect(program.pageErrors().filter((error) => !/style/.test(error))).toEqual([]);
}, 180_000);

/** The streams of a PDF that deflate to text. */
function contentOf(pdf: string): string {
  return [...pdf.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, stream = '']) => {
    try {
      return inflateSync(Buffer.from(stream, 'latin1')).toString('latin1');
    } catch {
      return '';
    }
  }).join('\n');
}

it.each([['Gap–time', 'gap and time'], ['x̂ heat map', 'heat map'], ['Field lab', 'field lab']])(
  '%s cuts no label in one column', async (tab, what) => {
    const { page } = program;
    await page.getByRole('tab', { name: new RegExp(tab, 'u') }).first().click();
    await openDialog(what);
    const svg = (await save('svg')).toString('utf8');
    expect(await cutTexts(svg)).toEqual([]);
  }, 120_000,
);
