/**
 * Descents to begin with: the recommended one, its two plain relatives for comparison, and what of DiffILO
 * can be had without its network, by family. Each is a function of the program, because μ has to be
 * measured in the program's own costs and coefficients.
 *
 * DiffILO trains the weights of a network over many programs; here the marginals of one program are
 * descended. Loss, direction, samples and rule for μ are those of its published code (train.py and
 * config/trainer of MIRALab-USTC/L2O-DiffILO). What differs is `NO_NETWORK`, which every such preset's help
 * ends with: its Adam step of 1e-4 is one for network weights and means nothing here; its cosine has a half
 * period of 200 epochs (400 on auctions) in 1200 to 9900 epochs, so that the rate rises again; its μ moves
 * once an epoch; and it keeps the epoch that is best on validation programs.
 */
import { diveWork } from '../decoding/dive-work.ts';
import { priceScale, sharedPrice } from '../decoding/price-scale.ts';
import { costTemperatures } from '../multipliers/row-sweeps.ts';
import type { NormalForm } from '../program/normal-form.ts';
import type { DescentSpec } from './descent-spec.ts';

export const DESCENT_PRESET_NAMES = [
  'recommended', 'annealed', 'annealed-rows', 'best-start', 'row-multipliers', 'interchange', 'corrected',
  'diffilo-set-cover', 'diffilo-independent-set', 'diffilo-auctions',
] as const;
export type DescentPresetName = (typeof DESCENT_PRESET_NAMES)[number];

export interface DescentPreset {
  readonly name: DescentPresetName;
  readonly label: string;
  /** A few sentences. */
  readonly help: string;
  /** The preset for one program. Cost: O(nnz + d log d). */
  readonly specFor: (form: NormalForm) => DescentSpec;
}

/**
 * The descent that a new run starts with: the true penalty, exact where that is cheap, Adam on logits
 * with a short memory (the loss changes under it as μ grows), and μ from far below the typical price of
 * a violation to far above the largest, geometrically, held for the last fifth. Measured on the shipped
 * problems and generated set covers, independent sets and auctions against 30 other settings.
 * Cost: O(nnz + d log d).
 */
export function defaultDescentSpec(form: NormalForm): DescentSpec {
  const { typical, largest } = priceScale(form);
  return {
    scheme: 'true-penalty',
    evaluation: 'auto',
    samples: 64,
    parametrization: 'logit',
    optimizer: { name: 'adam', beta1: 0.5, beta2: 0.9, epsilon: 1e-8 },
    step: 0.1,
    stepSchedule: { kind: 'constant' },
    mu: { kind: 'ramp', from: rounded(0.03 * typical), to: rounded(10 * largest), shape: 'geometric', until: 0.8 },
    iterations: 1000,
    seed: 1,
    start: { kind: 'uniform', value: 0.5 },
    stopAtGradientNorm: null,
    recordEvery: 1,
    snapshotEvery: 50,
    checkpointEvery: 100,
    decoders: ['threshold', 'conditional-expectation', 'greedy-repair'],
  };
}

/** Descents in a row of `annealedSpec`, and how far apart the first and the last of their weights lie. */
const ANNEALED_DESCENTS = 6;
const ANNEALED_SPREAD = 32;
/** Nonzeros that one of these descents may evaluate, by which its iterations are set. */
const ANNEALED_WORK = 1.5e8;

/**
 * Mean-field annealing of the true penalty. The weight μ is held nearly to the end, where it grows until no
 * violation pays, and the temperature falls meanwhile from half of the held weight to a twentieth of it. The
 * right weight to hold is that of the program's shadow prices, which differ a hundredfold between families:
 * six descents in a row hold six weights and the best end is kept. Measured on DiffILO's three families
 * (docs/benchmarks.md).
 * Cost: O(nnz + d log d).
 */
export function annealedSpec(form: NormalForm): DescentSpec {
  const { typical, largest } = priceScale(form);
  return {
    ...defaultDescentSpec(form),
    optimizer: { name: 'mean-field', temperature: rounded(0.025 * typical), finalTemperature: rounded(0.0025 * typical) },
    step: 0.3,
    mu: { kind: 'ramp', from: rounded(0.05 * typical), hold: 0.9, to: rounded(2 * largest), shape: 'geometric', until: 0.95 },
    start: { kind: 'random', center: 0.5, spread: 0.01 },
    iterations: Math.round(Math.min(1500, Math.max(250, ANNEALED_WORK / Math.max(1, form.column.length)))),
    restarts: ANNEALED_DESCENTS,
    restartSpread: ANNEALED_SPREAD,
  };
}

/**
 * Of `annealedRowsSpec`: descents, their spread, and nonzeros that all of them may evaluate, by which they are counted; a row and a
 * variable of a step count as so many.
 */
const WEIGHED_DESCENTS = 30;
const WEIGHED_SPREAD = 5;
const WEIGHED_WORK = 1.15e9;
const ROW_WORK = 6;
const VARIABLE_WORK = 10;

/**
 * Mean-field annealing of the true penalty with a multiplier for every row (`multipliers/parallel.ts`), which begins at the price
 * that a row has where rows share a variable's cost, and the temperature at half of it: several descents in a row, which begin
 * at different multiples of it, as many as some processor seconds allow. Rate, target and multiples were chosen on instances of
 * DiffILO's families that are not reported (docs/benchmarks.md).
 * Cost: O(nnz + d log d).
 */
export function annealedRowsSpec(form: NormalForm): DescentSpec {
  const annealed = annealedSpec(form);
  const start = 1.5 * sharedPrice(form);
  const work = annealed.iterations * (form.column.length + ROW_WORK * form.rowCount + VARIABLE_WORK * form.variableCount);
  const { largest } = priceScale(form);
  return {
    ...annealed,
    optimizer: { name: 'mean-field', temperature: rounded(0.5 * start), finalTemperature: rounded(0.05 * start) },
    mu: { kind: 'parallel', start: rounded(start), most: rounded(Math.max(2 * largest, start)), rate: 0.02, target: 0.1, until: 0.9 },
    restarts: Math.min(WEIGHED_DESCENTS, Math.max(1, Math.floor(WEIGHED_WORK / Math.max(1, work)))),
    restartSpread: WEIGHED_SPREAD,
  };
}

/** Of `bestStartSpec`: work of the local search in nonzeros, and the most of it a nonzero; some two to five seconds at most. */
const LONG_SEARCH = 800_000_000;
const LONG_SEARCH_PER_NONZERO = 100_000;

/**
 * A descent from the solution of the linear relaxation, then a local search four times as long as usual, and dives. Ten processor
 * seconds are nearly enough on programs of some hundred thousand nonzeros; what a longer search brings was measured on auctions
 * that are not reported (docs/benchmarks.md).
 * Cost: O(nnz + d log d).
 */
function bestStartSpec(form: NormalForm): DescentSpec {
  const spec = defaultDescentSpec(form);
  return {
    ...spec,
    start: { kind: 'lp-relaxation', margin: 0.1, otherwise: 0.5 },
    decoders: [...spec.decoders, 'local-search', 'dive'],
    searchWork: Math.min(LONG_SEARCH, LONG_SEARCH_PER_NONZERO * Math.max(1, form.column.length)),
    diveWork: diveWork(form),
    controls: 'same-work',
  };
}

/** Temperatures of `rowMultipliersSpec`, and sweeps through all rows at each of them. */
const PRICED_ITERATIONS = 60;
const PRICED_SWEEPS = 30;

/**
 * A multiplier for each row by mean-field annealing of the rows (`multipliers/`), which is the linear relaxation with an
 * entropy, and from its marginals, prices and bound on the searches, one after the other.
 * Measured against the descent before it, on public programs (docs/benchmarks.md).
 * Cost: O(nnz + d log d).
 */
function rowMultipliersSpec(form: NormalForm): DescentSpec {
  const { first, last } = costTemperatures(form.objective, form.fixed);
  return {
    ...defaultDescentSpec(form),
    optimizer: { name: 'mean-field', temperature: rounded(first), finalTemperature: rounded(last) },
    step: 1,
    mu: { kind: 'sequential', sweeps: PRICED_SWEEPS },
    iterations: PRICED_ITERATIONS,
    snapshotEvery: 10,
    checkpointEvery: 10,
    decoders: ['threshold', 'greedy-repair', 'wedelin', 'dive', 'local-search'],
    controls: 'same-work',
  };
}

/** How the presets with DiffILO's loss differ from DiffILO. */
const NO_NETWORK =
  'Other than DiffILO it descends one program’s marginals, with a step of 0.2 on logits, one cosine instead of cycles, μ moved every step, and the last point instead of the best epoch. Its results are not DiffILO’s.';

export const DESCENT_PRESETS: readonly DescentPreset[] = [
  {
    name: 'recommended',
    label: 'Recommended: true penalty',
    help: 'The gradient of the true expected penalty, exact where that is cheap, with Adam on logits and a μ that grows until no violation pays.',
    specFor: defaultDescentSpec,
  },
  {
    name: 'annealed',
    label: 'Annealed: mean field',
    help: 'Mean-field annealing of the true penalty: x̂ = σ(−∇L/T) is iterated while the temperature T falls, six times at different weights μ, and the best end is kept. No search at the end.',
    specFor: annealedSpec,
  },
  {
    name: 'annealed-rows',
    label: 'Annealed: a multiplier a row, all at once',
    help: 'Mean-field annealing of the true penalty with a multiplier for every row in place of one μ: each moves by how often its row is violated, and grows at the end until rows are kept. Up to thirty descents, and the best end is kept. The best decoded starts by gradients alone on covers, independent sets and auctions; no search at the end.',
    specFor: annealedRowsSpec,
  },
  {
    name: 'best-start',
    label: 'Best start: local search and dives at the end',
    help: 'As recommended, but started from the solution of the linear relaxation if that is found in time. Local search and dives improve the end for a few seconds. Use it for the best solution to hand to a solver, not to compare gradients: the searches hide most of the differences.',
    specFor: bestStartSpec,
  },
  {
    name: 'row-multipliers',
    label: 'A multiplier a row, then searches',
    help: 'Every row gets a multiplier of its own, by mean-field annealing row after row; what they say then guides Wedelin’s algorithm, dives and a local search, each from what the one before has found. Up to ten seconds. No linear solver is used. For a solution to hand to a solver, not for comparing gradients: the scheme only measures, and the searches hide much.',
    specFor: rowMultipliersSpec,
  },
  {
    name: 'interchange',
    label: 'Same, along the interchange direction',
    help: 'As recommended, but along DiffILO’s direction. It leaves out the boundary term and, in two or more variables, is not the gradient of any function. For comparison under equal settings.',
    specFor: (form) => ({ ...defaultDescentSpec(form), scheme: 'surrogate-interchange' }),
  },
  {
    name: 'corrected',
    label: 'Same, with the boundary term restored',
    help:
      'As recommended, but along the true gradient of DiffILO’s surrogate. Its minimizers need not be vertices, so decoding matters more.',
    specFor: (form) => ({ ...defaultDescentSpec(form), scheme: 'surrogate-corrected' }),
  },
  {
    name: 'diffilo-set-cover',
    label: 'DiffILO without its network, set cover',
    help: `DiffILO’s loss, direction, samples and rule for μ without its network, with the settings for set cover: 15 samples a step, μ 5 (0.1 to 5, by 0.01), best of 1000 samples. ${NO_NETWORK}`,
    specFor: (form) => publishedSpec(form, { samples: 15, start: 5, min: 0.1, max: 5, step: 0.01 }),
  },
  {
    name: 'diffilo-independent-set',
    label: 'DiffILO without its network, independent set',
    help: `DiffILO’s loss, direction, samples and rule for μ without its network, with the settings for independent set: 15 samples a step, μ 150 (0 to 150, by 0.1), best of 1000 samples. ${NO_NETWORK}`,
    specFor: (form) => publishedSpec(form, { samples: 15, start: 150, min: 0, max: 150, step: 0.1 }),
  },
  {
    name: 'diffilo-auctions',
    label: 'DiffILO without its network, auctions',
    help: `DiffILO’s loss, direction, samples and rule for μ without its network, with the settings for combinatorial auctions: 30 samples a step, μ 10 (0 to 10, by 0.01), best of 1000 samples. ${NO_NETWORK}`,
    specFor: (form) => publishedSpec(form, { samples: 30, start: 10, min: 0, max: 10, step: 0.01 }),
  },
];

/** What DiffILO's config/trainer has for a family. */
interface PublishedSettings {
  readonly samples: number;
  readonly start: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

function publishedSpec(form: NormalForm, { samples, ...mu }: PublishedSettings): DescentSpec {
  return {
    ...defaultDescentSpec(form),
    scheme: 'surrogate-interchange',
    evaluation: 'sampled',
    samples,
    loss: 'diffilo',
    optimizer: { name: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    step: 0.2,
    stepSchedule: { kind: 'cosine', final: 0 },
    mu: { kind: 'adaptive', ...mu },
    decoders: ['threshold', 'best-of-samples', 'conditional-expectation', 'greedy-repair'],
  };
}

/** Three significant digits: a default is a scale, and the form shows it. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
