/** Every entry of the menu that is the page's own does something that can be seen, and breaks nothing. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { COMMAND_TABLE } from '../../src-contract/commands.ts';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';
import { choose } from './steps.ts';

let program: LaunchedProgram;
beforeAll(async () => {
  program = await launch();
  await answerDialogs(program.application, { save: null });
});
afterAll(() => program.close());

/** What is seen of the window: its text, the tab shown, the theme, where the focus is. */
const seen = (): Promise<string> => program.page.evaluate(() =>
  [document.body.innerText, [...document.querySelectorAll('.dv-active-tab')].map((tab) => tab.textContent).join('|'),
    document.documentElement.outerHTML.slice(0, 400), document.activeElement?.outerHTML.slice(0, 200)].join('\n'));

/** Without effect where there is nothing to cancel, or where a file is asked for by the system. */
const SILENT: ReadonlySet<string> = new Set([
  'cancel-selected-runs', 'export-run-table', 'export-chart', 'open-study', 'merge-session', 'reset-layout',
]);

it('does something', async () => {
  const dead: string[] = [];
  for (const { command, by } of COMMAND_TABLE) {
    if (by !== 'page' || SILENT.has(command)) continue;
    const before = await seen();
    await choose(program.application, command);
    const changed = await expect.poll(seen, { timeout: 4000 }).not.toBe(before).then(() => true, () => false);
    if (!changed) dead.push(command);
    await program.page.keyboard.press('Escape');
    await program.page.getByRole('dialog').waitFor({ state: 'detached', timeout: 3000 }).catch(() => undefined);
  }
  expect(dead).toEqual([]);
  expect(program.pageErrors()).toEqual([]);
});
