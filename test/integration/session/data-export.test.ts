/**
 * What runs recorded, exported: every stored point and vector to the bit, in each format, by strict readers of each; the manifest;
 * and what has nothing to write.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataAsk, DataDone } from '../../../src-contract/data-export.ts';
import { readStrictCsv } from '../../unit/export/strict-csv.ts';
import { readNpz } from '../../unit/export/strict-npz.ts';
import { filledSession, temporaryFolder } from './fixtures.ts';
import type { TestSession } from './fixtures.ts';

const folder = temporaryFolder();
let session: TestSession;
let runs: readonly number[] = [];
beforeAll(async () => {
  session = await filledSession(join(folder, 'data'), 40_000);
  runs = (await session.ask<'run.list'>({ type: 'run.list' })).map(({ id }) => id);
});
afterAll(() => session.close());

const write = (what: DataAsk['what'], format: DataAsk['format'], name: string, of = runs): Promise<DataDone> =>
  session.ask<'data.write'>({ type: 'data.write', what, format, runs: [...of], title: 'T', path: join(folder, name), manifest: 'beside' });
const bytesOf = (name: string): Buffer => readFileSync(join(folder, name));
const rowsOf = (name: string): Promise<Record<string, unknown>[]> => {
  const { buffer, byteOffset, byteLength } = bytesOf(name);
  return parquetReadObjects({ file: (buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength) });
};

describe('trajectories', () => {
  it('hold every stored point to the bit, as CSV and as Parquet', async () => {
    const done = await write('trajectories', 'csv', 't.csv');
    expect(done.empty).toBeGreaterThan(0);
    expect(done.runs + done.empty).toBe(runs.length);
    const { header, rows } = readStrictCsv(bytesOf('t.csv').toString('utf8'));
    expect(header.slice(0, 7)).toEqual(['run', 'method', 'problem', 'seed', 'step', 'iteration', 'seconds (s)']);
    expect(rows.length).toBe(done.rows);
    await write('trajectories', 'parquet', 't.parquet');
    const objects = await rowsOf('t.parquet');
    expect(objects.length).toBe(done.rows);
    let at = 0;
    for (const id of runs) {
      const { seriesLength } = await session.ask<'run.detail'>({ type: 'run.detail', id });
      if (seriesLength === 0) continue;
      const { columns } = await session.ask<'run.series'>({
        type: 'run.series', id, columns: ['iteration', 'loss', 'seconds'], maxPoints: 1_000_000, from: null, to: null,
      });
      const place = header.indexOf('loss');
      for (let k = 0; k < seriesLength; k++, at++) {
        const loss = columns.loss?.[k] ?? Number.NaN;
        const text = rows[at]?.[place] ?? '';
        // One assertion a row would take longer than all else.
        const right = Number.isNaN(loss) ? text === '' : Number(text) === loss;
        if (Number(rows[at]?.[0]) !== id || Number(rows[at]?.[4]) !== k || !right) {
          expect([rows[at], k]).toEqual([loss, id]);
        }
        const object = objects[at] ?? {};
        const same = Number.isNaN(loss) ? (object['loss'] ?? null) === null : Object.is(object['loss'], loss);
        if (object['run'] !== BigInt(id) || object['step'] !== BigInt(k) || !same) {
          expect([object, k]).toEqual([loss, id]);
        }
      }
    }
    expect(at).toBe(done.rows);
  });

  it('come with what made them: beside a CSV, not over another file there', async () => {
    const { manifest } = await write('trajectories', 'csv', 'm.csv', runs);
    expect(manifest).toBe(join(folder, 'm.json'));
    const said = JSON.parse(readFileSync(manifest ?? '', 'utf8')) as {
      file: string; runs: { run: number; spec: unknown; manifest: object }[]; problems: { hash: string }[];
    };
    expect(said.file).toBe('m.csv');
    expect(said.runs.map(({ run }) => run)).toEqual(runs);
    const detail = await session.ask<'run.detail'>({ type: 'run.detail', id: runs[0] ?? 0 });
    expect(said.runs[0]).toMatchObject({ spec: detail.spec, manifest: detail.manifest });
    expect(said.problems[0]?.hash).toBe(detail.manifest.programHash);
    expect((await write('trajectories', 'tsv', 'm.tsv', runs)).manifest).toBe(join(folder, 'm.manifest.json'));
  });

  it('of runs without any are refused, and nothing is written', async () => {
    const list = await session.ask<'run.list'>({ type: 'run.list' });
    const none = list.filter(({ kind }) => kind === 'estimate').map(({ id }) => id);
    await expect(write('trajectories', 'csv', 'none.csv', none)).rejects.toThrow('None of these runs has recorded points.');
    expect(readdirSync(folder).filter((name) => name.includes('none'))).toEqual([]);
  });
});

describe('vectors', () => {
  it('hold every x̂ and solution to the bit, as NPZ and as Parquet', async () => {
    const done = await write('vectors', 'npz', 'v.npz');
    const { arrays, manifest } = readNpz(bytesOf('v.npz'));
    const { variables } = (manifest as { problems: { variables: string[] }[] }).problems[0] ?? { variables: [] };
    expect(variables.slice(0, 2)).toEqual(['C157', 'C158']);
    expect((await write('vectors', 'parquet', 'v.parquet')).rows).toBe(done.rows);
    const objects = await rowsOf('v.parquet');
    let count = 0;
    for (const id of runs) {
      const { snapshotIterations } = await session.ask<'run.detail'>({ type: 'run.detail', id });
      const solutions = await session.ask<'run.solutions'>({ type: 'run.solutions', id });
      const own = objects.filter(({ run }) => run === BigInt(id));
      expect(own.length).toBe(snapshotIterations.length + solutions.length);
      count += own.length;
      for (const [k, iteration] of snapshotIterations.entries()) {
        const xHat = Array.from((await session.ask<'run.snapshot'>({ type: 'run.snapshot', id, iteration })).xHat);
        const stacked = arrays.get(`run_${id}_x_hat`);
        expect(stacked?.shape).toEqual([snapshotIterations.length, variables.length]);
        expect(stacked?.values.slice(k * xHat.length, (k + 1) * xHat.length)).toEqual(xHat);
        expect(own[k]).toMatchObject({ vector: 'x_hat', iteration: BigInt(iteration), values: xHat });
      }
      for (const [k, { x, objective, feasible, source }] of solutions.entries()) {
        expect(own[snapshotIterations.length + k]).toMatchObject({
          vector: 'solution', source, objective, feasible, values: Array.from(x),
        });
        expect(arrays.get(`run_${id}_solutions`)?.values.slice(k * x.length, (k + 1) * x.length)).toEqual(Array.from(x));
        expect(arrays.get(`run_${id}_objectives`)?.values[k]).toBe(objective);
      }
    }
    expect(count).toBe(done.rows);
  });

  it('go nowhere where the folder is not there', async () => {
    await expect(write('vectors', 'npz', 'nowhere/v.npz')).rejects.toThrow('does not exist');
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  });
});
