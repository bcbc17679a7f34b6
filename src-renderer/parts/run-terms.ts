/**
 * The field's terms with one line each, for hover: labels and help of every field of the new-run form,
 * of solvers, optimizers and schedules. Schemes and decoders are described by the science room itself.
 */
import { DECODERS } from '../../src-science/decoding/decoders.ts';
import type { EvaluationName } from '../../src-science/gradients/scheme.ts';
import type { SolverName } from '../../src-contract/job-spec.ts';

export interface Term {
  readonly label: string;
  readonly help: string;
  readonly unit?: string;
}

export const EVALUATIONS: Readonly<Record<EvaluationName, Term>> = {
  auto: { label: 'Auto', help: 'Exact where it is cheap enough, else sampled; the run says which, and why.' },
  sampled: { label: 'Sampled', help: 'Average over K random samples a step.' },
  exact: {
    label: 'Exact',
    help: 'The expectation itself, without sampling: for cover and packing rows, rows of integer or decimal coefficients, and short rows of any.',
  },
};

export const SOLVERS: Readonly<Record<SolverName, Term>> = {
  highs: { label: 'HiGHS', help: 'Branch and cut; reports bound, nodes and incumbents on the way and can be stopped.' },
  glpk: {
    label: 'GLPK',
    help: 'Branch and bound, independent of HiGHS; often the faster one on small problems. Shows bounds on the way, and its solution at the end.',
  },
  race: {
    label: 'Race',
    help: 'GLPK and HiGHS side by side, each in a thread of its own: the first proof ends the race. On a program of at most 64 variables HiGHS joins only after 4 ms. Which of several optimal solutions is shown may differ from run to run.',
  },
  enumerate: { label: 'Enumeration', help: 'Tries every 0/1 vector; for at most 24 variables. Trusts no solver.' },
};

export const DECODER_TERMS = DECODERS;

export const FIELDS: Readonly<Record<string, Term>> = {
  'exact.solver': { label: 'Solver', help: 'Which solver proves the optimum; a race runs both.' },
  'exact.check': { label: 'Ends', help: 'Stop the slower solver at the first proof, or wait for both and compare what they prove.' },
  'exact.timeLimitSeconds': {
    label: 'Time limit', unit: 's', help: 'Stop after so many seconds with the best solution found; empty is no limit.',
  },
  'exact.relativeGap': {
    label: 'Relative gap', help: 'The solver may stop at this gap between solution and bound; 0 asks for a proof of optimality.',
  },
  'exact.feasibilityTolerance': {
    label: 'Feasibility tolerance',
    help: 'By how much each row may be missed, in its own units: what a file’s rounded coefficients ask for. Empty or 0: rows are met exactly. A solution that meets them only within it is marked so everywhere.',
  },
  'exact.start': {
    label: 'Start solution',
    help: 'A solution the solver starts from: what it finds is then at least as good. HiGHS takes one; for GLPK it only counts as a first solution.',
  },
  'exact.start.solution': { label: 'Which solution', help: 'Of the solutions that the run has: its decoders’, or the solver’s.' },
  'exact.ball.radius': {
    label: 'Ball radius', unit: 'flips',
    help: 'Search only among vectors at most so many flips away from the start solution. What is proven then holds inside the ball only: the program may have better solutions outside, so there is no bound and no gap for it. Empty searches everywhere.',
  },
  'descent.scheme': { label: 'Scheme', help: 'How the gradient of the penalty is estimated: the subject of the comparison.' },
  'descent.evaluation': { label: 'Evaluation', help: 'Sampled or exact gradients.' },
  'descent.samples': { label: 'Samples K', help: 'Random 0/1 vectors a step; not used where the evaluation is exact.' },
  'descent.parametrization': {
    label: 'Parametrization', help: 'logit: x̂ = σ(l), with l free. projected: x̂ itself, cut back to [0, 1] after each step.',
  },
  'descent.optimizer': { label: 'Optimizer', help: 'The rule that turns gradients into steps.' },
  'descent.optimizer.momentum': { label: 'Momentum', help: 'Share of the last step kept, in [0, 1).' },
  'descent.optimizer.beta1': { label: 'β₁', help: 'Decay of Adam’s mean of gradients, in [0, 1).' },
  'descent.optimizer.beta2': { label: 'β₂', help: 'Decay of Adam’s mean of squared gradients, in [0, 1).' },
  'descent.optimizer.epsilon': { label: 'ε', help: 'Keeps Adam’s division from zero.' },
  'descent.optimizer.temperature': {
    label: 'Temperature T',
    help: 'T at the first iteration, in units of the objective. x̂ = σ(−∇L/T): the higher, the nearer x̂ stays to ½.',
  },
  'descent.optimizer.finalTemperature': {
    label: 'Final T', help: 'T at the last iteration; between, it falls by the same factor each iteration.',
  },
  'descent.step': { label: 'Step', help: 'Base step length; under mean-field annealing the damping, in (0, 1].' },
  'descent.stepSchedule': { label: 'Step schedule', help: 'How the step length changes over the iterations.' },
  'descent.stepSchedule.final': { label: 'Final share', help: 'Share of the base step reached at the last iteration, in [0, 1].' },
  'descent.stepSchedule.halfLife': {
    label: 'Half-life', unit: 'iterations', help: 'Iterations after which the step is half: step / (1 + t / half-life).',
  },
  'descent.mu': {
    label: 'μ',
    help: 'Weight of the penalty: L(x̂) = cᵀx̂ + μ Σᵢ E[max(aᵢᵀx − bᵢ, 0)]. Large enough, a minimizer of L is feasible; too large, the objective is drowned.',
  },
  'descent.mu.value': { label: 'μ', help: 'The constant weight of the penalty.' },
  'descent.mu.from': { label: 'From', help: 'μ at the first iteration.' },
  'descent.mu.to': { label: 'To', help: 'μ at the end of the ramp.' },
  'descent.mu.shape': { label: 'Shape', help: 'Linear, or geometric (the same factor each iteration; both ends above 0).' },
  'descent.mu.hold': {
    label: 'Held for',
    help: 'Share of the iterations for which μ keeps its first value before it grows, from 0 up to that at which it is reached.',
  },
  'descent.mu.until': { label: 'Reached at', help: 'Share of the iterations after which μ has its final value, in (0, 1].' },
  'descent.mu.start': { label: 'Start', help: 'μ at the first iteration.' },
  'descent.mu.min': { label: 'Least', help: 'μ never falls below this.' },
  'descent.mu.max': { label: 'Most', help: 'μ never rises above this.' },
  'descent.mu.sweeps': {
    label: 'Sweeps', help: 'How often an iteration may go through all rows, at its temperature, until they hold in expectation.',
  },
  'descent.mu.step': { label: 'Rate', help: 'DiffILO’s rule: μ ← clip(μ + rate · (Σᵢ E[max(aᵢᵀx − bᵢ, 0)] − 1), least, most).' },
  'descent.iterations': { label: 'Iterations', help: 'Number of steps.' },
  'descent.stopAtGradientNorm': {
    label: 'Stop at ‖∇L‖ ≤', help: 'Stop early once the gradient’s norm in x̂ is at most this; empty never stops early.',
  },
  'descent.start': { label: 'Start from', help: 'The marginals x̂ of the first iteration.' },
  'descent.start.value': { label: 'Value', help: 'The same marginal for every variable, in [0, 1].' },
  'descent.start.center': { label: 'Center', help: 'Middle of the interval the marginals are drawn from.' },
  'descent.start.spread': { label: 'Spread', help: 'Half the width of that interval, at most 0.5; drawn from the seed.' },
  'descent.start.margin': {
    label: 'Margin',
    help: 'How far the linear relaxation’s solution is drawn in from 0 and 1, below 0.5: a marginal of 0 or 1 could not move.',
  },
  'descent.start.otherwise': {
    label: 'Else start at',
    help: 'The marginal of all variables where the relaxation is not solved within its budget of iterations. Empty: it is waited for, and without it there is no descent.',
  },
  'descent.loss': {
    label: 'Loss',
    help: 'Plain, or DiffILO’s: rows divided by their norms and averaged over the violated ones, the objective by its own. μ means another thing under each.',
  },
  'descent.restarts': {
    label: 'Descents', help: 'So many descents one after the other, each from a start of its own; the best end is kept.',
  },
  'descent.restartSpread': {
    label: 'Spread',
    help: 'First μ and temperatures of the last descent, as a multiple of those of the first; those between in geometric steps. 1 makes all alike.',
  },
  'descent.searchWork': {
    label: 'Search work', unit: 'nonzeros',
    help: 'What the decoders “local search” and “dives” may touch, each; empty takes their defaults for the problem, a second or two.',
  },
  'descent.tuning.temperature.start': {
    label: 'Temperature τ',
    help: 'τ at the first iteration: σ((σ⁻¹(x̂) + σ⁻¹(ε))/τ) stands for the 0/1 sample. Nearer 0 it is nearer to a sample: less bias, more variance.',
  },
  'descent.tuning.temperature.final': {
    label: 'Final τ', help: 'What the temperature tends to: τ(t) = final + (start − final) · 2^(−t / half-life).',
  },
  'descent.tuning.temperature.halfLife': {
    label: 'Half-life of τ', unit: 'iterations', help: 'Iterations in which the temperature comes half of the way to its final value.',
  },
  'descent.tuning.differenceStep': {
    label: 'Difference step h', help: 'How far x̂ is shifted, in (0, ½]: the bias grows like h², the variance like 1/h.',
  },
  'descent.tuning.soft': {
    label: 'Slope ∂s',
    help: 'Drawn with the sample’s ε as DiffILO does, or its mean given the 0/1 sample: the same expectation with less variance.',
  },
  'descent.recordEvery': {
    label: 'Record every', unit: 'iterations', help: 'A point of the trajectory every so many iterations; the first and the last always.',
  },
  'descent.snapshotEvery': {
    label: 'Snapshot every', unit: 'iterations',
    help: 'The whole x̂ every so many iterations, for the heat map; 0 keeps the first and the last.',
  },
  'descent.checkpointEvery': {
    label: 'Checkpoint every', unit: 'iterations', help: 'From the last checkpoint a run goes on after a crash, to the same bits; 0 never.',
  },
  'descent.decoders': {
    label: 'Decoders', help: 'Applied to the final x̂, in this order; the best feasible result is the run’s solution.',
  },
  'descent.seed': { label: 'Seed', help: 'The same spec and seed give the same bits, whatever the pool.' },
  'estimate.quantity': {
    label: 'Quantity',
    help: 'What is estimated at x̂ by Monte Carlo, with its standard error, and its z against the exact value where that is known.',
  },
  'estimate.scheme': { label: 'Scheme', help: 'Which gradient scheme is estimated.' },
  'estimate.evaluation': { label: 'Evaluation', help: 'Sampled or exact.' },
  'estimate.tuning.temperature.start': {
    label: 'Temperature τ', help: 'The temperature at which the direction is taken. Nearer 0 there is less bias and more variance.',
  },
  'estimate.tuning.temperature.final': { label: 'Final τ', help: 'Not read by an estimate, which stands at iteration 0.' },
  'estimate.tuning.temperature.halfLife': { label: 'Half-life of τ', help: 'Not read by an estimate, which stands at iteration 0.' },
  'estimate.tuning.differenceStep': {
    label: 'Difference step h', help: 'How far x̂ is shifted, in (0, ½]: the bias grows like h², the variance like 1/h.',
  },
  'estimate.tuning.soft': {
    label: 'Slope ∂s',
    help: 'Drawn with the sample’s ε as DiffILO does, or its mean given the 0/1 sample: the same expectation with less variance.',
  },
  'estimate.mu': { label: 'μ', help: 'Weight of the penalty in the loss; not used otherwise.' },
  'estimate.samples': { label: 'Samples', help: 'Random 0/1 vectors drawn; the standard error falls with their square root.' },
  'estimate.seed': { label: 'Seed', help: 'The same seed gives the same estimate.' },
  'estimate.xHat': { label: 'At x̂', help: 'The marginals at which the estimate is made.' },
  'decode.decoder': { label: 'Decoder', help: 'How the marginals become a 0/1 vector.' },
  'decode.mu': { label: 'μ', help: 'Weight of the penalty where the decoder uses the loss; empty takes the safe default of the problem.' },
  'decode.samples': { label: 'Samples', help: 'Vectors drawn by “best of N samples”; not used otherwise.' },
  'decode.searchWork': {
    label: 'Search work', unit: 'nonzeros',
    help: 'What “local search” or “dives” may touch; empty takes their default for the problem. Not used otherwise.',
  },
  'decode.seed': { label: 'Seed', help: 'Seed of the samples.' },
  'decode.xHat': { label: 'From x̂', help: 'The marginals that are decoded.' },
  'quality.shape': {
    label: 'Measure', help: 'At one x̂ against the number of samples, or at the stored points x̂ of a run, along its trajectory.',
  },
  'quality.schemes': { label: 'Schemes', help: 'The gradient schemes that are measured; all of them see the same random 0/1 vectors.' },
  'quality.xHat': { label: 'At x̂', help: 'The marginals at which the schemes are measured.' },
  'quality.samples': {
    label: 'Sample counts', help: 'Numbers K of samples an estimate is made of, ascending. Every figure is measured at each of them.',
  },
  'quality.iteration': {
    label: 'Iteration', help: 'Where on its schedule a scheme with a temperature stands; empty is the start, where concrete has τ = 1.',
  },
  'quality.points': { label: 'Points', help: 'The points x̂ of the trajectory, with the iteration and the weight μ of each.' },
  'quality.points.most': {
    label: 'At most', unit: 'points',
    help: 'So many of the run’s snapshots at most, evenly over its iterations, the first and the last among them.',
  },
  'quality.pathSamples': {
    label: 'Samples K',
    help: 'Samples of each estimate whose cosine is measured. Schemes with an exact expectation are also shown without sampling.',
  },
  'quality.replications': {
    label: 'Replications', help: 'Independent estimates behind every figure, 8 to 512; standard errors fall with their square root.',
  },
  'quality.seed': { label: 'Seed', help: 'The same spec and seed give the same figures, but for the seconds.' },
  seeds: { label: 'Seeds', help: 'How many runs to start, with this seed and the ones that follow it.' },
};

const NOTHING: Term = { label: '', help: '' };
export const field = (path: string): Term => FIELDS[path] ?? NOTHING;
