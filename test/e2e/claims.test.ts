/** The claims view in the real window: run all, the verdicts of the command line, other parameters, kept when saved, axe. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClaimView } from '../../src-contract/claim.ts';
import { CLAIMS } from '../../src-science/claims/claim-list.ts';
import { claims as claimsCommand } from '../../src-main/cli/commands/claims.ts';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { violations } from './axe.ts';
import { ask, choose, newSession } from './steps.ts';

let program: LaunchedProgram;
const folder = mkdtempSync(join(tmpdir(), 'leibniz-e2e-claims-'));
const saved = join(folder, 'claims.leibniz');
beforeAll(async () => {
  program = await launch();
  await answerDialogs(program.application, { save: saved, button: 1 });
  await newSession(program.application, program.page);
  await choose(program.application, 'show-claims');
  // The view is made, and its formulas loaded, when it is first shown.
  await program.page.getByRole('grid', { name: 'Claims' }).getByText('not run yet').first().waitFor();
});
afterAll(async () => {
  await program.close();
  rmSync(folder, { recursive: true, force: true });
});

const grid = () => program.page.getByRole('grid', { name: 'Claims' });
const detail = () => program.page.getByRole('region', { name: 'Claim', exact: true });

async function settled(): Promise<readonly ClaimView[]> {
  for (let wait = 0; wait < 600; wait++) {
    const claims = await ask(program.page, { type: 'claim.list' });
    if (claims.every((claim) => claim.going === null)) return claims;
    await program.page.waitForTimeout(100);
  }
  throw new Error('the claims were not settled within a minute');
}

describe('the claims view', () => {
  it('shows every claim with its formula before any is run', async () => {
    expect(await grid().getByText('not run yet').count()).toBe(CLAIMS.length);
    expect(await grid().locator('math').count()).toBe(CLAIMS.length);
    expect(await grid().locator('.katex-error').count()).toBe(0);
    await expect.poll(() => program.page.evaluate(() => document.fonts.check('12px KaTeX_Main'))).toBe(true);
  });

  it('runs all of them to the verdicts of the command line', async () => {
    await program.page.getByRole('button', { name: 'Run all' }).click();
    await program.page.getByRole('progressbar', { name: 'Claims settled' }).waitFor();
    const found = await settled();
    const { json } = await claimsCommand({});
    const expected = (json as { id: string; verdict: string; measured: number; z: number | null }[]).map((
      { id, verdict, measured, z },
    ) => [id, verdict, measured, z]);
    expect(found.map(({ settled: kept }) => [kept?.result.id, kept?.result.verdict, kept?.result.measured, kept?.result.z]))
      .toEqual(expected);
    for (const [verdict, word] of [['holds', 'holds'], ['fails', 'fails'], ['fails-as-printed', 'fails as printed']]) {
      await expect.poll(() => grid().locator('.lz-status', { hasText: new RegExp(`^${word}$`) }).count()).toBe(expected.filter(([, one]) =>
        one === verdict
      ).length);
    }
  });

  it('sets the right formula beside the printed one', async () => {
    await grid().locator('#claim-s26-interchange-lower-bound').click();
    await detail().getByText('As printed', { exact: true }).waitFor();
    expect(await detail().getByText('Right', { exact: true }).count()).toBe(1);
    expect(await detail().locator('figure math').count()).toBe(2);
  });

  it('exports its table', async () => {
    const path = join(folder, 'table.csv');
    await answerDialogs(program.application, { save: path, button: 1 });
    await program.page.getByRole('button', { name: 'Export claims' }).click();
    await program.page.getByRole('menuitem', { name: 'CSV…' }).click();
    await expect.poll(() => existsSync(path)).toBe(true);
    await answerDialogs(program.application, { save: saved, button: 1 });
    const lines = readFileSync(path, 'utf8').split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines).toHaveLength(CLAIMS.length + 1);
    for (const [index, { id }] of CLAIMS.entries()) expect(lines[index + 1]?.startsWith(id)).toBe(true);
    expect(lines.filter((line) => line.includes(',fails as printed,')).length).toBeGreaterThan(0);
  });

  it('fills the window from the menu of its tab, and goes back', async () => {
    const { page } = program;
    const width = async (): Promise<number> => (await grid().boundingBox())?.width ?? 0;
    const before = await width();
    for (const [entry, larger] of [['Maximize', true], ['Restore', false]] as const) {
      await page.getByRole('tab', { name: 'Claims' }).click({ button: 'right' });
      await page.getByRole('menuitem', { name: entry }).click();
      await expect.poll(async () => (await width()) > before + 100).toBe(larger);
    }
  });

  it('is walked by the keyboard', async () => {
    await grid().focus();
    await program.page.keyboard.press('Home');
    expect(await grid().getByRole('row', { selected: true }).getAttribute('id')).toBe(`claim-${CLAIMS[0]?.id}`);
    await program.page.keyboard.press('ArrowDown');
    expect(await grid().getByRole('row', { selected: true }).getAttribute('id')).toBe(`claim-${CLAIMS[1]?.id}`);
  });

  it('refuses a parameter out of range, runs with another, and says when parameters do not go together', async () => {
    const { page } = program;
    await grid().locator('#claim-gwl25-theorem-5-1d').click();
    await detail().getByLabel('Samples', { exact: true }).fill('12');
    expect(await detail().getByRole('button', { name: 'Run again' }).isDisabled()).toBe(true);
    await detail().getByLabel('Samples', { exact: true }).fill('4096');
    await detail().getByText('The result above is of other parameters').waitFor();
    await detail().getByRole('button', { name: 'Run again' }).click();
    await detail().getByText('The result above is of other parameters').waitFor({ state: 'detached' });
    const claim = (await settled()).find(({ statement }) => statement.id === 'gwl25-theorem-5-1d');
    expect(claim?.settled?.parameters['samples']).toBe(4096);
    await detail().getByLabel('b', { exact: true }).fill('2');
    await detail().getByRole('button', { name: 'Run again' }).click();
    await detail().getByRole('alert').getByText('b = 2 is not between 0 and a = 1').waitFor();
    await page.waitForTimeout(200);
    expect(await detail().getByText('4 096').count()).toBeGreaterThan(0);
  });

  it.each(['light', 'dark'] as const)('has nothing that axe finds, %s', async (theme) => {
    await ask(program.page, { type: 'app.change-settings', change: { theme } });
    await program.page.waitForTimeout(400);
    expect(await violations(program)).toEqual([]);
  });

  it('keeps its results in the saved session', async () => {
    const before = await settled();
    await choose(program.application, 'save-session');
    await expect.poll(async () => (await ask(program.page, { type: 'session.state' })).saved).toBe(true);
    expect(program.pageErrors()).toEqual([]);
    await program.close();
    program = await launch({ args: [saved] });
    await program.page.getByText('claims.leibniz').first().waitFor();
    await choose(program.application, 'show-claims');
    await expect.poll(() => grid().locator('.lz-status', { hasText: 'fails as printed' }).count()).toBeGreaterThan(0);
    expect(await grid().getByText('not run yet').count()).toBe(0);
    const after = await ask(program.page, { type: 'claim.list' });
    expect(after.map((claim) => claim.settled)).toEqual(before.map((claim) => claim.settled));
    expect(program.pageErrors()).toEqual([]);
  });
});
