/**
 * What goes through the main process to the session thread: memory is given away, lists come in pieces, tables are read
 * and written there.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headings } from '../../../src-contract/tables/export-table.ts';
import type { ExportTable } from '../../../src-contract/tables/export-table.ts';
import type { JobEvent } from '../../../src-contract/job-event.ts';
import { isTextFormat, TABLE_FORMAT_NAMES, TABLE_FORMATS } from '../../../src-contract/tables/table-formats.ts';
import { startSessionThread } from '../../../src-main/engine/session/client.ts';
import { NUMERICS } from '../../../src-main/engine/numerics.ts';
import type { SessionThread } from '../../../src-main/engine/session/client.ts';
import { readBytes } from '../../unit/export/strict-bytes.ts';
import { DESCENT, P0033, temporaryFolder } from './fixtures.ts';

const folder = temporaryFolder();
let thread: SessionThread;
let ids: readonly number[] = [];
beforeAll(async () => {
  mkdirSync(join(folder, 'data'), { recursive: true });
  thread = startSessionThread();
  await thread.call<'open'>({ type: 'open', source: { kind: 'new' }, dataFolder: join(folder, 'data'), application: 'test' });
  const problem = await thread.call<'problem.add-file'>({ type: 'problem.add-file', path: P0033, origin: null, publishedOptimum: null });
  const manifest = { application: 'test', runtime: 'Node', solver: null, numerics: NUMERICS, programHash: '', createdAt: '' };
  ids =
    (await thread.call<'run.create'>({
      type: 'run.create',
      runs: Array.from({ length: 23 }, () => ({ problemId: problem.id, spec: DESCENT, label: '', replaces: null })),
      manifest,
    })).map((run) => run.id);
});
afterAll(() => thread.close(false));

const vector = (...values: number[]): Float64Array<ArrayBuffer> => Float64Array.from(values);

describe('events of runs', () => {
  it('give their memory away instead of copying it, and arrive whole', async () => {
    const iteration = vector(0, 1, 2);
    const loss = vector(3, 2, 1);
    const shared = new ArrayBuffer(32);
    const events: JobEvent[] = [
      { type: 'series', chunk: { length: 3, columns: { iteration, loss } } },
      { type: 'snapshot', iteration: 2, xHat: vector(...new Array<number>(33).fill(0.25)) },
      // Two vectors in one memory: it is given away once.
      {
        type: 'checkpoint',
        checkpoint: {
          version: 1,
          iteration: 2,
          seconds: 1,
          samples: 0,
          mu: 1,
          parameters: new Float64Array(shared, 0, 2),
          moments: [new Float64Array(shared, 16, 2)],
        },
      },
      { type: 'progress', fraction: 0.5, done: 2, unit: 'iterations', seconds: 1, incumbent: null, bound: null },
    ];
    const id = ids[0] ?? 0;
    for (const event of events) thread.tell({ type: 'run.event', id, event });
    expect([iteration.length, loss.length, shared.byteLength]).toEqual([0, 0, 0]);
    const series = await thread.call<'run.series'>({
      type: 'run.series',
      id,
      columns: ['iteration', 'loss'],
      maxPoints: 16,
      from: null,
      to: null,
    });
    expect([Array.from(series.columns.iteration ?? []), Array.from(series.columns.loss ?? [])]).toEqual([[0, 1, 2], [3, 2, 1]]);
    const snapshot = await thread.call<'run.snapshot'>({ type: 'run.snapshot', id, iteration: 2 });
    expect(snapshot.xHat[32]).toBe(0.25);
  });
});

describe('the list of runs', () => {
  it('comes whole, or in pieces that make up the whole', async () => {
    const whole = await thread.call<'run.list'>({ type: 'run.list' });
    expect(whole.map((run) => run.id)).toEqual(ids);
    const pieces: number[] = [];
    for (;;) {
      const after = pieces.at(-1);
      const piece = await thread.call<'run.list'>({ type: 'run.list', limit: 10, ...(after === undefined ? {} : { after }) });
      pieces.push(...piece.map((run) => run.id));
      if (piece.length < 10) break;
    }
    expect(pieces).toEqual(ids);
    expect(await thread.call<'run.list'>({ type: 'run.list', after: ids.at(-1) ?? 0, limit: 10 })).toEqual([]);
  });
});

describe('a table of the page', () => {
  const table: ExportTable = {
    title: 'Runs',
    caption: 'p0033',
    columns: [{ key: 'a', label: 'name', numeric: false }, { key: 'b', label: 'value', numeric: true }],
    rows: [['=x', 0.1], ['y', null]],
  };
  const text = (value: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(value));

  it.each(TABLE_FORMAT_NAMES)('is written as %s, and its memory given away', async (format) => {
    const path = join(folder, `table.${TABLE_FORMATS[format].ending}`);
    const bytes = text(table);
    await thread.call<'table.write'>({ type: 'table.write', table: bytes, format, path }, [bytes.buffer]);
    expect(bytes.length).toBe(0);
    if (isTextFormat(format)) {
      const { write } = await TABLE_FORMATS[format].load();
      expect(readFileSync(path, 'utf8')).toBe(write(table, { comments: false }));
    } else expect((await readBytes(format, readFileSync(path))).rows).toEqual([headings(table), ...table.rows]);
    const beside = TABLE_FORMATS[format].about === 'beside';
    expect(existsSync(join(folder, 'table.json'))).toBe(beside || format === 'json');
    expect(existsSync(join(folder, 'table.manifest.json'))).toBe(false);
    rmSync(join(folder, 'table.json'), { force: true });
  });

  it('has its manifest beside it, in its comments or nowhere, and never over a file that is somebody’s', async () => {
    const write = (path: string, manifest: 'beside' | 'comments' | 'none') =>
      thread.call<'table.write'>({ type: 'table.write', table: text(table), format: 'csv', path, manifest });
    const path = join(folder, 'runs.csv');
    await write(path, 'none');
    expect(existsSync(join(folder, 'runs.json'))).toBe(false);
    await write(path, 'comments');
    expect(readFileSync(path, 'utf8')).toMatch(/^# Runs\r\n# p0033\r\n/);
    for (let k = 0; k < 2; k++) await write(path, 'beside');
    expect(JSON.parse(readFileSync(join(folder, 'runs.json'), 'utf8'))).toMatchObject({ leibnizTable: 1, about: ['p0033'] });
    writeFileSync(join(folder, 'other.json'), '{"mine": true}');
    await write(join(folder, 'other.csv'), 'beside');
    expect(readFileSync(join(folder, 'other.json'), 'utf8')).toBe('{"mine": true}');
    expect(JSON.parse(readFileSync(join(folder, 'other.manifest.json'), 'utf8'))).toMatchObject({ leibnizTable: 1 });
    // That of another table of the same name stays, too.
    await thread.call<'table.write'>({
      type: 'table.write', table: text(table), format: 'tsv', path: join(folder, 'runs.tsv'), manifest: 'beside',
    });
    const fileOf = (name: string): unknown => (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { file: unknown }).file;
    expect(['runs.json', 'runs.manifest.json'].map(fileOf)).toEqual(['runs.csv', 'runs.tsv']);
    writeFileSync(join(folder, 'third.json'), '[1]');
    writeFileSync(join(folder, 'third.manifest.json'), 'mine');
    for (let k = 0; k < 2; k++) await write(join(folder, 'third.csv'), 'beside');
    expect(['third.json', 'third.manifest.json'].map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['[1]', 'mine']);
    expect(JSON.parse(readFileSync(join(folder, 'third.manifest-2.json'), 'utf8'))).toMatchObject({ leibnizTable: 1 });
    expect(existsSync(join(folder, 'third.manifest-3.json'))).toBe(false);
  });

  it.each([['no JSON', new TextEncoder().encode('{"title":')], ['no table', text({ title: 3 })], ['no text', Uint8Array.of(0xff, 0xfe)]])(
    'that is %s is refused, and nothing is written',
    async (_, bytes) => {
      const path = join(folder, 'refused.csv');
      await expect(thread.call<'table.write'>({ type: 'table.write', table: bytes, format: 'csv', path })).rejects.toMatchObject({
        code: 'table-invalid',
      });
      expect(existsSync(path)).toBe(false);
    },
  );
});
