/** `leibniz predict`: the marginals that a trained network gives a program, and what they decode to. */
import { PREDICT } from '../../../src-science/network/predict-settings.ts';
import type { PredictSpec } from '../../../src-science/network/predict-settings.ts';
import { EngineError, errorOf } from '../../engine/error-value.ts';
import { readModel } from '../model-argument.ts';
import { factLines, numberText } from '../number-text.ts';
import { assignmentOf, withFiles } from '../output.ts';
import type { CommandReply } from '../output.ts';
import { problemOf } from '../problem-argument.ts';
import type { ProblemOptions } from '../problem-argument.ts';
import { runJob } from '../run-job.ts';
import { fromOptions } from '../setting-options.ts';
import { solutionTarget } from '../solution-target.ts';
import type { SolutionTargetOptions } from '../solution-target.ts';

export interface PredictOptions extends ProblemOptions, SolutionTargetOptions {
  readonly model: string;
  readonly [setting: string]: unknown;
}

export async function predict(path: string, options: PredictOptions): Promise<CommandReply> {
  const program = await problemOf(path, options);
  const { hash, model, bytes } = await readModel(options.model);
  const { model: _file, ...settings } = options;
  const base: PredictSpec = {
    model: hash, decoders: PREDICT.settings.decoders.default, samples: PREDICT.settings.samples.default,
    seed: PREDICT.settings.seed.default,
  };
  const spec = { ...fromOptions(PREDICT.settings, base, settings), model: hash };
  const writeTo = solutionTarget(options);
  const outcome = await runJob(program, { version: 1, kind: 'predict', predict: spec }, undefined, { model: bytes });
  if (outcome.status === 'failed') throw errorOf(outcome.error);
  if (outcome.result?.kind !== 'predict') throw new EngineError('cancelled', 'The prediction was cancelled.', 'Start it again.');
  const { solutions, bestSolution, xHat, seconds } = outcome.result;
  const best = bestSolution === null ? undefined : solutions[bestSolution];
  const reply: CommandReply = {
    json: {
      model: { sha256: hash, manifest: model.manifest }, seconds, xHat,
      decoded: solutions.map(({ source, objective, feasible, violation }) => ({ decoder: source, objective, feasible, violation })),
      ...(best === undefined ? {} : { objective: best.objective, feasible: best.feasible, x: assignmentOf(program, best.x) }),
    },
    text: factLines([
      ['trained on', model.manifest.programs],
      ['trained by', `${model.manifest.scheme}, seed ${model.manifest.seed}, ${model.manifest.trainedBy}`],
      ...solutions.map(({ source, objective, feasible, violation }): [string, string] => (
        [source, `${numberText(objective)}${feasible ? '' : `, not feasible: violation ${numberText(violation)}`}`]
      )),
    ]),
    exitCode: outcome.status === 'done' ? 0 : 1,
  };
  return withFiles(reply, () => writeTo(program, best?.x ?? null));
}
