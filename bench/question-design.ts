/**
 * The experiment of docs/question.md: families, methods, and what each method's settings are tuned on. The studies
 * `examples/question/*.study.json` are written from it and from `question-settings.json` (`question-tune.ts`).
 */
import type { DescentSpec } from '../src-science/descent/descent-spec.ts';

/** What is tuned of each method, as steps on a lattice around `CENTER`. */
export interface LatticePoint {
  /** Step 0.1 · 2ⁿ; of mean-field annealing the temperature, in such steps. */
  readonly step: number;
  /** First μ 0.03 typical prices · 3ⁿ. */
  readonly mu: number;
  /** Iterations 250 · 2ⁿ. */
  readonly length: number;
}
export const CENTER: LatticePoint = { step: 0, mu: 0, length: 0 };
/** Of annealing: about the middle of the weights and lengths of the preset `annealed`. */
export const ANNEALED_CENTER: LatticePoint = { step: 0, mu: 2, length: 1 };
/** Lengths that are tried: beyond, no study of this size could be run. */
export const LENGTHS = { least: -2, most: 4 } as const;

export interface QuestionFamily {
  readonly name: 'SC' | 'IS' | 'CA';
  readonly title: string;
  readonly family: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly sense: 'min' | 'max';
  /** A typical price of a violation, and ten times the largest: the unit of the first μ, and the last. */
  readonly typical: number;
  readonly lastMu: number;
  /** Seeds of each of the main methods. */
  readonly seeds: number;
  /** Whether the ablation is run as well. */
  readonly ablation: boolean;
}

/** Members of DiffILO's families (`diffilo-instances.ts`) at a tenth (SC) and about a seventh of the lengths there. */
export const QUESTION_FAMILIES: readonly QuestionFamily[] = [
  {
    name: 'SC', title: 'set cover, 300 × 200, density 0.1 (min)', family: 'set-cover',
    parameters: { rows: 300, columns: 200, density: 0.1, maxCost: 100 }, sense: 'min', typical: 50, lastMu: 1000, seeds: 20, ablation: true,
  },
  {
    name: 'IS', title: 'independent set, Barabási–Albert, n = 200, affinity 4 (max)', family: 'independent-set',
    parameters: { nodes: 200, affinity: 4 }, sense: 'max', typical: 1, lastMu: 10, seeds: 20, ablation: true,
  },
  {
    name: 'CA', title: 'combinatorial auction, 40 items, 200 bids (max)', family: 'combinatorial-auction',
    parameters: { items: 40, bids: 200 }, sense: 'max', typical: 240, lastMu: 10_000, seeds: 20, ablation: false,
  },
];

/** Generators' seeds of the instances settings are chosen on, and of those that are reported. */
export const TRAINING: readonly number[] = Array.from({ length: 8 }, (_, k) => 101 + k);
export const REPORTED: readonly number[] = Array.from({ length: 10 }, (_, k) => k + 1);
/** Of each method of the ablation. */
export const ABLATION_SEEDS = 5;
export const PLAIN_DECODERS = ['threshold', 'conditional-expectation', 'greedy-repair'] as const;

/** Samples a step where a direction is sampled: DiffILO's own number for SC and IS. */
const SAMPLES = 15;

export type Change = Partial<DescentSpec> & Pick<DescentSpec, 'scheme'>;
const exact = (scheme: DescentSpec['scheme']): Change => ({ scheme, evaluation: 'exact' });
const faded = (scheme: DescentSpec['scheme'], t: number): Change => ({ ...exact(scheme), interchangeError: 'kept', errorShare: 1 - t });
const sampled = (scheme: DescentSpec['scheme']): Change => ({ scheme, evaluation: 'sampled', samples: SAMPLES });

export interface QuestionMethod {
  readonly name: string;
  readonly change: Change;
  readonly part: 'main' | 'ablation';
  /** The method whose settings it takes; left out, it is tuned. */
  readonly as?: string;
  readonly annealed?: true;
}

export const TRUE = 'true gradient';
const PUBLISHED = 'interchange, as published';
export const CORRECTED = 'corrected gradient';
export const INTERCHANGE = 'interchange, exact';
const SIGN = 'true + error, one random sign';
const SIGNS = 'true + error, random signs';
const ANNEALED = 'true gradient, annealed';
export const towardsTrue = (t: number): string => `interchange → true, t = ${String(t)}`;
export const towardsCorrected = (t: number): string => `interchange → corrected, t = ${String(t)}`;
export const SHARES = [0.25, 0.5, 0.75] as const;

const main = (name: string, change: Change): QuestionMethod => ({ name, change, part: 'main' });
const ablation = (name: string, change: Change, as?: string): QuestionMethod => (
  { name, change, part: 'ablation', ...(as === undefined ? {} : { as }) });

export const QUESTION_METHODS: readonly QuestionMethod[] = [
  main(TRUE, exact('true-penalty')),
  main(PUBLISHED, sampled('surrogate-interchange')),
  main(CORRECTED, exact('surrogate-corrected')),
  main(INTERCHANGE, exact('surrogate-interchange')),
  { ...main(ANNEALED, exact('true-penalty')), annealed: true },
  ablation('interchange, averaged', { ...sampled('surrogate-interchange'), tuning: { soft: 'averaged' } }, PUBLISHED),
  ablation('true gradient, 15 samples', sampled('true-penalty'), TRUE),
  ablation(SIGN, { ...exact('true-penalty'), interchangeError: 'shared-sign' }),
  ablation(SIGNS, { ...exact('true-penalty'), interchangeError: 'own-signs' }),
  ...SHARES.map((t) => ablation(towardsTrue(t), faded('true-penalty', t))),
  ...SHARES.map((t) => ablation(towardsCorrected(t), faded('surrogate-corrected', t))),
];

const rounded = (value: number): number => Number(value.toPrecision(3));

/** What a method changes of the default descent, at a point of the lattice. */
export function changeAt({ change, annealed }: QuestionMethod, { typical, lastMu }: QuestionFamily, at: LatticePoint): Change {
  const from = rounded(0.03 * typical * 3 ** at.mu);
  const iterations = Math.round(250 * 2 ** at.length);
  const common = {
    ...change, iterations, start: { kind: 'random', center: 0.5, spread: 0.25 } as const, recordEvery: 1_000_000, snapshotEvery: 0,
    checkpointEvery: 0, decoders: [...PLAIN_DECODERS],
  };
  if (annealed !== true) {
    return { ...common, step: rounded(0.1 * 2 ** at.step), mu: { kind: 'ramp', from, to: lastMu, shape: 'geometric', until: 0.8 } };
  }
  // As the preset `annealed`, one descent: the weight is held while the temperature falls from half of it to a twentieth.
  const temperature = 0.5 * from * 2 ** at.step;
  return {
    ...common, step: 0.3, optimizer: { name: 'mean-field', temperature: rounded(temperature), finalTemperature: rounded(temperature / 10) },
    mu: { kind: 'ramp', from, hold: 0.9, to: lastMu, shape: 'geometric', until: 0.95 },
  };
}
