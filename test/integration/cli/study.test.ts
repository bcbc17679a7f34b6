/** `leibniz study run` and `leibniz session` as processes: run, stop, go on, look into, export. */
import { globSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examplesFolder } from '../../../src-main/engine/entry-points.ts';
import { readStudy } from '../../../src-main/engine/study/read-study.ts';
import { startLeibniz } from './leibniz-process.ts';
import type { Ended } from './leibniz-process.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leibniz-study-'));
  // A name that a report must not take for markup.
  await writeFile(join(folder, 'cover.lp'), '\\Problem name: <script>alert(1)</script>\nMinimize\n cost: 3 a + 2 b + 4 c + d\nSubject To\n r1: a + b >= 1\n r2: b + c >= 1\n r3: c + d >= 1\nBinary\n a b c d\nEnd\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
/** Read when a test asks for it: the folder is made before all of them. */
const ENVIRONMENT = {
  get XDG_STATE_HOME() {
    return at('state');
  },
};
const start = (...words: string[]) => startLeibniz(words, ENVIRONMENT);
const run = (...words: string[]): Promise<Ended> => start(...words).ended;

interface StudyRow {
  readonly problem: string;
  readonly method: string;
  readonly seed: number | null;
  readonly objective: number | null;
  readonly gap: number | null;
  readonly feasible: boolean | null;
  readonly status: string;
}
const rowsOf = (ended: Ended): StudyRow[] => (JSON.parse(ended.stdout) as { runs: StudyRow[] }).runs;

/** What the runs of a session came to, less what depends on the clock. */
async function numbersOf(name: string): Promise<unknown[]> {
  await run('session', 'export', at(`${name}.leibniz`), '-o', at(`${name}.json`), '--force');
  const runs = JSON.parse(await readFile(at(`${name}.json`), 'utf8')) as {
    label: string;
    problemName: string;
    seed: number | null;
    loss: number | null;
    penalty: number | null;
    objective: number | null;
    iterations: number | null;
  }[];
  return runs.map((
    { label, problemName, seed, loss, penalty, objective, iterations },
  ) => [problemName, label, seed, loss, penalty, objective, iterations]);
}

/** Waits until the working copy of the study that is going holds so many. */
async function untilCounted(sql: string, least: number): Promise<void> {
  for (;;) {
    const [copy] = globSync('**/session.leibniz', { cwd: at('state') });
    if (copy !== undefined) {
      const database = new Database(join(at('state'), copy), { readonly: true });
      try {
        if (Number(database.prepare(sql).pluck().get()) >= least) return;
      } catch {
        // Its tables are not made yet.
      } finally {
        database.close();
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function writeStudy(name: string, changes: object = {}): Promise<string> {
  const path = at(name);
  await writeFile(
    path,
    JSON.stringify({
      version: 1,
      title: 'A <b>small</b> study',
      problems: [{ file: 'cover.lp' }, { example: 'p0033' }],
      methods: [
        {
          name: 'HiGHS',
          spec: { version: 1, kind: 'exact', exact: { solver: 'highs', timeLimitSeconds: 60, relativeGap: 0, start: null } },
        },
        { name: 'true <i>', descent: { scheme: 'true-penalty', iterations: 120, start: { kind: 'random', center: 0.5, spread: 0.1 } } },
        { name: 'sampled', descent: { scheme: 'surrogate-interchange', evaluation: 'sampled', samples: 16, iterations: 120 } },
      ],
      seeds: [3, 11],
      ...changes,
    }),
  );
  return path;
}

describe('leibniz study run', () => {
  it('runs problems × methods × seeds, prints a table, writes a session and a report; a second run with --resume makes nothing again', async () => {
    const study = await writeStudy('small.study.json');
    const first = await run(
      'study',
      'run',
      study,
      '--session',
      at('small.leibniz'),
      '--report',
      at('small.html'),
      '--workers',
      '2',
      '--json',
    );
    expect(first.stderr).toBe('');
    expect(first.code).toBe(0);
    const rows = rowsOf(first);
    // Two problems; one exact run and two methods of two seeds each.
    expect(rows).toHaveLength(2 * (1 + 2 * 2));
    expect(rows.filter((row) => row.method === 'HiGHS').map((row) => [row.objective, row.status, row.gap])).toEqual([
      [3, 'optimal', 0],
      [3089, 'optimal', 0],
    ]);
    expect(rows.filter((row) => row.method !== 'HiGHS').map((row) => row.seed)).toEqual([3, 11, 3, 11, 3, 11, 3, 11]);

    const again = await run('study', 'run', study, '--session', at('small.leibniz'), '--resume', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ started: 0, reused: 10 });
    expect(rowsOf(again)).toEqual(rows);

    const verified = await run('session', 'verify', at('small.leibniz'), '--json');
    expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true, complaints: [], problems: 2, runs: 10 });
    expect(verified.code).toBe(0);
  });

  it('writes a report that stands alone and takes no name for markup', async () => {
    const html = await readFile(at('small.html'), 'utf8');
    expect(html).not.toMatch(/<script|<i>|<b>|https?:\/\/(?!www\.w3\.org\/2000\/svg)|<img|<link/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain("default-src 'none'");
    expect(html.match(/<svg /g)).toHaveLength(4);
    expect(html).toContain('3089');
  });

  it('computes the same bits with one worker as with two', async () => {
    const study = await writeStudy('bits.study.json');
    await run('study', 'run', study, '--session', at('one.leibniz'), '--workers', '1');
    const [one, two] = await Promise.all(['one', 'small'].map(numbersOf));
    expect(one).toHaveLength(10);
    expect(one).toEqual(two);
  });

  it.skipIf(process.platform === 'win32')('stops at Ctrl-C, keeps what there is in the session and says how to go on', async () => {
    const endless = {
      name: 'endless',
      descent: {
        scheme: 'surrogate-interchange',
        evaluation: 'sampled',
        samples: 64,
        iterations: 100_000_000,
        checkpointEvery: 1000,
        snapshotEvery: 0,
        recordEvery: 10_000,
      },
    };
    const study = await writeStudy('endless.study.json', { problems: [{ file: 'cover.lp' }], methods: [endless], seeds: [5, 6] });
    const stopped = start('study', 'run', study, '--session', at('stopped.leibniz'), '--workers', '1', '--report', at('stopped.html'));
    await untilCounted("SELECT count(*) FROM run WHERE status = 'running'", 1);
    // One press of Ctrl-C may arrive twice: from the terminal and from a launcher.
    stopped.process.kill('SIGINT');
    setTimeout(() => stopped.process.kill('SIGINT'), 20);
    const { code, stdout } = await stopped.ended;
    expect(code).toBe(1);
    expect(stdout).toMatch(/Stopped: go on with --resume/);
    const info = await run('session', 'info', at('stopped.leibniz'), '--json');
    expect(JSON.parse(info.stdout)).toMatchObject({ runs: [{ status: 'cancelled', seed: 5 }, { status: 'cancelled', seed: 6 }] });
  });

  it('goes on after kill -9 from what the killed study had, and ends with the same numbers', async () => {
    const long = {
      name: 'long',
      descent: {
        scheme: 'surrogate-interchange',
        evaluation: 'sampled',
        samples: 32,
        iterations: 150_000,
        checkpointEvery: 1000,
        snapshotEvery: 0,
        recordEvery: 1000,
      },
    };
    const study = await writeStudy('killed.study.json', {
      problems: [{ file: 'cover.lp' }],
      methods: [{ name: 'short', descent: { scheme: 'true-penalty', iterations: 50, start: { kind: 'random', center: 0.5, spread: 0.1 } } },
        long],
      seeds: [1, 2],
    });
    const killed = start('study', 'run', study, '--session', at('killed.leibniz'), '--workers', '1');
    await untilCounted("SELECT count(*) FROM run WHERE status = 'done'", 2);
    await untilCounted('SELECT count(*) FROM checkpoint', 3);
    killed.process.kill('SIGKILL');
    await killed.ended;

    // Nothing was saved yet, so only the working copy knows of the two short runs.
    expect(await run('study', 'run', study, '--session', at('killed.leibniz'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Give --resume to go on'),
    });
    const resumed = await run('study', 'run', study, '--session', at('killed.leibniz'), '--workers', '1', '--resume', '--json');
    expect(resumed.code).toBe(0);
    expect((JSON.parse(resumed.stdout) as { reused: number }).reused).toBeGreaterThanOrEqual(2);
    expect(globSync('**/session.leibniz', { cwd: at('state') })).toEqual([]);

    await run('study', 'run', study, '--session', at('whole.leibniz'), '--workers', '2');
    const [there, whole] = await Promise.all(['killed', 'whole'].map(numbersOf));
    expect(there).toHaveLength(4);
    expect(there).toEqual(whole);
    expect(await run('session', 'verify', at('killed.leibniz'))).toMatchObject({ code: 0 });
  });

  it('refuses to write over a session without --resume, and targets of the wrong kind', async () => {
    const study = await writeStudy('refused.study.json');
    await writeFile(at('there.leibniz'), 'something');
    expect(await run('study', 'run', study, '--session', at('there.leibniz'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('exists already'),
    });
    expect(await run('study', 'run', study, '--session', at('there.leibniz'), '--resume')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there.leibniz'),
    });
    expect(await readFile(at('there.leibniz'), 'utf8')).toBe('something');
    expect(await run('study', 'run', study, '--session', at('a.db'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('must end in .leibniz'),
    });
    expect(await run('study', 'run', study, '--session', at('a.leibniz'), '--report', at('a.pdf'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('must end in .html'),
    });
  });

  it.each([
    ['an unknown version', { version: 2 }, 'version'],
    ['no problems', { problems: [] }, 'problems'],
    ['a misspelled option', { methods: [{ name: 'a', descent: { scheme: 'true-penalty', iteration: 5 } }] }, 'methods'],
    ['an unknown scheme', { methods: [{ name: 'a', descent: { scheme: 'magic' } }] }, 'methods'],
    ['a negative seed', { seeds: [-1] }, 'seeds.0'],
    ['the same seed twice', { seeds: [1, 1] }, 'a seed is named twice'],
    ['two methods of one name', {
      methods: [{ name: 'a', descent: { scheme: 'true-penalty' } }, { name: 'a', descent: { scheme: 'concrete' } }],
    }, 'two methods have the same name'],
  ])('refuses a study with %s, naming the field', async (_what, changes, field) => {
    await expect(readStudy(await writeStudy('wrong.study.json', changes))).rejects.toThrow(field);
  });

  it('ships a study that its own schema accepts', async () => {
    const study = await readStudy(join(examplesFolder(), 'first-light.study.json'));
    expect(study.problems).toHaveLength(3);
    expect(study.seeds.length).toBeGreaterThan(1);
  });
});

describe('the study that `npm start` runs where there is no display', () => {
  it('ends well: exact solvers prove one optimum a problem, every descent of it decodes to something feasible and no better', async () => {
    const study = join(examplesFolder(), 'first-light.study.json');
    const ended = await run('study', 'run', study, '--session', at('first.leibniz'), '--report', at('first.html'), '--json');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const rows = rowsOf(ended);
    const problems = [...new Set(rows.map((row) => row.problem))];
    expect(problems).toHaveLength(3);
    for (const problem of problems) {
      const own = rows.filter((row) => row.problem === problem);
      const exact = own.filter((row) => row.seed === null);
      expect(exact.map((row) => row.status)).toEqual(['optimal', 'optimal']);
      expect(new Set(exact.map((row) => row.objective)).size).toBe(1);
      const descents = own.filter((row) => row.seed !== null);
      expect(descents).toHaveLength(6);
      for (const { status, feasible, gap } of descents) {
        expect([status, feasible]).toEqual(['done', true]);
        expect(gap).toBeGreaterThanOrEqual(0);
      }
    }
    expect((await readFile(at('first.html'), 'utf8')).match(/<svg /g)).toHaveLength(6);
  });
});

describe('leibniz session', () => {
  it('tells what a session holds, exports its runs and its problems, and finds damage', async () => {
    const info = await run('session', 'info', at('small.leibniz'), '--json');
    expect(JSON.parse(info.stdout)).toMatchObject({ problems: [{ variables: 4, rows: 3 }, { name: 'P0033', variables: 33 }] });
    expect((await run('session', 'info', at('small.leibniz'))).stdout).toMatch(/holds +2 problems, 10 runs/);

    expect(await run('session', 'export', at('small.leibniz'), '-o', at('runs.csv'))).toMatchObject({ code: 0 });
    const lines = (await readFile(at('runs.csv'), 'utf8')).trim().split('\r\n');
    expect(lines).toHaveLength(11);
    expect(lines[0]).toMatch(/^run,/);
    expect(JSON.parse(await readFile(at('runs.json'), 'utf8'))).toMatchObject({ leibnizTable: 1, rows: 10 });
    expect(await run(
      'session',
      'export',
      at('small.leibniz'),
      '-o',
      at('chosen.csv'),
      '--columns',
      'run,objective,feasible',
      '--manifest',
      'comments',
    )).toMatchObject({ code: 0 });
    expect((await readFile(at('chosen.csv'), 'utf8')).split('\r\n').filter((line) => !line.startsWith('# '))[0])
      .toBe('run,objective,feasible');
    expect(await run('session', 'export', at('small.leibniz'), '-o', at('none.csv'), '--columns', 'run,nonsense')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no column “nonsense”'),
    });
    expect(await run('session', 'export', at('small.leibniz'), '-o', at('runs.csv'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('exists already'),
    });
    expect(await run('session', 'export', at('small.leibniz'), '-o', at('runs.tex'))).toMatchObject({ code: 0 });
    expect(await readFile(at('runs.tex'), 'utf8')).toContain('\\toprule');

    expect(await run('session', 'export', at('small.leibniz'), '--problem', '2', '-o', at('p0033.mps'))).toMatchObject({ code: 0 });
    const solved = await run('solve', at('p0033.mps'), '--json');
    expect(JSON.parse(solved.stdout)).toMatchObject({ objective: 3089 });
    expect(await run('session', 'export', at('small.leibniz'), '--problem', '9', '-o', at('none.mps'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('has no problem 9'),
    });

    const bytes = await readFile(at('small.leibniz'));
    bytes.fill(0xa5, bytes.length >> 1, (bytes.length >> 1) + 8192);
    await writeFile(at('damaged.leibniz'), bytes);
    const damaged = await run('session', 'verify', at('damaged.leibniz'), '--json');
    expect(damaged.code).not.toBe(0);
  });
});
