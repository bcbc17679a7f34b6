/**
 * Start to usable window: from the start of the process until the window is shown, until the page has its
 * list of runs and has drawn it, on warm starts of the built program. The first start, which makes the
 * example session and fills the caches, does not count. Times are of the program's own marks, not of the
 * driver; the driver's inspector is attached all the same and costs some tens of milliseconds.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from '../test/e2e/harness.ts';
import { onScreen, spreadOf } from './real-window.ts';
import { machineLine, section, table, target } from './report.ts';

const STARTS = 9;
const TARGET_SECONDS = 1;

/** Milliseconds from the start of the process to each mark. */
type Marks = Readonly<Record<string, number>>;

async function startOnce(dataFolder: string): Promise<Marks> {
  const program = await launch({ dataFolder });
  try {
    await program.page.waitForFunction(() => performance.getEntriesByName('leibniz:usable').length > 0);
    const page = await program.page.evaluate(() => ({
      'page asked for': performance.timeOrigin,
      'page’s code runs': performance.timeOrigin + (performance.getEntriesByName('leibniz:code')[0]?.startTime ?? Number.NaN),
      'run list drawn: usable': performance.timeOrigin + (performance.getEntriesByName('leibniz:usable')[0]?.startTime ?? Number.NaN),
    }));
    const main = await program.application.evaluate(() => ({
      began: process.getCreationTime() ?? performance.timeOrigin,
      marks: Object.fromEntries(performance.getEntriesByType('mark').map((mark) => [mark.name, performance.timeOrigin + mark.startTime])),
    }));
    const at = (name: string): number => main.marks[name] ?? Number.NaN;
    const all: Record<string, number> = { 'main’s code runs': at('leibniz:main'), 'Electron is ready': at('leibniz:ready'), 'session open': at('leibniz:session'), 'window shown': at('leibniz:shown'), ...page };
    return Object.fromEntries(Object.entries(all).map(([name, time]) => [name, time - main.began]));
  } finally {
    await program.close({ keepData: true });
  }
}

await onScreen(async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'leibniz-start-'));
  try {
    await startOnce(dataFolder);
    const starts: Marks[] = [];
    for (let k = 0; k < STARTS; k++) starts.push(await startOnce(dataFolder));
    const names = Object.keys(starts[0] ?? {}).toSorted((a, b) => spreadOf(starts.map((marks) => marks[a] ?? Number.NaN)).median - spreadOf(starts.map((marks) => marks[b] ?? Number.NaN)).median);
    const found = names.map((name) => ({ name, ...spreadOf(starts.map((marks) => marks[name] ?? Number.NaN)) }));
    const rows = found.map(({ name, median, least, most }) => [name, `${median.toFixed(0)} ms`, `${least.toFixed(0)} – ${most.toFixed(0)} ms`]);
    section('start', `${table(['from the start of the process to', 'median', 'range'], rows)}\n\n${machineLine()} ${STARTS} warm starts.`);
    const usable = found.find(({ name }) => name.endsWith('usable'))?.median ?? Number.NaN;
    const ours = found.find(({ name }) => name.startsWith('main’s'))?.median ?? Number.NaN;
    target({ name: 'window ready, warm start', goal: '≤ 1.0 s', measured: `${(usable / 1000).toFixed(2)} s, ${(ours / 1000).toFixed(2)} s of it before any code of ours`, reached: usable <= 1000 * TARGET_SECONDS });
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
});
