/**
 * What the new-run form begins with on a problem: one good spec of each kind, and the named presets of
 * descents. The numbers are the science's; only what it has no opinion on is said here.
 */
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import { defaultDescentSpec, DESCENT_PRESETS } from '../../../src-science/descent/presets.ts';
import { ENUMERATION_LIMIT } from '../../../src-science/exact/enumerate.ts';
import { SCHEME_NAMES } from '../../../src-science/gradients/scheme.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { DEFAULT_REPLICATIONS, defaultLadder } from '../../../src-science/quality/default-ladder.ts';
import type { SessionAnswers } from './protocol.ts';

/** Long enough for most of what is worth waiting for in front of a screen. */
const TIME_LIMIT_SECONDS = 60;
const ESTIMATE_SAMPLES = 100_000;
const DECODE_SAMPLES = 1000;

export function runDefaults({ form }: { readonly form: NormalForm }): SessionAnswers['run.defaults'] {
  const presets = DESCENT_PRESETS.map(({ name, label, help, specFor }) => ({ name, label, help, spec: { version: 1, kind: 'descent', descent: specFor(form) } as const }));
  return { specs: defaultSpecs(form), presets };
}

/** One good spec of each kind. Cost: O(nnz + d log d). */
export function defaultSpecs(form: NormalForm): JobSpec[] {
  const d = form.variableCount;
  const descent = defaultDescentSpec(form);
  // The center of the cube, where every scheme can be compared; fixed variables at their value.
  const center = Array.from({ length: d }, (_, j) => (form.fixed[j] === 0 || form.fixed[j] === 1 ? (form.fixed[j] ?? 0) : 0.5));
  const mu = descent.mu.kind === 'fixed' ? descent.mu.value : descent.mu.kind === 'ramp' ? descent.mu.to : descent.mu.max;
  const solver = d <= ENUMERATION_LIMIT / 2 ? 'enumerate' : 'highs';
  return [
    { version: 1, kind: 'exact', exact: { solver, timeLimitSeconds: TIME_LIMIT_SECONDS, relativeGap: 0, start: null } },
    { version: 1, kind: 'descent', descent },
    { version: 1, kind: 'estimate', estimate: { quantity: 'loss', xHat: center, mu, samples: ESTIMATE_SAMPLES, seed: 1 } },
    { version: 1, kind: 'decode', decode: { decoder: 'conditional-expectation', xHat: center, mu: null, samples: DECODE_SAMPLES, seed: 1 } },
    { version: 1, kind: 'quality', quality: { shape: 'point', schemes: SCHEME_NAMES, xHat: center, samples: defaultLadder(form), replications: DEFAULT_REPLICATIONS, seed: 1 } },
  ];
}
