/**
 * Sessions: points stored a second through the session thread, a list of ten thousand runs, a series of
 * a million points read whole, thinned and in part, and saving and opening a large session. Everything
 * goes through the thread as in the application; each figure is the median of several rounds.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineLine, section, table, target } from './report.ts';
import type { SeriesChunk } from '../src-contract/job-event.ts';
import type { JobSpec } from '../src-contract/job-spec.ts';
import { TRAJECTORY_COLUMNS } from '../src-science/descent/descent-control.ts';
import { examplesFolder, migrationsFolder } from '../src-main/engine/entry-points.ts';
import { startSessionThread } from '../src-main/engine/session/client.ts';
import type { SessionThread } from '../src-main/engine/session/client.ts';
import { readMigrations } from '../src-main/engine/session/migrations.ts';
import { checkCopy, copySession, openForWork } from '../src-main/engine/session/open-file.ts';
import { createSession } from '../src-main/engine/session/session.ts';
import type { About } from '../src-main/engine/session/working-copy.ts';
import { aDescent } from '../test/a-descent.ts';

const POINTS = 1_000_000;
const CHUNK = 1000;
/** 73 MB each: a little over 1 GB together. */
const LARGE_RUNS = 14;
const MANY_RUNS = 10_000;

const folder = mkdtempSync(join(tmpdir(), 'leibniz-bench-'));
const dataFolder = join(folder, 'data');
const path = join(folder, 'large.leibniz');
const manifest = { application: 'bench', runtime: 'Node', solver: null, numerics: 1, programHash: '', createdAt: '' };
const rows: (readonly [what: string, value: string, spread: string])[] = [];

async function timed(action: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await action();
  return performance.now() - began;
}

function report(what: string, rounds: readonly number[], show: (milliseconds: number) => string): void {
  const sorted = rounds.toSorted((a, b) => a - b);
  const middle = sorted[sorted.length >> 1] ?? 0;
  rows.push([what, show(middle), `${show(sorted[0] ?? 0)} – ${show(sorted.at(-1) ?? 0)}`]);
  console.log(`${what}: ${show(middle)}`);
}

const milliseconds = (
  value: number,
): string => (value < 10 ? `${value.toFixed(1)} ms` : value < 10_000 ? `${value.toFixed(0)} ms` : `${(value / 1000).toFixed(1)} s`);
const pointsPerSecond = (value: number): string => `${(POINTS / value / 1000).toFixed(2)} · 10⁶ points/s`;

const template = new Map(TRAJECTORY_COLUMNS.map((name, c) => [name, new Float64Array(CHUNK).map((_, k) => Math.sin(k * (c + 1)))]));

/** Nine columns of consecutive points; made cheaply, since making them is not what is measured. Their memory is given away. */
function chunk(from: number): SeriesChunk {
  return { length: CHUNK, columns: {
    ...Object.fromEntries([...template].map(([name, values]) => [name, values.slice()])),
    iteration: new Float64Array(CHUNK).map((_, k) => from + k),
  } };
}

const descent: JobSpec = {
  version: 1,
  kind: 'descent',
  descent: aDescent({
    evaluation: 'auto', samples: 32, optimizer: { name: 'sgd' }, mu: { kind: 'fixed', value: 1 }, iterations: POINTS,
    decoders: ['threshold'],
  }),
};

async function open(source: { kind: 'new' } | { kind: 'file'; path: string }): Promise<SessionThread> {
  const thread = startSessionThread();
  await thread.call<'open'>({ type: 'open', source, dataFolder, application: 'bench' });
  return thread;
}

interface Parts {
  readonly copy: number;
  readonly check: number;
  readonly rest: number;
}

/** What opening does, step by step as `open-session.ts` takes them, in this thread: the thread's own cost is in the figure before. */
async function openInParts(count: number): Promise<Parts[]> {
  const migrations = readMigrations(migrationsFolder());
  const found: Parts[] = [];
  for (let k = 0; k < count; k++) {
    const copyPath = join(folder, `parts-${k}.leibniz`);
    const began = performance.now();
    copySession(path, copyPath, migrations);
    const copied = performance.now();
    checkCopy(copyPath, path, migrations, { readonly: true });
    const checked = performance.now();
    const database = openForWork(copyPath, migrations);
    const about: About = {
      version: 1, name: 'bench', path, stamp: null, savedAt: null, example: false, saving: null, unsavedChanges: false,
    };
    const session = createSession(
      database, { id: '0', folder, databasePath: copyPath, about, describe: () => undefined, release: () => undefined },
      { recovered: false, hold: null, openSource: () => { throw new Error('nothing is merged here'); } }, () => undefined,
    );
    await session.answer({ type: 'run.list' });
    await session.answer({ type: 'problem.list' });
    found.push({ copy: copied - began, check: checked - copied, rest: performance.now() - checked });
    await session.close(false);
    rmSync(copyPath);
  }
  return found;
}

try {
  const thread = await open({ kind: 'new' });
  const problem = await thread.call<'problem.add-file'>({
    type: 'problem.add-file', path: join(examplesFolder(), 'problems', 'p0033.mps.gz'), origin: null, publishedOptimum: null,
  });
  const writing: number[] = [];
  for (let k = 0; k < LARGE_RUNS; k++) {
    const [run] = await thread.call<'run.create'>({
      type: 'run.create', runs: [{ problemId: problem.id, spec: descent, label: '', replaces: null }], manifest,
    });
    const id = run?.id ?? 0;
    writing.push(
      await timed(async () => {
        for (let from = 0; from < POINTS; from += CHUNK) {
          thread.tell({ type: 'run.event', id, event: { type: 'series', chunk: chunk(from) } });
          // As a pool would: the events come in between other work, not in one go.
          if (from % (50 * CHUNK) === 0) await new Promise((resolve) => setImmediate(resolve));
        }
        // Answered when all of it is in the database.
        await thread.call<'run.detail'>({ type: 'run.detail', id });
      }),
    );
  }
  report('trajectory stored (9 columns, chunks of 1000)', writing, pointsPerSecond);

  const view = (maxPoints: number, from: number | null, to: number | null) =>
    () => thread.call<'run.series'>({ type: 'run.series', id: 1, columns: ['iteration', 'loss'], maxPoints, from, to });
  const rounds = async (action: () => Promise<unknown>, count = 9): Promise<number[]> => {
    const times: number[] = [];
    for (let k = 0; k < count; k++) times.push(await timed(action));
    return times;
  };
  report('10⁶ points of two columns, thinned to 4000', await rounds(view(4000, null, null)), milliseconds);
  report('10⁶ points of two columns, whole', await rounds(view(POINTS, null, null)), milliseconds);
  report('2000 of 10⁶ points by range', await rounds(view(4000, 500_000, 501_999)), milliseconds);

  const saving = await rounds(() => thread.call<'save'>({ type: 'save', path, overwriteChanged: true }), 3);
  await thread.close(false);
  const megabytes = statSync(path).size / 1e6;
  report(`save ${megabytes.toFixed(0)} MB (backup, check, flush, rename)`, saving, milliseconds);
  const opening: number[] = [];
  for (let k = 0; k < 3; k++) {
    let again: SessionThread | null = null;
    opening.push(await timed(async () => {
      again = await open({ kind: 'file', path });
    }));
    await (again as SessionThread | null)?.close(false);
  }
  report(`open ${megabytes.toFixed(0)} MB, in all`, opening, milliseconds);
  const parts = await openInParts(3);
  report('of that: copied into the data folder', parts.map((part) => part.copy), milliseconds);
  report('of that: structure and schema checked', parts.map((part) => part.check), milliseconds);
  report('of that: opened and listed after the check (target ≤ 500 ms)', parts.map((part) => part.rest), milliseconds);

  const many = await open({ kind: 'new' });
  const { id: problemId } = await many.call<'problem.add-file'>({
    type: 'problem.add-file', path: join(examplesFolder(), 'problems', 'p0033.mps.gz'), origin: null, publishedOptimum: 3089,
  });
  const creating = await timed(async () => {
    for (let k = 0; k < MANY_RUNS; k += 1000) await many.call<'run.create'>({
      type: 'run.create', runs: Array.from({ length: 1000 }, () => ({ problemId, spec: descent, label: '', replaces: null })), manifest,
    });
  });
  report(`${MANY_RUNS} runs made`, [creating], milliseconds);
  report(`list of ${MANY_RUNS} runs`, await rounds(() => many.call<'run.list'>({ type: 'run.list' })), milliseconds);
  const manyPath = join(folder, 'many.leibniz');
  await many.call<'save'>({ type: 'save', path: manyPath, overwriteChanged: true });
  await many.close(false);
  const reopening: number[] = [];
  for (let k = 0; k < 3; k++) {
    let again: SessionThread | null = null;
    reopening.push(await timed(async () => {
      again = await open({ kind: 'file', path: manyPath });
      await again.call<'run.list'>({ type: 'run.list' });
    }));
    await (again as SessionThread | null)?.close(false);
  }
  report(`open and list a session of ${MANY_RUNS} runs`, reopening, milliseconds);

  const middle = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1] ?? Number.NaN;
  target({
    name: 'trajectory stored', goal: '≥ 10⁶ points/s', measured: pointsPerSecond(middle(writing)),
    reached: middle(writing) * 1000 <= POINTS,
  });
  const rest = middle(parts.map((part) => part.rest));
  target({ name: 'session of 1 GB opens after its check', goal: '≤ 0.5 s', measured: milliseconds(rest), reached: rest <= 500 });
  section('session', `${table(['what', 'median', 'range'], rows)}\n\n${machineLine()}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
