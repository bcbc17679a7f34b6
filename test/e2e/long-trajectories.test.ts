/** Trajectories far longer than the screen: what is seen when they are zoomed is what is stored. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { longValue, makeLongSession } from '../../bench/long-session.ts';
import { formatNumber } from '../../src-renderer/format/index.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { ask } from './steps.ts';

/** An iteration whose values are not near the edge of a rounding; of so many points it is the middle one. */
const MIDDLE = 100006;
const POINTS = 2 * MIDDLE + 1;
const shown = (value: number): string => formatNumber(value, { digits: 5 });

let folder = '';
let program: LaunchedProgram;
/** A pointer that stays where it is says nothing. */
let nudge = 0;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leibniz-long-'));
  const path = join(folder, 'long.leibniz');
  await makeLongSession(path, join(folder, 'data'), { runs: 2, points: POINTS });
  program = await launch({ args: [path] });
});
afterEach(async () => {
  await program.close();
  rmSync(folder, { recursive: true, force: true });
});

it('shows the stored value under the pointer once the zoom is deep enough, which thinned points do not have', async () => {
  const { page } = program;
  const surface = page.locator('.lz-chart-surface');
  await surface.waitFor();
  await page.getByText('2 runs, 2 selected').waitFor();

  // What the chart has of all iterations: thinned, and without the middle one.
  const [first] = await ask(page, { type: 'run.list' });
  const whole = await ask(page, {
    type: 'run.series',
    id: first?.id ?? 0,
    columns: ['iteration', 'objective', 'penalty'],
    maxPoints: 4096,
    from: null,
    to: null,
  });
  expect(whole.complete).toBe(false);
  expect(Object.values(whole.columns.iteration ?? {})).not.toContain(MIDDLE);

  await surface.focus();
  for (let press = 0; press < 40; press++) await page.keyboard.press('+');
  const box = await surface.boundingBox();
  if (box === null) throw new Error('the chart has no place');
  const readout = page.locator('.lz-readout');
  const values = async (): Promise<readonly string[]> => {
    await page.mouse.move(box.x + 0.4 * box.width + (nudge++ % 2), box.y + 0.25 * box.height);
    const rows = await readout.locator('.lz-readout-row').allInnerTexts();
    return rows.map((row) => row.split('\n').at(-1) ?? '');
  };
  const expected = [1, 0].map((run) => shown(longValue('objective', run, MIDDLE)));
  await expect.poll(values, { timeout: 20_000 }).toEqual(expected);
  await expect.poll(() => readout.locator('.lz-readout-head').innerText()).toBe(`iteration ${formatNumber(MIDDLE)}`);

  // All of it again: thinned once more, with the spike that a mean would have hidden.
  await page.keyboard.press('0');
  await expect.poll(async () => (await values()).length).toBe(2);
  expect(program.pageErrors()).toEqual([]);
});
