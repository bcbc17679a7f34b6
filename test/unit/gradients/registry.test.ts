import { describe, expect, it } from 'vitest';
import type { EvaluatorSpec } from '../../../src-science/gradients/evaluator.ts';
import { createEvaluator, resolveEvaluation } from '../../../src-science/gradients/registry.ts';
import type { SchemeName } from '../../../src-science/gradients/scheme.ts';
import { formOf, randomForm, testRandom } from '../relaxation/enumeration.ts';

function spec(scheme: SchemeName, evaluation: EvaluatorSpec['evaluation'], samples = 16): EvaluatorSpec {
  return { scheme, evaluation, samples };
}

const small = randomForm(6, 4, 9, ['integer', 'real', 'cover']);
const longReal = formOf(50, [{ a: Array.from({ length: 50 }, (_, j) => Math.sqrt(j + 2)), b: 99.5 }]);

describe('the choice of evaluation', () => {
  it('is what was asked for, with a sentence that says so', () => {
    expect(resolveEvaluation(small, spec('true-penalty', 'sampled', 50))).toEqual({
      evaluation: 'sampled',
      reason: 'Sampled, as asked, with 50 samples.',
      // Samples are worked eight at a time over the nonzeros; each variable comes once more.
      work: (50 / 8) * small.value.length + small.variableCount,
    });
    expect(resolveEvaluation(small, spec('true-penalty', 'exact')).reason).toMatch(/^Exact, as asked: about \d+ operations/);
  });

  it('refuses exact evaluation with the name of the row that has none', () => {
    expect(() => createEvaluator(longReal, spec('true-penalty', 'exact'), () => 'capacity')).toThrow(
      'Row capacity has no exact expectation: it has 50 real weights, more than 36.',
    );
    expect(() => createEvaluator(longReal, spec('surrogate-interchange', 'exact'))).toThrow(/^Row number 1 has no exact/);
    expect(() => createEvaluator(small, spec('concrete', 'exact'))).toThrow(
      'The expectation of concrete has no exact form; choose sampled evaluation.',
    );
  });

  it('is exact under auto where closed forms or small lattices do it, sampled beyond, and says why', () => {
    expect(resolveEvaluation(small, spec('true-penalty', 'auto')).reason).toMatch(/^Exact: every row has an exact form/);
    const cover = formOf(5, [{ a: [-1, -1, -1, 0, 0], b: -1 }]);
    expect(resolveEvaluation(cover, spec('true-penalty', 'auto')).reason).toMatch(/^Exact: every row has a closed form/);
    expect(resolveEvaluation(longReal, spec('true-penalty', 'auto'))).toEqual({
      evaluation: 'sampled',
      reason: 'Row number 1 has no exact expectation: it has 50 real weights, more than 36, so it is sampled with 16 samples.',
      work: (16 / 8) * longReal.value.length + longReal.variableCount,
    });
    expect(resolveEvaluation(small, spec('score-function', 'auto')).reason).toMatch(/score-function has no exact form, so/);
    const random = testRandom(1);
    const a = Array.from({ length: 120 }, () => 1 + Math.floor(random() * 5000));
    const heavy = formOf(120, [{ a, b: Math.round(a.reduce((s, w) => s + w, 0) / 2) }]);
    expect(resolveEvaluation(heavy, spec('true-penalty', 'auto')).evaluation).toBe('sampled');
    // …unless the samples asked for cost more than that
    expect(resolveEvaluation(heavy, spec('true-penalty', 'auto', 1e6)).evaluation).toBe('exact');
    const evaluator = createEvaluator(heavy, spec('true-penalty', 'auto'));
    expect(evaluator.evaluation).toBe('sampled');
    expect(evaluator.reason).toMatch(/^Sampled: exact evaluation would take about .* million operations, 16 samples about/);
  });

  it('refuses numbers of samples that make no estimate', () => {
    expect(() => createEvaluator(small, spec('true-penalty', 'sampled', 0))).toThrow(RangeError);
    expect(() => createEvaluator(small, spec('true-penalty', 'sampled', 2.5))).toThrow(RangeError);
    expect(() => createEvaluator(small, spec('score-function', 'sampled', 1))).toThrow(/at least 2 samples/);
    const frozen = { temperature: { start: 1, final: 0, halfLife: 10 } };
    expect(() => createEvaluator(small, { ...spec('concrete', 'sampled'), tuning: frozen }))
      .toThrow(/The final temperature must be a number/);
    const tuning = { differenceStep: 0.7 };
    expect(() => createEvaluator(small, { ...spec('finite-difference', 'sampled'), tuning })).toThrow(/[Dd]ifference step/);
  });
});
