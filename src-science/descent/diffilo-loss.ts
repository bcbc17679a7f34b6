/**
 * DiffILO's normalized loss, as its published code computes it (train.py, `normalize`): with row norms ‖a_i‖₂,
 *   cᵀx̂/‖c‖₂ + μ · (1/n) Σ_i E[max(a_iᵀx − b_i, 0)]/‖a_i‖₂,   n = rows violated in at least one of the K samples.
 * What is descended here is ‖c‖₂ times that (plus c₀), so that objectives stay in the program's units:
 * a positive factor, to which Adam is blind. n is taken as a constant when differentiating, as automatic
 * differentiation does with a count. Where the evaluation is exact there are no samples: n is then the
 * expected number of violated rows.
 *
 * Its rule for μ looks at Σ_i E[max(a_iᵀx − b_i, 0)], not normalized: that is what `meanViolation` is here.
 */
import type { CompiledKernels } from '../compiled.ts';
import type { EvaluationOutcome, EvaluatorSpec, GradientEvaluator, StreamPosition } from '../gradients/evaluator.ts';
import { createEvaluator } from '../gradients/registry.ts';
import { loadThresholds } from '../gradients/sample-block.ts';
import { layOutSamples } from '../gradients/sampling-layout.ts';
import { createPass, sampleTotals, setPass } from '../gradients/totals-evaluator.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { createRandomStream, LANES, positionStream } from '../random/bit-planes.ts';
import type { RowNamer } from '../relaxation/exact-plan.ts';

/** The same program with every row divided by its Euclidean norm; rows without nonzeros stay. Cost: O(nnz). */
export function normalizeRows(form: NormalForm): NormalForm {
  const value = form.value.slice();
  const rhs = form.rhs.slice();
  for (let i = 0; i < form.rowCount; i++) {
    let squared = 0;
    for (let k = form.start[i]!; k < form.start[i + 1]!; k++) squared += form.value[k]! * form.value[k]!;
    if (squared === 0) continue;
    const norm = Math.sqrt(squared);
    for (let k = form.start[i]!; k < form.start[i + 1]!; k++) value[k] = form.value[k]! / norm;
    rhs[i] = form.rhs[i]! / norm;
  }
  return { ...form, value, rhs };
}

/**
 * An evaluator whose penalty is ‖c‖₂ (1/n) Σ_i E[max(a_iᵀx − b_i, 0)]/‖a_i‖₂ and whose gradient is the
 * scheme's of that; `feasibleShare` and `samples` are as ever.
 * @throws EvaluationRefused and RangeError as `createEvaluator`
 * Cost: one evaluation and one drawing of the samples more than the plain loss.
 */
export function createDiffiloEvaluator(
  form: NormalForm, spec: EvaluatorSpec, nameRow?: RowNamer, compiled?: CompiledKernels,
): GradientEvaluator {
  const inner = createEvaluator(normalizeRows(form), spec, nameRow, compiled);
  const census = inner.evaluation === 'exact' ? exactCensus(form, compiled) : sampledCensus(form, spec.samples, compiled);
  let squared = 0;
  for (const c of form.objective) squared += c * c;
  const costNorm = squared > 0 ? Math.sqrt(squared) : 1;
  const count: Census = { violatedRows: 0, violation: 0 };
  return {
    scheme: inner.scheme,
    evaluation: inner.evaluation,
    reason: inner.reason,
    work: 2 * (inner.work ?? form.column.length),
    ...(inner.rowViolation === undefined ? {} : { rowViolation: inner.rowViolation }),
    evaluate(xHat, at, penaltyGradient, outcome) {
      inner.evaluate(xHat, at, penaltyGradient, outcome);
      census(xHat, at, count);
      // Without any violated row the penalty is 0; a gradient that knows of violations nearby keeps its size.
      const factor = costNorm / (count.violatedRows > 0 ? count.violatedRows : 1);
      for (let j = 0; j < penaltyGradient.length; j++) penaltyGradient[j] = penaltyGradient[j]! * factor;
      outcome.penalty *= factor;
      outcome.penaltyStandardError *= factor;
      outcome.meanViolation = count.violation;
    },
  };
}

interface Census {
  /** n */
  violatedRows: number;
  /** Σ_i E[max(a_iᵀx − b_i, 0)], rows as they are. */
  violation: number;
}

type TakeCensus = (xHat: Float64Array, at: StreamPosition, into: Census) => void;

function exactCensus(form: NormalForm, compiled: CompiledKernels | undefined): TakeCensus {
  const evaluator = createEvaluator(form, { scheme: 'naive-pathwise', evaluation: 'exact', samples: 1 }, undefined, compiled);
  const gradient = new Float64Array(form.variableCount);
  const outcome: EvaluationOutcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
  return (xHat, at, into) => {
    evaluator.evaluate(xHat, at, gradient, outcome);
    into.violation = outcome.penalty;
    into.violatedRows = outcome.meanViolation > 0 ? outcome.penalty / outcome.meanViolation : 0;
  };
}

/** Draws the step's samples once more: the same ones, by the position in the stream. */
function sampledCensus(form: NormalForm, samples: number, compiled: CompiledKernels | undefined): TakeCensus {
  const layout = layOutSamples(form);
  const totals = sampleTotals(layout, { sums: 'nothing', rows: true, objective: false }, compiled);
  const thresholds = new Float64Array(form.variableCount);
  const stream = createRandomStream();
  const pass = createPass();
  return (xHat, at, into) => {
    positionStream(stream, at.seed, at.stream, at.iteration);
    loadThresholds(xHat, thresholds);
    totals.begin(stream, thresholds);
    let total = 0;
    const end = at.firstSample + samples;
    for (let sample = at.firstSample; sample < end; ) {
      sample = setPass(pass, sample, end);
      totals.draw(pass);
      for (let l = 0; l < LANES * pass.count; l++) total += totals.penalty[l]!;
    }
    let rows = layout.alwaysCount;
    for (const count of totals.cornerViolated) if (count > 0) rows++;
    for (const count of totals.weightedViolated) if (count > 0) rows++;
    for (const count of totals.wide.violated) if (count > 0) rows++;
    into.violatedRows = rows;
    into.violation = total / samples;
  };
}
