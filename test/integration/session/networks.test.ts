/** Networks in a session: trained by a real pool, found again as models, asked about problems and for starts of descents. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import { createPiscinaExecutor } from '../../../src-main/engine/execution/piscina-executor.ts';
import { createSharingExecutor } from '../../../src-main/engine/execution/sharing-executor.ts';
import { toErrorValue } from '../../../src-main/engine/error-value.ts';
import { encodeForJobs } from '../../../src-main/engine/problems/program-encoding.ts';
import { modelHash, modelOfTraining } from '../../../src-main/engine/problems/trained-model.ts';
import { encodeModel } from '../../../src-science/network/model-file.ts';
import { defaultTraining } from '../../../src-science/network/training-presets.ts';
import { generate } from '../../../src-science/program/generate.ts';
import { writeProgram } from '../../../src-science/program/write-program.ts';
import { DESCENT, temporaryFolder } from './fixtures.ts';
import { bench } from './open-bench.ts';

const COVERS = { rows: 20, columns: 30, density: 0.2 };
const training = (change: object = {}): JobSpec => ({
  version: 1, kind: 'train',
  train: {
    ...defaultTraining(), programs: { kind: 'generated', family: 'set-cover', parameters: COVERS, count: 6, seed: 1 }, pairs: 1, epochs: 4,
    batch: 3, checkpointEvery: 1, ...change,
  },
});

it('a trained network is a model of its session: it predicts, starts a descent, and is refused by what it does not know', async () => {
  const { workspace, ask } = await bench();
  const file = join(temporaryFolder(), 'cover.lp');
  writeFileSync(file, writeProgram(generate('set-cover', COVERS, 99), 'lp', {}));
  const problem = await workspace.addProblemFile(file);
  await ask({ type: 'run.start', problemId: problem.id, spec: training(), seeds: 1 });
  await workspace.idle();
  const [run] = await ask({ type: 'run.list' });
  expect(run).toMatchObject({ status: 'done', kind: 'train', iterations: 4 });
  const detail = await ask({ type: 'run.detail', id: run!.id });
  if (detail.result?.kind !== 'train') throw new Error('the training has no result');
  const trained = modelOfTraining(detail.result);
  if (trained === null) throw new Error('the training has no model');
  const hash = modelHash(encodeModel(trained));
  expect(await ask({ type: 'run.models' })).toStrictEqual([{
    hash, runId: run!.id, programs: '6 programs of set-cover (rows 20, columns 30, density 0.2), seeds 1 to 6', scheme: 'true-penalty',
    seed: 1, epochs: 4,
  }]);
  const predict = (model: string): JobSpec => ({
    version: 1, kind: 'predict', predict: { model, decoders: ['conditional-expectation'], samples: 10, seed: 1 },
  });
  const start = { kind: 'model', model: hash } as const;
  await ask({ type: 'run.start', problemId: problem.id, spec: predict(hash), seeds: 1 });
  const descent: JobSpec = { ...DESCENT, descent: { ...DESCENT.descent, iterations: 5, start } };
  await ask({ type: 'run.start', problemId: problem.id, spec: descent, seeds: 1 });
  await workspace.idle();
  const [, predicted, descended] = await ask({ type: 'run.list' });
  expect(predicted).toMatchObject({ status: 'done', kind: 'predict' });
  expect(descended).toMatchObject({ status: 'done', kind: 'descent' });
  const prediction = await ask({ type: 'run.detail', id: predicted!.id });
  if (prediction.result?.kind !== 'predict') throw new Error('the prediction has no result');
  expect(prediction.result.xHat).toStrictEqual(detail.result.xHat);
  expect(await ask({ type: 'run.check', problemId: problem.id, spec: predict(hash) })).toStrictEqual([]);
  expect(await ask({ type: 'run.check', problemId: problem.id, spec: predict('a'.repeat(64)) })).toStrictEqual([
    { field: 'predict.model', message: 'The model aaaaaaaa is not in this session. Choose one that is.' },
  ]);
  const unknown = training({ programs: { kind: 'listed', hashes: [problem.hash, 'b'.repeat(64)] } });
  expect(await ask({ type: 'run.check', problemId: problem.id, spec: unknown })).toMatchObject([{ field: 'train.programs' }]);
  const missing = await workspace.answer({ type: 'run.start', problemId: problem.id, spec: predict('a'.repeat(64)), seeds: 1 })
    .catch((error: unknown) => toErrorValue(error));
  expect(missing).toMatchObject({ code: 'model-missing', message: 'The model aaaaaaaa is not in this session.' });
});

it('a training gives the same bits by one worker and by several, and goes on from a checkpoint to the same model', async () => {
  const program = encodeForJobs(generate('set-cover', COVERS, 99));
  const results = [];
  for (const size of [1, 3]) {
    const executor = createSharingExecutor(createPiscinaExecutor({ size }));
    const checkpoints: unknown[] = [];
    const job = { id: 'training', spec: training({ scheme: 'surrogate-corrected' }), program, resumeFrom: null };
    const outcome = await executor.start(job, (event) => {
      if (event.type === 'checkpoint') checkpoints.push(event.checkpoint);
    }).outcome;
    if (outcome.status !== 'done' || outcome.result.kind !== 'train') throw new Error('the training did not end well');
    const { result } = outcome;
    const again = await executor.start({ ...job, resumeFrom: checkpoints[1] as never }, () => undefined).outcome;
    if (again.status !== 'done' || again.result.kind !== 'train') throw new Error('the training that went on did not end well');
    for (const { model, best, epochs, mu, xHat } of [result, again.result]) results.push({ model, best, epochs, mu, xHat });
    await executor.close();
  }
  for (const other of results.slice(1)) expect(other).toStrictEqual(results[0]);
});
