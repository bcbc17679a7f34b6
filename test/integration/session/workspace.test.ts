/** The engine as the shell and the command line see it: a session with a real pool behind it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { AppEvent, Request } from '../../../src-contract/ipc.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import { toErrorValue } from '../../../src-main/engine/error-value.ts';
import { NUMERICS } from '../../../src-main/engine/numerics.ts';
import { DESCENT, EXACT, P0033, temporaryFolder } from './fixtures.ts';
import { bench, estimate, until } from './open-bench.ts';

describe('reading a problem file that takes long', () => {
  it('is said, and ends when it is stopped, with nothing added', async () => {
    const { workspace, events, ask } = await bench();
    const file = join(temporaryFolder(), 'long.lp');
    // A comment and empty lines: a second or more of reading.
    writeFileSync(file, Buffer.alloc(240 * 2 ** 20, '\\\n\n\n\n\n\n\n'));
    const reading = workspace.addProblemFile(file).then(() => 'read', (error: unknown) => toErrorValue(error).code);
    const telling = (): AppEvent[] => events.filter(({ type }) => type === 'problem.opening');
    await until(() => telling().length > 0);
    expect(telling()).toEqual([{ type: 'problem.opening', file: 'long.lp' }]);
    await workspace.stopReading();
    expect(await reading).toBe('reading-cancelled');
    expect(telling().at(-1)).toEqual({ type: 'problem.opening', file: null });
    expect(await ask({ type: 'problem.list' })).toEqual([]);
  });

  it('leaves the next file alone', async () => {
    const { workspace } = await bench();
    await workspace.stopReading();
    expect((await workspace.addProblemFile(P0033)).name).toBe('P0033');
  });
});

describe('the reference of a problem that only a descent has proven', () => {
  it('is proven, and its solution is the best of the run, found on the way where that is the best', async () => {
    const { workspace, ask } = await bench();
    const file = join(temporaryFolder(), 'path.lp');
    // The rows of a path: the linear relaxation is integral, so that multipliers prove the optimum 3, b and d.
    writeFileSync(file, 'Minimize\n cost: 3 a + 2 b + 4 c + d\nSubject To\n r1: a + b >= 1\n r2: b + c >= 1\n r3: c + d >= 1\nBinary\n a b c d\nEnd\n');
    const problem = await workspace.addProblemFile(file);
    const descent = (decoders: readonly ('threshold')[]): JobSpec => ({
      ...DESCENT, descent: { ...DESCENT.descent, iterations: 300, decoders, start: { kind: 'uniform', value: 0.05 } },
    });
    // Without a decoder the run has no solution of its own, only what it found on the way.
    await ask({ type: 'run.start', problemId: problem.id, spec: descent([]), seeds: 1 });
    await workspace.idle();
    const [run] = await ask({ type: 'run.list' });
    expect(run).toMatchObject({ objective: null, provenGap: 0, reason: null });
    const [listed] = await ask({ type: 'problem.list' });
    expect(listed?.reference).toMatchObject({ objective: 3, basis: 'proven', runId: run?.id });
    const solution = await ask({ type: 'problem.reference-solution', id: problem.id });
    expect(solution).toMatchObject({ objective: 3, feasible: true, violatedRows: [] });
    expect([...(solution?.x ?? [])]).toEqual([0, 1, 0, 1]);
  });
});

describe('a workspace', () => {
  it('answers every request of its kind in the form the contract states', async () => {
    const { workspace, ask } = await bench();
    const problem = await ask({ type: 'problem.open-example', name: 'p0033' });
    expect(problem).toMatchObject({
      name: 'P0033',
      origin: 'example p0033',
      variables: 33,
      rows: 16,
      nonzeros: 98,
      reference: { objective: 3089, basis: 'published', runId: null },
    });
    expect(await ask({ type: 'problem.reference-solution', id: problem.id })).toBeNull();
    const runs = [
      ...(await ask({ type: 'run.start', problemId: problem.id, spec: EXACT, seeds: 1 })),
      ...(await ask({ type: 'run.start', problemId: problem.id, spec: DESCENT, seeds: 2 })),
      ...(await ask({ type: 'run.start', problemId: problem.id, spec: estimate(33, 5), seeds: 1 })),
      ...(await ask({
        type: 'run.start',
        problemId: problem.id,
        spec: {
          version: 1,
          kind: 'decode',
          decode: { decoder: 'greedy-repair', xHat: new Array<number>(33).fill(0.5), mu: null, samples: 10, seed: 1 },
        },
        seeds: 1,
      })),
    ];
    expect(runs.map((run) => [run.kind, run.status, run.seed])).toEqual([['exact', 'queued', null], ['descent', 'queued', 1], ['descent',
      'queued', 2], ['estimate', 'queued', 5], ['decode', 'queued', 1]]);
    await workspace.idle();
    const list = await ask({ type: 'run.list' });
    expect(list.map((run) => run.status)).toEqual(['done', 'done', 'done', 'done', 'done']);
    expect(list.map((run) => run.settling !== null)).toEqual([false, true, true, false, false]);
    expect(list[0]).toMatchObject({ exactStatus: 'optimal', objective: 3089, feasible: true, gap: 0, method: 'HiGHS' });
    for (const { id } of list) {
      const detail = await ask({ type: 'run.detail', id });
      expect(detail.manifest).toMatchObject({ application: 'Leibniz test', numerics: NUMERICS, programHash: problem.hash });
      if (detail.spec.kind === 'exact') expect(detail.manifest.solver).toMatch(/^highs \d/);
      await ask({ type: 'run.series', id, columns: ['iteration', 'loss', 'seconds', 'bound'], maxPoints: 100, from: null, to: null });
      await ask({ type: 'run.solutions', id });
      if (detail.snapshotIterations.length > 0) expect((await ask({ type: 'run.snapshot', id, iteration: 150 })).iteration).toBe(100);
    }
    const reference = await ask({ type: 'problem.reference-solution', id: problem.id });
    expect(reference).toMatchObject({ objective: 3089, feasible: true, violatedRows: [] });
    expect((await ask({ type: 'problem.list' }))[0]?.reference).toMatchObject({ objective: 3089, basis: 'proven', runId: 1 });
    expect(await ask({ type: 'problem.facts', id: problem.id })).toMatchObject({ variables: 33, rows: 16, nonzeros: 98 });
    expect((await ask({ type: 'problem.variables', id: problem.id })).names.length).toBe(33);
    const { width, height, cells } = await ask({ type: 'problem.sparsity', id: problem.id, width: 200, height: 10 });
    expect([width, height, cells.length]).toEqual([33, 10, 330]);
    const { specs, presets } = await ask({ type: 'run.defaults', problemId: problem.id });
    expect(specs.map((spec) => spec.kind)).toEqual(['exact', 'descent', 'estimate', 'decode', 'quality', 'train', 'predict']);
    for (const spec of [...specs, ...presets.map((preset) => preset.spec)]) {
      expect(await ask({ type: 'run.check', problemId: problem.id, spec })).toEqual([]);
    }
    const { examples, families } = await ask({ type: 'problem.examples' });
    expect(examples.map((example) => example.name)).toContain('scp41');
    expect(families.map((family) => family.name)).toContain('set-cover');
    expect(await ask({ type: 'pool.state' })).toEqual({ size: 2, running: 0, queued: 0, paused: false });
    expect(await ask({ type: 'run.update', ids: [2], change: { note: 'interesting', pinned: true } })).toMatchObject([{
      note: 'interesting',
      pinned: true,
    }]);
    await ask({ type: 'run.remove', ids: [1, 3] });
    expect((await ask({ type: 'run.list' })).map((run) => run.id)).toEqual([2, 4, 5]);
    await ask({ type: 'problem.remove', id: problem.id });
    expect(await ask({ type: 'run.list' })).toEqual([]);
    expect(await ask({ type: 'session.state' })).toMatchObject({ problems: 0, runs: 0, unsavedChanges: true });
  });

  it('starts one run for many seeds where nothing is drawn, and one for each where something is', async () => {
    const { workspace, ask } = await bench();
    const problem = await workspace.addProblemFile(P0033);
    const plain: JobSpec = {
      ...DESCENT,
      descent: { ...DESCENT.descent, evaluation: 'exact', iterations: 3, start: { kind: 'uniform', value: 0.5 }, decoders: ['threshold'] },
    };
    const decoding = (decoder: 'threshold' | 'local-search'): JobSpec => ({
      version: 1,
      kind: 'decode',
      decode: { decoder, xHat: new Array<number>(33).fill(0.5), mu: null, samples: 10, seed: 1, searchWork: 100 },
    });
    for (const [spec, runs] of [[plain, 1], [DESCENT, 3], [decoding('threshold'), 1], [decoding('local-search'), 3], [EXACT, 1]] as const) {
      if (spec.kind !== 'exact') expect(await ask({ type: 'run.draws', problemId: problem.id, spec })).toBe(runs > 1);
      expect(await ask({ type: 'run.start', problemId: problem.id, spec, seeds: 3 })).toHaveLength(runs);
    }
    await workspace.idle();
  });

  it('opens every shipped problem with its published optimum, and writes each in every format it reads', async () => {
    const { workspace, ask } = await bench();
    const folder = temporaryFolder();
    const { examples } = await ask({ type: 'problem.examples' });
    for (const example of examples) {
      const problem = await ask({ type: 'problem.open-example', name: example.name });
      expect(problem).toMatchObject({
        variables: example.variables,
        rows: example.rows,
        nonzeros: example.nonzeros,
        reference: { objective: example.optimum },
      });
      for (const format of ['mps', 'lp', 'json'] as const) {
        const path = join(folder, `${example.name}.${format}`);
        await workspace.exportProblem(problem.id, format, 'as-is', path);
        const again = await workspace.addProblemFile(path);
        expect([again.variables, again.rows, again.nonzeros]).toEqual([problem.variables, problem.rows, problem.nonzeros]);
      }
    }
  });

  it('tells what happens: queued, running, events, done; changes of session and pool', async () => {
    const { workspace, events, ask } = await bench();
    const problem = await workspace.addProblemFile(P0033);
    const [run] = await ask({ type: 'run.start', problemId: problem.id, spec: DESCENT, seeds: 1 });
    await workspace.idle();
    const statuses = events.flatMap((
      event,
    ) => (event.type === 'runs.changed' ? event.runs.filter((each) => each.id === run?.id).map((each) => each.status) : []));
    // Told in batches: a run that takes less than a batch may never be said to run.
    expect(['queued done', 'queued running done']).toContain([...new Set(statuses)].join(' '));
    const kinds = new Set(events.flatMap((event) => (event.type === 'run.event' ? [event.event.type] : [])));
    expect([...kinds].sort()).toEqual(['checkpoint', 'progress', 'series', 'snapshot']);
    const points = events.reduce(
      (sum, event) => sum + (event.type === 'run.event' && event.event.type === 'series' ? event.event.chunk.length : 0),
      0,
    );
    expect((await ask({ type: 'run.detail', id: run?.id ?? 0 })).seriesLength).toBe(points);
    expect(events.some((event) => event.type === 'session.changed' && event.state.unsavedChanges)).toBe(true);
    expect(events.filter((event) => event.type === 'error')).toEqual([]);
    await until(() => events.some((event) => event.type === 'pool.changed' && event.pool.running === 0));
  });

  it('measures gaps against an optimum that was typed in, keeps it, and says where something contradicts it', async () => {
    const { workspace, ask } = await bench();
    const problem = await ask({ type: 'problem.open-example', name: 'p0033' });
    await ask({
      type: 'run.start',
      problemId: problem.id,
      spec: (await ask({ type: 'run.defaults', problemId: problem.id })).specs[1] ?? DESCENT,
      seeds: 1,
    });
    await workspace.idle();
    const [found] = await ask({ type: 'run.list' });
    const objective = found?.objective ?? Number.NaN;
    expect(found).toMatchObject({ gapBasis: 'published' });
    expect(await ask({ type: 'problem.type-optimum', id: problem.id, optimum: 3000 })).toMatchObject({
      reference: { objective: 3000, basis: 'typed' },
      stated: { typed: 3000, file: 3089 },
      referenceNote: null,
    });
    expect((await ask({ type: 'run.list' }))[0]).toMatchObject({ gapBasis: 'typed', gap: (objective - 3000) / 3000 });
    expect(await ask({ type: 'problem.type-optimum', id: problem.id, optimum: objective + 1 })).toMatchObject({
      reference: { basis: 'published' },
      referenceNote: expect.stringContaining(`found ${objective}, which is better`),
    });
    expect(await ask({ type: 'problem.type-optimum', id: problem.id, optimum: null })).toMatchObject({
      reference: { basis: 'published' },
      referenceNote: null,
    });
  });

  it('adds a program whose comment means another sense in that sense, and refuses where no warning doubts it', async () => {
    const { workspace, ask } = await bench();
    const read = await workspace.addProblemFile(join(import.meta.dirname, '../../cases/reading/sense-comment.mps'));
    expect(read).toMatchObject({ sense: 'min', senseDoubt: { meant: 'max', warning: read.warnings[0] } });
    const meant = await ask({ type: 'problem.resense', id: read.id });
    expect(meant).toMatchObject({
      sense: 'max',
      senseDoubt: null,
      warnings: [],
      name: `${read.name} (2)`,
      origin: 'sense-comment.mps, opened as maximization',
      variables: read.variables,
    });
    expect(meant.hash).not.toBe(read.hash);
    await ask({ type: 'run.start', problemId: meant.id, spec: EXACT, seeds: 1 });
    await workspace.idle();
    expect((await ask({ type: 'run.list' }))[0]).toMatchObject({ exactStatus: 'optimal', objective: 8 });
    expect((await ask({ type: 'problem.resense', id: read.id })).id).toBe(meant.id);
    expect((await ask({ type: 'problem.list' })).map(({ id, sense }) => [id, sense])).toEqual([[read.id, 'min'], [meant.id, 'max']]);
    await expect(workspace.answer({ type: 'problem.resense', id: meant.id })).rejects
      .toThrow(/Nothing says that “kn \(2\)” is read with the wrong sense/u);
  });

  it('names the file that a solution was read from, wherever its source stands, and keeps it', async () => {
    const { workspace, ask } = await bench();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'small.lp'), 'Maximize\n x + y + z\nSubject To\n x + y + z <= 2\nBinaries\n x y z\nEnd\n');
    const problem = await workspace.addProblemFile(join(folder, 'small.lp'));
    const file = join(folder, `${'long '.repeat(30)}name.sol`);
    writeFileSync(file, 'x 1\ny 0\nz 1\n');
    await workspace.addSolutionFile(problem.id, file);
    await workspace.idle();
    const [read] = await ask({ type: 'run.list' });
    const name = basename(file);
    expect(read).toMatchObject({ label: name, method: 'solution file', methodName: 'solution file', origin: { file: name } });
    expect((await ask({ type: 'run.solutions', id: 1 })).map(({ source, x }) => [source, [...x]])).toEqual([[name, [1, 0, 1]]]);
    // Another decoder of the same vector is that decoder's, and begins with the file; so does a solve that starts there.
    const { spec } = await ask({ type: 'run.detail', id: 1 });
    if (spec.kind !== 'decode') throw new Error('it is a decoding');
    const again: JobSpec = { ...spec, decode: { ...spec.decode, decoder: 'greedy-repair' } };
    await ask({ type: 'run.start', problemId: problem.id, spec: again, seeds: 1 });
    const origin = { runId: 1, iteration: null, solution: name };
    await ask({
      type: 'run.start', problemId: problem.id, seeds: 1,
      spec: { version: 1, kind: 'exact', origin, exact: { solver: 'glpk', timeLimitSeconds: null, relativeGap: 0, start: [1, 0, 1] } },
    });
    await workspace.idle();
    const runs = await ask({ type: 'run.list' });
    expect(runs.map(({ method, origin: from }) => [method, from])).toEqual([['solution file', { file: name }], ['greedy-repair',
      { file: name }], ['GLPK', origin]]);
    expect((await ask({ type: 'run.solutions', id: 2 }))[0]?.source).toBe('greedy-repair');
  });

  it('makes problems of circuits and graphs by what is chosen in them, and says what their solutions mean', async () => {
    const { workspace, ask } = await bench();
    const circuit = await ask({ type: 'problem.open-example-circuit' });
    expect(circuit).toEqual({
      kind: 'circuit', id: 1, file: 'c17.bench', inputs: 5, outputs: 2, gates: 6,
      nets: ['1', '2', '3', '6', '7', '10', '11', '16', '19', '22', '23'],
    });
    const tested = await ask({ type: 'problem.choose', source: 1, choice: { kind: 'circuit', net: '10', stuckAt: 1 } });
    expect(tested).toMatchObject({ name: 'c17 10/1', origin: 'c17.bench, fault 10/1', sense: 'min' });
    const file = join(temporaryFolder(), 'ring.clq.gz');
    writeFileSync(file, gzipSync('p edge 4 4\ne 1 2\ne 2 3\ne 3 1\ne 3 1\n'));
    const graph = await workspace.addSource(file);
    expect(graph).toMatchObject({ kind: 'graph', id: 2, nodes: 4, edges: 3, warnings: [expect.stringContaining('given twice')] });
    const clique = await ask({ type: 'problem.choose', source: 2, choice: { kind: 'graph', problem: 'clique' } });
    expect(clique).toMatchObject({ name: 'clique ring', origin: 'ring.clq.gz, clique', sense: 'max' });
    expect(graph.kind === 'graph' && graph.warnings).toEqual(clique.warnings);
    for (const { id } of [tested, clique]) await ask({ type: 'run.start', problemId: id, spec: EXACT, seeds: 1 });
    await workspace.idle();
    const readings = [...(await ask({ type: 'run.solutions', id: 1 })), ...(await ask({ type: 'run.solutions', id: 2 }))];
    expect(readings.map(({ reading }) => reading)).toEqual([
      {
        label: 'pattern', text: expect.stringMatching(/^[01X]{5}, 3 of 5 inputs$/u), verdict: expect.stringContaining('10/1 shows'), holds: true,
      },
      { label: 'clique', text: '3 nodes: 1 2 3', verdict: 'every two of them are joined', holds: true },
    ]);
    const refused = (request: Request): Promise<string> => (
      workspace.answer(request as never).then(() => 'taken', (error: unknown) => toErrorValue(error).message)
    );
    expect(await refused({ type: 'problem.choose', source: 3, choice: { kind: 'graph', problem: 'clique' } }))
      .toMatch(/not open any more/u);
    expect(await refused({ type: 'problem.choose', source: 1, choice: { kind: 'circuit', net: '99', stuckAt: 0 } }))
      .toMatch(/no fault of this/u);
    await expect(workspace.addSource(join(temporaryFolder(), 'none.bench'))).rejects.toThrow(/does not exist/u);
  });

  it('tells of new gaps when a reference is proven', async () => {
    const { workspace, events, ask } = await bench();
    const problem = await workspace.addProblemFile(P0033);
    await ask({
      type: 'run.start',
      problemId: problem.id,
      spec: (await ask({ type: 'run.defaults', problemId: problem.id })).specs[1] ?? DESCENT,
      seeds: 1,
    });
    await workspace.idle();
    const [descent] = await ask({ type: 'run.list' });
    expect((await ask({ type: 'problem.list' }))[0]?.reference).toMatchObject({
      objective: descent?.objective,
      basis: 'best-found',
      runId: 1,
    });
    expect(descent?.gap).toBe(0);
    events.length = 0;
    await ask({ type: 'run.start', problemId: problem.id, spec: EXACT, seeds: 1 });
    await workspace.idle();
    expect((await ask({ type: 'problem.list' }))[0]?.reference).toMatchObject({ objective: 3089, basis: 'proven', runId: 2 });
    expect(events.some((event) => event.type === 'problems.changed')).toBe(true);
    expect(events.some((event) => event.type === 'runs.changed' && event.runs.some((each) => each.id === 1))).toBe(true);
    // The reference goes with the run that proved it.
    await ask({ type: 'run.remove', ids: [2] });
    expect((await ask({ type: 'problem.list' }))[0]?.reference?.basis).toBe('best-found');
  });

  it('opens the same problem twice as one', async () => {
    const { workspace, ask } = await bench();
    const first = await workspace.addProblemFile(P0033);
    expect(first.reference).toBeNull();
    const second = await ask({ type: 'problem.open-example', name: 'p0033' });
    expect(second.id).toBe(first.id);
    // The second source states the optimum.
    expect(second.reference).toMatchObject({ objective: 3089, basis: 'published', runId: null });
    expect((await ask({ type: 'problem.list' })).length).toBe(1);
  });

  it('generates the same program from the same seed', async () => {
    const { ask } = await bench();
    const request = (seed: number, name: string) =>
      ({ type: 'problem.generate', family: 'set-cover', parameters: { rows: 30, columns: 40, density: 0.2 }, seed, name }) as const;
    const first = await ask(request(7, ''));
    expect(first.origin).toBe('set-cover(rows=30, columns=40, density=0.2, seed=7)');
    expect((await ask(request(7, ''))).id).toBe(first.id);
    expect((await ask(request(8, ''))).hash).not.toBe(first.hash);
    await expect(ask({ ...request(7, ''), family: 'sudoku' })).rejects.toMatchObject({
      code: 'problem-parameter',
      place: { field: 'family' },
    });
    await expect(ask({ ...request(7, ''), parameters: { rows: -1 } })).rejects.toMatchObject({
      code: 'problem-parameter',
      place: { field: 'rows' },
    });
  });
});

describe('exporting a problem', () => {
  it('writes whole files only', async () => {
    const { workspace } = await bench();
    const folder = temporaryFolder();
    const { id } = await workspace.addProblemFile(P0033);
    await workspace.exportProblem(id, 'mps', 'as-is', join(folder, 'p.mps'));
    expect(readFileSync(join(folder, 'p.mps'), 'utf8')).toContain('ROWS');
    await expect(workspace.exportProblem(id, 'mps', 'as-is', join(folder, 'nowhere', 'p.mps'))).rejects.toMatchObject({
      code: 'folder-missing',
    });
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  });
});
