/** A prediction: a model's marginals for one program, and what they decode to. */
import { bestDecoded } from '../../src-science/decoding/decode.ts';
import type { PredictSpec } from '../../src-science/network/predict-settings.ts';
import { predictMarginals } from '../../src-science/network/prediction.ts';
import type { JobOutcome } from '../../src-contract/job-event.ts';
import type { Attachment } from '../../src-contract/worker-task.ts';
import { attachedModel } from '../attached-model.ts';
import { compiledKernels } from '../compiled-kernels.ts';
import { decodeMarginals } from '../decode-marginals.ts';
import { owned } from '../job-context.ts';
import type { JobContext } from '../job-context.ts';
import { normalFormOf } from '../normal-forms.ts';
import { solutionValue } from '../solution-value.ts';
import type { WorkerKind } from '../worker-kind.ts';

export const job: WorkerKind<'predict'> = { run: (context, spec, { attached }) => runPrediction(context, spec, attached) };

function runPrediction(context: JobContext, spec: PredictSpec, attached: Attachment): JobOutcome {
  const model = attachedModel(attached, spec.model);
  const form = normalFormOf(context.program);
  const xHat = predictMarginals(model, context.program, spec.otherClass === 'allow', compiledKernels());
  const seconds = context.elapsed();
  const decoded = decodeMarginals(form, xHat, spec.decoders, { samples: spec.samples, seed: spec.seed, context });
  return {
    status: context.cancelled() ? 'cancelled' : 'done',
    result: {
      kind: 'predict', manifest: model.manifest, seconds, xHat: owned(xHat), solutions: decoded.map(solutionValue),
      bestSolution: bestDecoded(decoded, form.objectiveSign),
    },
  };
}
