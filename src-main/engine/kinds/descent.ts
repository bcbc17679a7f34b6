/** Descents along a scheme's gradient. */
import type { MuSchedule } from '../../../src-science/descent/descent-spec.ts';
import { drawnParts } from '../../../src-science/descent/drawn-parts.ts';
import { defaultDescentSpec, DESCENT_PRESETS } from '../../../src-science/descent/presets.ts';
import { proposeDescent } from '../../../src-science/descent/proposal.ts';
import { validateDescent } from '../../../src-science/descent/validate-descent.ts';
import { tunedSchemeName } from '../../../src-science/gradients/scheme-tuning.ts';
import type { EngineKind } from './engine-kind.ts';
import { columnsOfSolution } from './vectors.ts';

export const descent: EngineKind<'descent'> = {
  asked: (body) => ({
    method: tunedSchemeName(body.scheme, body.tuning),
    scheme: body.scheme,
    evaluation: body.evaluation,
    parametrization: body.parametrization,
    optimizer: body.optimizer.name,
    step: body.step,
    muFinal: finalMu(body.mu),
    samplesPerStep: body.evaluation === 'exact' ? null : body.samples,
    seed: body.seed,
  }),
  found(result) {
    const best = result.best === null ? undefined : result.solutions[result.best];
    return {
      evaluation: result.evaluation,
      iterations: result.iterations,
      seconds: result.seconds,
      samples: result.samples,
      ...(result.evaluation === 'exact' ? { samplesPerStep: null } : {}),
      muFinal: result.final.mu,
      loss: result.final.loss,
      penalty: result.final.penalty,
      settling: result.settling?.kind ?? null,
      bound: result.bound ?? null,
      provenGap: result.provenGap ?? null,
      incumbent: result.incumbent?.solution.objective ?? null,
      controls: result.controls?.verdict ?? null,
      ...(best === undefined ? {} : columnsOfSolution(best)),
    };
  },
  solutions: ({ solutions, incumbent, controls }) => [
    ...solutions,
    ...(incumbent === undefined ? [] : [incumbent.solution]),
    ...(controls?.runs ?? []).flatMap(({ solution }) => solution ?? []),
  ],
  complaints: (body, _program, form) => validateDescent(form, body),
  draws: (body, form) => drawnParts(form, body).length > 0,
  defaults: defaultDescentSpec,
  presets: DESCENT_PRESETS,
  proposes: proposeDescent,
};

/** μ a schedule aims for; null where it depends on the run. */
function finalMu(mu: MuSchedule): number | null {
  switch (mu.kind) {
    case 'fixed':
      return mu.value;
    case 'ramp':
      return mu.to;
    case 'adaptive':
    case 'sequential':
    case 'parallel':
      return null;
  }
}
