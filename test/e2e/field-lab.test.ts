/** The field lab in the real window: sliders, curves, loops and planes against the science room's own numbers. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { circulation, curlIntegral } from '../../src-science/field/circulation.ts';
import type { FieldScheme } from '../../src-science/gradients/scheme.ts';
import { surrogateMinimizer } from '../../src-science/field/one-dimension.ts';
import { asymmetry, fieldJacobian } from '../../src-science/field/jacobian.ts';
import { programField, toyField } from '../../src-science/field/plane-field.ts';
import { decodeProgram } from '../../src-science/program/encoding.ts';
import { normalForm } from '../../src-science/program/normal-form.ts';
import { createExactPlan } from '../../src-science/relaxation/exact-plan.ts';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { violations } from './axe.ts';
import { ask, choose } from './steps.ts';

const PICTURE = join(tmpdir(), `leibniz-field-lab-${String(process.pid)}.svg`);

let program: LaunchedProgram;
beforeAll(async () => {
  program = await launch();
  await answerDialogs(program.application, { button: 1, save: PICTURE });
  await program.page.getByRole('grid', { name: 'Runs' }).getByRole('row').nth(3).waitFor();
  await choose(program.application, 'show-field-lab');
  await program.page.getByRole('toolbar', { name: 'Field lab' }).waitFor();
});
afterAll(async () => {
  await program.close();
  rmSync(PICTURE, { force: true });
});

const lab = () => program.page.locator('.lz-panel').filter({ has: program.page.getByRole('toolbar', { name: 'Field lab' }) });
const mode = (name: string) => lab().getByRole('radiogroup', { name: 'Dimensions' }).getByText(name, { exact: true }).click();
const plane = () => lab().getByRole('button', { name: /Field over the unit square/ });

/** The numbers of a scheme's row, at full precision where the table holds it. */
async function loopOf(scheme: FieldScheme): Promise<{ readonly circulation: number; readonly curlIntegral: number }> {
  const cells = lab().getByRole('table', { name: 'Circulation and curl' }).getByRole('row', { name: scheme }).getByRole('cell');
  return { circulation: Number(await cells.nth(0).getAttribute('title')), curlIntegral: Number(await cells.nth(2).getAttribute('title')) };
}

/** The loop as its caption gives it. */
async function rectangle(): Promise<{ readonly x1: readonly [number, number]; readonly x2: readonly [number, number] }> {
  const caption = (await lab().getByRole('table', { name: 'Circulation and curl' }).locator('caption').textContent()) ?? '';
  const [a, b, c, d] = [...caption.matchAll(/[\d.]+/g)].map(Number);
  if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error(`no loop in “${caption}”`);
  return { x1: [a, b], x2: [c, d] };
}

async function drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const box = await plane().boundingBox();
  if (box === null) throw new Error('the plane is not on the screen');
  // Shares of the plot, which is a square amid its box.
  const side = Math.min(box.width - 228, box.height - 54);
  const left = box.x + 52 + (box.width - 228 - side) / 2;
  const at = ([x, y]: readonly [number, number]): [number, number] => [left + x * side, box.y + 14 + (1 - y) * side];
  await program.page.mouse.move(...at(from));
  await program.page.mouse.down();
  await program.page.mouse.move(...at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]));
  await program.page.mouse.move(...at(to));
  await program.page.mouse.up();
}

it('moves the interior minimizer with the slider, to the science room’s value', async () => {
  await expect.poll(() => lab().getByRole('status').textContent()).toContain('0.66924');
  const slider = lab().getByRole('slider', { name: 'b, slider' });
  await slider.focus();
  for (let press = 0; press < 5; press++) await slider.press('ArrowLeft');
  expect(await lab().getByRole('textbox', { name: 'b', exact: true }).inputValue()).toBe('0.9');
  const expected = surrogateMinimizer({ a: 1, b: 0.9 }) ?? Number.NaN;
  await expect.poll(() => lab().getByRole('status').textContent()).toContain(expected.toFixed(5));
  await lab().getByRole('textbox', { name: 'b', exact: true }).fill('0.5');
  await expect.poll(() => lab().getByRole('status').textContent()).toContain('least at 0');
});

it('reads the curves under a cross that the arrow keys move', async () => {
  await lab().getByRole('textbox', { name: 'b', exact: true }).fill('0.95');
  await lab().getByRole('button', { name: /Losses, slopes and potentials/ }).focus();
  await program.page.keyboard.press('ArrowRight');
  await program.page.keyboard.press('Home');
  const cell = lab().getByRole('row', { name: 'interchange field ĝ' }).getByRole('cell');
  expect(Number(await cell.getAttribute('title'))).toBeCloseTo(Math.LN2 - 0.5, 12);
});

it('says of each of S26’s figures what is drawn and where the paper errs', async () => {
  const { page } = program;
  for (
    const [figure, words] of [['Figure 1', 'exactly when b > 5a/6'], ['Figure 2(a)', 'it converges to a − b'], ['Figure 2(b)',
      'too large by (a − b)x̂']] as const
  ) {
    await lab().getByRole('button', { name: `S26, ${figure}` }).hover();
    await page.getByRole('tooltip').filter({ hasText: words }).waitFor();
  }
  await page.mouse.move(5, 5);
  await lab().getByRole('textbox', { name: 'x̂', exact: true }).fill('1');
  expect(await lab().getByText('Must be between 0 and 1').count()).toBe(1);
  await lab().getByRole('textbox', { name: 'x̂', exact: true }).fill('0.7');
});

it('gives a dragged loop the circulation and the curl integral that the science room computes', async () => {
  await lab().getByRole('button', { name: 'Fill the window' }).click();
  await mode('2-D');
  await plane().waitFor();
  await drag([0.2, 0.15], [0.75, 0.6]);
  await expect.poll(() => lab().locator('caption').textContent()).toContain('Loop round');
  await program.page.waitForTimeout(300);
  const loop = await rectangle();
  expect(loop.x1[0]).toBeCloseTo(0.2, 1);
  expect(loop.x2[1]).toBeCloseTo(0.6, 1);
  const field = toyField({ a1: 1, a2: 0.8, b: 1.2 }, 'surrogate-interchange');
  const read = await loopOf('surrogate-interchange');
  expect(read.circulation).toBeCloseTo(circulation(field, loop), 12);
  expect(read.curlIntegral).toBeCloseTo(curlIntegral(field, loop), 12);
  expect(Math.abs(read.circulation)).toBeGreaterThan(0.001);
  expect(Math.abs((await loopOf('true-penalty')).circulation)).toBeLessThan(1e-12);
  await expect.poll(() => lab().getByRole('status').textContent()).toMatch(/circulation and curl integral agree/);
});

it('pulls a loop and starts a trajectory by keyboard alone, and clears both', async () => {
  await lab().getByRole('button', { name: 'Clear lines and loop' }).click();
  await plane().focus();
  for (let press = 0; press < 3; press++) await program.page.keyboard.press('Control+Shift+ArrowRight');
  for (let press = 0; press < 2; press++) await program.page.keyboard.press('Control+Shift+ArrowUp');
  await program.page.keyboard.press('Enter');
  await expect.poll(rectangle).toEqual({ x1: [0.5, 0.8], x2: [0.5, 0.7] });
  await program.page.keyboard.press('Delete');
  await expect.poll(() => lab().locator('caption').textContent()).toContain('Drag a rectangle');
  expect(await lab().getByRole('button', { name: 'Clear lines and loop' }).count()).toBe(0);
});

it('draws a plane of a problem of the session from exact evaluations', async () => {
  const { page } = program;
  const problems = await ask(page, { type: 'problem.list' });
  const p0033 = problems.find((problem) => problem.name.toLowerCase() === 'p0033');
  if (p0033 === undefined) throw new Error('the example has no p0033');
  await mode('n-D');
  await lab().getByRole('combobox', { name: 'Problem' }).click();
  await page.getByRole('option', { name: p0033.name, exact: true }).click();
  await plane().waitFor();
  await plane().focus();
  // Not a square: round a square about the diagonal a symmetric curl cancels.
  for (let press = 0; press < 4; press++) await page.keyboard.press('Control+Shift+ArrowRight');
  for (let press = 0; press < 2; press++) await page.keyboard.press('Control+Shift+ArrowUp');
  const loop = { x1: [0.5, 0.9], x2: [0.5, 0.7] } as const;
  await expect.poll(rectangle).toEqual(loop);
  await page.waitForTimeout(300);

  const bytes = await page.evaluate(async (id) => {
    const bridge = Reflect.get(globalThis, 'leibniz') as { request(message: unknown): Promise<{ value: { bytes: Uint8Array } }> };
    return Array.from((await bridge.request({ type: 'problem.program', id, from: 0, length: 2 ** 22 })).value.bytes);
  }, p0033.id);
  const decoded = decodeProgram(Uint8Array.from(bytes));
  const { plan } = createExactPlan(normalForm(decoded));
  if (plan === null) throw new Error('p0033 has an exact plan');
  const index = async (label: string): Promise<number> =>
    decoded.variableNames.indexOf(await lab().getByRole('combobox', { name: label }).inputValue());
  const coordinates = {
    first: await index('First coordinate'),
    second: await index('Second coordinate'),
    xHat: new Float64Array(decoded.objective.length).fill(0.5),
  };
  const field = programField(plan, 'surrogate-interchange', coordinates);
  const read = await loopOf('surrogate-interchange');
  const expected = circulation(field, loop);
  expect(Math.abs(expected)).toBeGreaterThan(1e-6);
  expect(read.circulation / expected).toBeCloseTo(1, 9);
  expect(read.curlIntegral / expected).toBeCloseTo(1, 6);
  const all = lab().getByRole('table', { name: 'Circulation and curl' }).getByRole('row', { name: 'surrogate-interchange' })
    .getByRole('cell').nth(5);
  await expect.poll(() => all.getAttribute('title')).not.toBe('');
  const whole = asymmetry(fieldJacobian(plan, 'surrogate-interchange', coordinates.xHat));
  expect(whole).toBeGreaterThan(0.001);
  expect(Number(await all.getAttribute('title'))).toBeCloseTo(whole, 12);
  expect(Math.abs((await loopOf('surrogate-corrected')).circulation)).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected)));
});

it('exports the picture seen as SVG', async () => {
  await lab().getByRole('button', { name: 'Export field lab' }).click();
  await program.page.getByRole('menuitem', { name: 'SVG…' }).click();
  await program.page.getByText(/^Exported /).first().waitFor();
  const svg = readFileSync(PICTURE, 'utf8');
  expect(svg).toMatch(/^<svg /);
  // Eight times eight arrows at least, each a line that begins with a move; lines of one style are one path.
  const moves = [...svg.matchAll(/<path d="([^"]*)"/g)].flatMap(([, d = '']) => d.match(/M/g) ?? []);
  expect(moves.length).toBeGreaterThanOrEqual(64);
  expect(svg).toContain('surrogate-interchange');
});

describe.each(['light', 'dark'] as const)('%s theme', (theme) => {
  beforeAll(async () => {
    await ask(program.page, { type: 'app.change-settings', change: { theme } });
    await program.page.waitForTimeout(300);
  });

  it.each(['1-D', '2-D', 'n-D'])('axe finds nothing in %s', async (name) => {
    await mode(name);
    await program.page.waitForTimeout(500);
    expect(await violations(program)).toEqual([]);
  });
});

it('reports no error of the page', () => {
  expect(program.pageErrors()).toEqual([]);
});
