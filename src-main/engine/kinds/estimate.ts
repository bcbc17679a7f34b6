/** Estimates of the loss, the penalty, the chance of feasibility, or a scheme's gradient, at one x̂. */
import type { BodyOf } from '../../../src-contract/job-spec.ts';
import { decodingMu } from '../../../src-science/decoding/price-scale.ts';
import { defaultDescentSpec } from '../../../src-science/descent/presets.ts';
import { endMu } from '../../../src-science/descent/schedules.ts';
import { EvaluationRefused, resolveEvaluation } from '../../../src-science/gradients/registry.ts';
import { SCHEMES } from '../../../src-science/gradients/scheme.ts';
import { tunedSchemeName, tuningComplaints } from '../../../src-science/gradients/scheme-tuning.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import type { EngineKind } from './engine-kind.ts';
import { centerOf, lengthComplaints } from './vectors.ts';

const SAMPLES = 100_000;

export const estimate: EngineKind<'estimate'> = {
  asked(body) {
    const common = { quantity: body.quantity, seed: body.seed, muFinal: body.mu };
    if (body.quantity !== 'gradient') return { ...common, method: `${body.quantity} estimate` };
    return { ...common, method: `${tunedSchemeName(body.scheme, body.tuning)} gradient`, scheme: body.scheme, evaluation: body.evaluation };
  },
  found({ estimate: found }) {
    const common = { samples: found.samples, seconds: found.seconds };
    if (found.quantity === 'gradient') return { ...common, evaluation: found.evaluation, z: found.maxAbsZ };
    return { ...common, mean: found.mean, standardError: found.standardError, z: found.z };
  },
  solutions: null,
  complaints: (body, program, form) => [
    ...lengthComplaints('xHat', 'The point x̂', body.xHat, program),
    ...(body.quantity === 'gradient' ? gradientComplaints(body, form) : samplesComplaints(body.samples, 2, 'An')),
  ],
  draws: (body, form) => body.quantity !== 'gradient' || resolveEvaluation(form, body).evaluation === 'sampled',
  defaults(form) {
    const { mu } = defaultDescentSpec(form);
    const weight = mu.kind === 'adaptive' ? mu.max : endMu(mu, decodingMu(form));
    return { quantity: 'loss', xHat: centerOf(form), mu: weight, samples: SAMPLES, seed: 1 };
  },
};

function samplesComplaints(samples: number, least: number, article: 'An' | 'A gradient'): { field: string; message: string }[] {
  return samples >= least
    ? []
    : [{ field: 'samples', message: `${article} estimate with a standard error needs at least ${least} samples.` }];
}

function gradientComplaints(
  body: Extract<BodyOf<'estimate'>, { quantity: 'gradient' }>, form: NormalForm,
): { field: string; message: string }[] {
  const complaints = tuningComplaints(body.scheme, body.tuning ?? {}).map(({ field, message }) => ({ field: `tuning.${field}`, message }));
  try {
    resolveEvaluation(form, body);
  } catch (error) {
    if (!(error instanceof EvaluationRefused)) throw error;
    complaints.push({ field: 'evaluation', message: error.message });
  }
  return body.evaluation === 'exact'
    ? complaints
    : [...complaints, ...samplesComplaints(body.samples, Math.max(2, SCHEMES[body.scheme].leastSamples), 'A gradient')];
}
