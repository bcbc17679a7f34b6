/** `leibniz report`: a session as HTML, of chosen runs and sections, with figures that are computed here again, and what it refuses. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunSummary } from '../../../src-contract/session.ts';
import { readStrictMarkup } from '../../unit/export/strict-markup.ts';
import { startLeibniz } from './leibniz-process.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const run = (...words: string[]) => startLeibniz(words, { XDG_STATE_HOME: at('state') }).ended;
let runs: readonly RunSummary[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leibniz-report-'));
  const descent = (scheme: string): object => ({ name: `<i>${scheme}</i>`, descent: { scheme, evaluation: 'sampled', iterations: 40 } });
  await writeFile(at('s.study.json'), JSON.stringify({
    version: 1, title: 'S', problems: [{ example: 'p0033' }], seeds: [1, 2, 3],
    methods: [
      { name: 'HiGHS', spec: { version: 1, kind: 'exact', exact: { solver: 'highs', timeLimitSeconds: 60, relativeGap: 0, start: null } } },
      descent('true-penalty'), descent('surrogate-interchange'),
    ],
  }));
  const ended = await run('study', 'run', at('s.study.json'), '--session', at('s.leibniz'));
  if (ended.code !== 0) throw new Error(ended.stderr);
  await run('session', 'export', at('s.leibniz'), '-o', at('runs.json'));
  runs = JSON.parse(await readFile(at('runs.json'), 'utf8')) as RunSummary[];
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

it('holds every run, means as they are, schemes in their colors, and nothing that acts', async () => {
  const before = await readFile(at('s.leibniz'));
  expect((await run('report', at('s.leibniz'), '-o', at('r.html'), '--title', 'A & <b>')).code).toBe(0);
  expect((await readFile(at('s.leibniz'))).equals(before)).toBe(true);
  const html = await readFile(at('r.html'), 'utf8');
  readStrictMarkup(html);
  expect(html).not.toMatch(/<script|<i>|<b>/);
  expect(html).toContain('<h1>A &amp; &lt;b&gt;</h1>');
  for (const color of ['#0072b2', '#d55e00']) expect(html).toContain(`stroke="${color}"`);
  const [summary = '', table = ''] = html.match(/<table[^]*?<\/table>/g) ?? [];
  expect(table.match(/<tr>/g)?.length).toBe(1 + runs.length);
  // The mean gap and its error, and the best objective, computed here from the runs.
  for (const scheme of ['true-penalty', 'surrogate-interchange']) {
    const own = runs.filter((each) => each.scheme === scheme);
    expect(own.length).toBe(3);
    const gaps = own.flatMap(({ gap }) => (gap === null ? [] : [100 * gap]));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / (gaps.length - 1));
    const words = gaps.length === 0
      ? '' : `${mean.toFixed(2)} %${gaps.length < 2 ? '' : ` ± ${(deviation / Math.sqrt(gaps.length)).toFixed(2)} %`}`;
    const feasible = own.filter((each) => each.feasible === true);
    const best = feasible.length === 0 ? '' : String(Math.min(...feasible.map(({ objective }) => objective ?? Infinity)));
    expect(summary).toContain(
      `<td>&lt;i&gt;${scheme}&lt;/i&gt;</td><td class="n">3</td><td class="n">${feasible.length}</td><td class="n">${best}</td><td class="n">${words}</td>`,
    );
  }
  expect(html).toContain('<h2>Made by</h2>');
}, 60_000);

it('holds the runs and sections asked for', async () => {
  const [first] = runs;
  expect((await run('report', at('s.leibniz'), '-o', at('part.html'), '--runs', String(first?.id), '--sections', 'runs')).code).toBe(0);
  const html = await readFile(at('part.html'), 'utf8');
  expect(html.match(/<tr>/g)?.length).toBe(2);
  expect(html).not.toMatch(/<svg|class="summary"|Made by/);
}, 60_000);

it('goes with what its runs recorded: by study, method and number', async () => {
  const data = (...words: string[]) => run('session', 'export', at('s.leibniz'), '--json', '--force', '--data', ...words);
  const said = async (...words: string[]): Promise<object> => JSON.parse((await data(...words)).stdout) as object;
  const descents = runs.filter(({ kind }) => kind === 'descent');
  expect(await said('trajectories', '-o', at('t.parquet'), '--study', 'S', '--method', '<i>true-penalty</i>')).toMatchObject({
    runs: 3, empty: 0, manifest: null,
  });
  expect(await said('vectors', '-o', at('v.npz'), '--runs', `${descents[0]?.id},${descents[1]?.id}`)).toMatchObject({ runs: 2 });
  expect(await said('trajectories', '-o', at('t.csv'))).toMatchObject({ manifest: at('t.json') });
  for (const [words, sentence] of [
    [['trajectories', '-o', at('t.npz')], 'must end in .csv, .tsv or .parquet'],
    [['vectors', '-o', at('w.npz'), '--study', 'T'], 'has no study “T”'],
    [['vectors', '-o', at('w.npz'), '--method', 'm'], 'no method “m”'],
    [['vectors', '-o', at('w.npz'), '--runs', '9999'], 'no run 9999'],
    [['trajectories', '-o', at('w.csv'), '--manifest', 'comments'], 'no comment lines'],
  ] as const) {
    const ended = await data(...words);
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining(sentence)]);
  }
}, 120_000);

it.each([
  [['-o', 'x.txt'], 'must end in .html or .pdf'],
  [['-o', 'x.html', '--runs', '99999'], 'has no run 99999'],
  [['-o', 'x.html', '--sections', 'figures'], 'no section “figures”'],
])('refuses %j in a sentence', async (words, sentence) => {
  const ended = await run('report', at('s.leibniz'), ...words.map((word) => (word.startsWith('x.') ? at(word) : word)));
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain(sentence);
}, 60_000);
