/**
 * Memory of the program: idle with an empty session, and with a problem of a million nonzeros opened,
 * then looked at, then descended by one run. What is counted is private memory (what would be free again
 * if the program ended), summed over all its processes, from the kernel's own account; so on Linux only.
 */
import { readFileSync } from 'node:fs';
import { launch } from '../test/e2e/harness.ts';
import { ask, newSession } from '../test/e2e/steps.ts';
import type { LaunchedProgram } from '../test/e2e/harness.ts';
import { onScreen } from './real-window.ts';
import { machineLine, section, table } from './report.ts';

/** 20 000 rows of 50 entries over 10 000 variables. */
const MILLION = { rows: 20_000, columns: 10_000, density: 0.005 };
const rows: string[][] = [];

/** Private memory of a process in MB: pages nobody else has, clean and dirty. */
function privateMegabytes(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? Number.NaN);
  return ((of('Private_Clean') + of('Private_Dirty')) * 1024) / 1e6;
}

async function look(program: LaunchedProgram, what: string): Promise<void> {
  await program.page.waitForTimeout(4000);
  const processes =
    await program.application.evaluate(({ app }) => app.getAppMetrics().map(({ pid, type }) => ({ pid, type: String(type) })));
  const heap = await program.application.evaluate(() => process.memoryUsage());
  const byType = new Map<string, number>();
  for (const { pid, type } of processes) byType.set(type, (byType.get(type) ?? 0) + privateMegabytes(pid));
  const total = [...byType.values()].reduce((sum, each) => sum + each, 0);
  const main = byType.get('Browser') ?? Number.NaN;
  const page = byType.get('Tab') ?? Number.NaN;
  rows.push([what, ...[total, main, page, total - main - page, heap.arrayBuffers / 1e6].map((megabytes) => `${megabytes.toFixed(0)} MB`)]);
}

await onScreen(async () => {
  const program = await launch();
  try {
    const { application, page } = program;
    await newSession(application, page);
    await look(program, 'idle, empty session');
    const problem = await ask(page, { type: 'problem.generate', family: 'set-cover', parameters: MILLION, seed: 1, name: 'a million' });
    await look(program, `opened ${problem.nonzeros.toLocaleString('en')} nonzeros`);
    await page.getByText('a million').first().click();
    await ask(page, { type: 'problem.facts', id: problem.id });
    await look(program, 'facts and picture shown');
    const { specs } = await ask(page, { type: 'run.defaults', problemId: problem.id });
    const descent = specs.find((spec) => spec.kind === 'descent');
    if (descent === undefined) throw new Error('there is no descent among the defaults');
    const [run] = await ask(
      page, { type: 'run.start', problemId: problem.id, spec: { ...descent, descent: { ...descent.descent, iterations: 50 } }, seeds: 1 },
    );
    for (let wait = 0; wait < 600; wait++) {
      const now = (await ask(page, { type: 'run.list' })).find((each) => each.id === run?.id);
      if (now !== undefined && !['queued', 'running'].includes(now.status)) break;
      await page.waitForTimeout(200);
    }
    await look(program, 'after one descent of it');
    section(
      'memory',
      `${table(['state', 'all processes', 'main process (with session thread and workers)', 'page', 'other (GPU, network)', 'of main: buffers of its own thread'], rows)}\n\n${machineLine()} Private memory: pages that no other process has.`,
    );
  } finally {
    await program.close();
  }
});
