/**
 * What a start may cost, counted instead of timed: the code and styles that are evaluated before the first
 * frame, the questions asked before the run list is drawn, and what of Node the main process loads.
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../scripts/set-up/places.mjs';
import { launch, type LaunchedProgram } from './harness.ts';

const page = join(projectRoot, 'out', 'renderer');
const html = (): string => readFileSync(join(page, 'index.html'), 'utf8');
/** What the page names, of a kind, as the browser loads it before it draws. */
const named = (ending: string): readonly string[] =>
  [...html().matchAll(/(?:src|href)="\.\/([^"]+)"/gu)].map(([, path]) => path ?? '').filter((path) => path.endsWith(ending));
const bytes = (paths: readonly string[]): number => paths.reduce((sum, path) => sum + statSync(join(page, path)).size, 0);
/** Sources of a built script that left something in it. */
const sourcesOf = (script: string): readonly string[] =>
  (JSON.parse(readFileSync(join(page, `${script}.map`), 'utf8')) as { sources: string[] }).sources;
/** What the page asked the main process before the window could be worked with. */
const asked = (program: LaunchedProgram): Promise<readonly string[]> =>
  program.page.evaluate(() => (performance.getEntriesByName('leibniz:asked') as PerformanceMark[]).map((mark) => String(mark.detail)));

let dataFolder = '';
/** A first start, which shows the example session, and one after it, with an empty one. */
let first: LaunchedProgram;
beforeAll(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'leibniz-start-'));
  first = await launch({ dataFolder });
});
afterAll(async () => {
  await first.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

describe('before the first frame', () => {
  it('the page loads its start and nothing else', () => {
    expect(named('.js').map((path) => path.replace(/-[\w-]{8}\.js$/u, ''))).toEqual(['assets/rolldown-runtime', 'assets/start']);
    expect(named('.css')).toHaveLength(1);
    // That of the text, without which everything would be set twice.
    expect(named('.woff2').map((path) => path.replace(/-[\w-]{8}\.woff2$/u, ''))).toEqual(['assets/inter-latin-wght-normal']);
  });

  it('it is of a size that was looked at', () => {
    expect(bytes(named('.js'))).toBeLessThan(1_180_000);
    expect(bytes(named('.css'))).toBeLessThan(190_000);
  });

  it.each([
    ['the chart library', /\/echarts\/|\/zrender\//u],
    ['formulas', /\/katex\//u],
    ['schemas', /\/zod\//u],
    ['dialogs', /Dialog\.tsx$/u],
    ['the command palette', /Palette\.tsx$|Spotlight\.mjs$/u],
    [
      'panels behind others',
      /(?:HeatMap|GapTime|Comparison|Profiles|Solutions|HandOver|Estimates|Quality|FieldLab|Program|Claims|Notes)Panel\.tsx$/u,
    ],
    // Settings are records of words and limits.
    [
      'the science of fields, claims and descents',
      /\/src-science\/(?:field|claims|descent\/(?!(?:settings\/[a-z-]+|descent)-settings\.ts$))/u,
    ],
    // The band of a sampled probability and the columns of an estimate need their interval, a page of arithmetic.
    ['the science of estimates', /\/src-science\/estimation\/(?!(?:share-interval|summary-interval|estimate-settings)\.ts$)/u],
    // A scheme's record has words and settings, and nothing that computes.
    ['the kernels of schemes', /\/src-science\/gradients\/(?!scheme(?:-tuning|-settings)?\.ts$|schemes\/)/u],
  ])('it has none of %s', (_what, pattern) => {
    const sources = sourcesOf(named('.js').find((path) => path.startsWith('assets/start')) ?? 'no start');
    expect(sources.length).toBeGreaterThan(300);
    expect(sources.filter((source) => pattern.test(source))).toEqual([]);
  });
});

describe('styles', () => {
  it('has those of every widget that is used anywhere, and of no other', () => {
    const used = new Set<string>();
    for (const map of readdirSync(join(page, 'assets')).filter((name) => name.endsWith('.js.map'))) {
      for (const source of sourcesOf(`assets/${map.slice(0, -'.map'.length)}`)) {
        const widget = /@mantine\/core\/esm\/.*\/(\w+)\.module\.mjs$/u.exec(source)?.[1];
        if (widget !== undefined) used.add(widget);
      }
    }
    const listed = [...readFileSync(join(projectRoot, 'src-renderer/theme/widgets.css'), 'utf8').matchAll(/styles\/([A-Z]\w+)\.css/gu)].map(
      ([, widget]) => widget ?? ''
    );
    expect(used.size).toBeGreaterThan(20);
    expect(listed.toSorted()).toEqual([...used].toSorted());
  });
});

describe('until the run list is drawn', () => {
  it('a session with runs asks for none of what came with the first answer', async () => {
    const known = ['app.info', 'app.settings', 'app.recovery-list', 'session.state', 'problem.list', 'run.list', 'pool.state',
      'claim.list'];
    expect((await asked(first)).filter((what) => known.includes(what))).toEqual([]);
    expect(await first.page.locator('[data-run]').count()).toBeGreaterThan(5);
  });

  it('the main process does without Node’s HTTP client', async () => {
    const loaded = await first.application.evaluate(() =>
      (process as unknown as { readonly moduleLoadList: readonly string[] }).moduleLoadList
    );
    expect(loaded.length).toBeGreaterThan(100);
    expect(loaded.filter((name) => /undici|NativeModule https?2?$|NativeModule tls$/u.test(name))).toEqual([]);
  });

  it('an empty session asks for nothing at all', async () => {
    await first.close({ keepData: true });
    const second = await launch({ dataFolder });
    try {
      expect(await asked(second)).toEqual([]);
      expect(await second.page.evaluate(() => performance.getEntriesByName('leibniz:usable').length)).toBe(1);
      await second.page.getByText('Problems you open, generate or drop on the window are listed here.').waitFor();
      expect(second.pageErrors()).toEqual([]);
    } finally {
      await second.close({ keepData: true });
    }
  });
});
