/**
 * What every record of a gradient scheme has to hold, so that a new one is checked by being listed: words and formulas
 * that can be set, an expectation that its own samples agree with, fields that their bases and the toy describe, costs,
 * and samples down to the fewest it names.
 *
 * Statistical checks use fixed seeds. A coordinate's |z| is beyond 6 by chance once in 5·10⁸, so with fewer than 1000
 * coordinates the false-alarm rate of the file is below 2·10⁻⁶ for any choice of seeds.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/set-up/places.mjs';
import { seriesVariable } from '../../../src-renderer/theme/tokens.ts';
import { estimate } from '../../../src-science/estimation/estimate.ts';
import type { EvaluationOutcome } from '../../../src-science/gradients/evaluator.ts';
import { createEvaluator, EvaluationRefused } from '../../../src-science/gradients/registry.ts';
import { SCHEME_NAMES, SCHEMES, type FieldScheme, type SchemeName } from '../../../src-science/gradients/scheme.ts';
import type { RowState, SchemeExpectation, SchemeRecord } from '../../../src-science/gradients/scheme-record.ts';
import { expectedField, FIELD_SCHEMES } from '../../../src-science/field/field-scheme.ts';
import { firstComponent, programField, secondComponent, toyField } from '../../../src-science/field/plane-field.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { countedCosts } from '../../../src-science/quality/counted-cost.ts';
import { createExactPlan, type ExactPlan } from '../../../src-science/relaxation/exact-plan.ts';
import { formOf, randomForm, randomMarginals } from '../relaxation/enumeration.ts';

const records: readonly (SchemeRecord & { readonly name: SchemeName })[] = SCHEME_NAMES.map((name) => SCHEMES[name]);
const withExpectation = records.flatMap((
  record,
): (SchemeRecord & { readonly name: SchemeName; readonly expectation: SchemeExpectation })[] => (record.expectation === null
  ? []
  : [{ ...record, expectation: record.expectation }])
);

function planOf(form: NormalForm): ExactPlan {
  const { plan, refusal } = createExactPlan(form);
  if (plan === null) throw new Error(refusal);
  return plan;
}

const programs = [31, 32, 33].map((seed) => ({
  form: randomForm(7, 5, seed, ['integer', 'real', 'cover', 'packing', 'edge']),
  xHat: randomMarginals(7, seed, false).map((x) => 0.1 + 0.8 * x),
  seed,
}));

/** Largest |z| of the scheme's own samples against a field. */
function worstZ(scheme: SchemeName, write: (plan: ExactPlan, xHat: Float64Array, field: Float64Array) => void): number {
  let worst = 0;
  for (const { form, xHat, seed } of programs) {
    const field = new Float64Array(7).fill(Number.NaN);
    write(planOf(form), xHat, field);
    const found = estimate(form, { quantity: 'gradient', scheme, evaluation: 'sampled', xHat: [...xHat], mu: 1, samples: 30_000, seed }, {
      now: () => 0,
    });
    if (found.quantity !== 'gradient') throw new TypeError('no gradient');
    field.forEach((value, j) => {
      const off = Math.abs(found.penaltyGradient[j]! - value);
      // Where every sample is the same there is only rounding.
      const z = off <= 1e-10 ? 0 : off / found.standardError[j]!;
      worst = Number.isNaN(z) ? Number.NaN : Math.max(worst, z);
    });
  }
  return worst;
}

describe('the list of schemes', () => {
  it('holds every record of its folder once, each in a file of its name', () => {
    const files = readdirSync(join(projectRoot, 'src-science/gradients/schemes'));
    expect(files.toSorted()).toEqual(SCHEME_NAMES.map((name) => `${name}.ts`).toSorted());
    expect(Object.keys(SCHEMES)).toEqual(SCHEME_NAMES);
  });

  it('is light: what it imports is records, and what those import is types', () => {
    const folder = join(projectRoot, 'src-science/gradients');
    const imported = (file: string): string[] =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/^import (?!type )[^;]*from '([^']+)'/gmu)].map(([, path]) => path ?? '');
    expect(imported('scheme.ts').toSorted()).toEqual(SCHEME_NAMES.map((name) => `./schemes/${name}.ts`).toSorted());
    for (const name of SCHEME_NAMES) expect(imported(`schemes/${name}.ts`)).toEqual([]);
  });
});

describe('the command line', () => {
  it('loads the records at its start, and no kernel', () => {
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const [, path] of readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'/gmu)) {
        visit(join(dirname(file), path ?? ''));
      }
    };
    visit(join(projectRoot, 'src-main/cli/main.ts'));
    const loaded = [...seen].map((file) => relative(join(projectRoot, 'src-science/gradients'), file)).filter((file) =>
      !file.startsWith('..')
    );
    expect(loaded.toSorted())
      .toEqual(['scheme.ts', 'scheme-settings.ts', 'scheme-tuning.ts', ...SCHEME_NAMES.map((name) => `schemes/${name}.ts`)].toSorted());
  });
});

describe('docs/science.md', () => {
  it.each(SCHEME_NAMES)('has %s in its table of schemes', (name) => {
    expect(readFileSync(join(projectRoot, 'docs/science.md'), 'utf8')).toMatch(new RegExp(`^\\| \`${name}\` \\|`, 'mu'));
  });
});

describe.each(records.map((record) => [record.name, record] as const))('the record of %s', (name, record) => {
  it('has words in sentences and formulas that KaTeX can set', () => {
    expect(record.label).toMatch(/^[A-Z].*[^.]$/u);
    expect(record.help).toMatch(/^[A-Z].*\.$/u);
    if (record.expectation !== null) expect(record.expectation.subject).toMatch(/^[A-Z].*[^.]$/u);
    for (const formula of [record.formula, record.targetFormula]) {
      expect(formula).not.toBe('');
      expect(() => katex.renderToString(formula, { throwOnError: true, strict: 'error' })).not.toThrow();
    }
  });

  it('has a color', () => {
    expect(seriesVariable(name)).toBe(`--lz-series-${name}`);
  });

  it('counts whole readings of a row, and asks for the relaxed sample exactly where it says so', () => {
    const states: RowState[] = [false, true].flatMap((violated) =>
      [false, true].map((pivotal) => ({ violated, pivotal, relaxedViolated: false }))
    );
    for (const state of states) {
      const reads = record.cost.reads(state);
      expect(Number.isSafeInteger(reads) && reads >= 0).toBe(true);
      // Nothing less is read of a row that the sample violates.
      if (!state.violated) expect(record.cost.reads({ ...state, violated: true })).toBeGreaterThanOrEqual(reads);
    }
    expect(states.some((state) => record.cost.reads(state) !== record.cost.reads({ ...state, relaxedViolated: true })))
      .toBe(record.cost.relaxed);
    const [{ form, xHat }] = programs as [(typeof programs)[number]];
    const [cost] = countedCosts(form, xHat, [name], { seed: 1, iteration: 0 });
    const [least, most] = [Math.min, Math.max].map((end) =>
      end(...[...states, ...states.map((state) => ({ ...state, relaxedViolated: true }))].map((state) => record.cost.reads(state)))
    );
    expect(cost).toBeGreaterThanOrEqual((least ?? Number.NaN) * form.value.length);
    expect(cost).toBeLessThanOrEqual((most ?? Number.NaN) * form.value.length);
  });

  it('makes an estimate of its fewest samples and none of fewer, finite at its margin from the border', () => {
    const [{ form }] = programs as [(typeof programs)[number]];
    const gradient = new Float64Array(7).fill(Number.NaN);
    const outcome: EvaluationOutcome = { penalty: 0, penaltyStandardError: 0, feasibleShare: 0, samples: 0, meanViolation: 0 };
    const at = { seed: 1, stream: 0, iteration: 0, firstSample: 0 };
    const xHat = Float64Array.from(
      { length: 7 },
      (_, j) => (j % 3 === 0 ? record.projectionMargin : j % 3 === 1 ? 1 - record.projectionMargin : 0.5),
    );
    createEvaluator(form, { scheme: name, evaluation: 'sampled', samples: record.leastSamples }).evaluate(xHat, at, gradient, outcome);
    expect([...gradient].every(Number.isFinite)).toBe(true);
    expect(outcome.samples).toBe(record.leastSamples);
    expect(() => createEvaluator(form, { scheme: name, evaluation: 'sampled', samples: record.leastSamples - 1 })).toThrow(RangeError);
  });

  it('is evaluated without samples exactly where its expectation stands in place of them', () => {
    const [{ form, xHat }] = programs as [(typeof programs)[number]];
    const exactly = (): ReturnType<typeof createEvaluator> => createEvaluator(form, { scheme: name, evaluation: 'exact', samples: 4 });
    if (record.expectation?.inPlaceOfSamples !== true) {
      expect(exactly).toThrow(EvaluationRefused);
      return;
    }
    const expected = new Float64Array(7).fill(Number.NaN);
    const plan = planOf(form);
    const penalty = record.expectation.write(plan, xHat, expected);
    if (penalty !== null) expect(penalty).toBe(plan.penalty(xHat));
    const gradient = new Float64Array(7).fill(Number.NaN);
    const outcome: EvaluationOutcome = { penalty: Number.NaN, penaltyStandardError: 1, feasibleShare: 1, samples: 5, meanViolation: 0 };
    const evaluator = exactly();
    expect(evaluator.evaluation).toBe('exact');
    evaluator.evaluate(xHat, { seed: 0, stream: 0, iteration: 0, firstSample: 0 }, gradient, outcome);
    expect([...gradient]).toEqual([...expected]);
    expect(outcome).toMatchObject({ penalty: plan.penalty(xHat), penaltyStandardError: 0, samples: 0 });
  });
});

describe('an expectation', () => {
  it.each(withExpectation)('of $name is the mean of its own samples', ({ name, expectation }) => {
    expect(worstZ(name, expectation.write)).toBeLessThan(6);
  });

  it.each(withExpectation.filter(({ target }) => target !== 'own'))('of $name is what its target says', ({ target, expectation }) => {
    for (const { form, xHat } of programs) {
      const plan = planOf(form);
      const [field, truth] = [new Float64Array(7).fill(Number.NaN), new Float64Array(7)];
      expectation.write(plan, xHat, field);
      if (target === 'true-gradient') plan.penaltyGradient(xHat, truth);
      else if (target === 'surrogate-gradient') plan.surrogateGradient(xHat, truth);
      else if (target === 'interchange-field') plan.interchangeField(xHat, truth);
      else expect(target).toBe('zero');
      expect([...field]).toEqual([...truth]);
    }
  });
});

describe('the check against own samples', () => {
  it('sees an expectation that is another scheme’s', () => {
    expect(worstZ('surrogate-interchange', SCHEMES['true-penalty'].expectation.write)).toBeGreaterThan(20);
    expect(worstZ('true-penalty', SCHEMES['naive-pathwise'].expectation.write)).toBeGreaterThan(20);
  });
});

describe('fields', () => {
  it('are those of the schemes that have an expectation', () => {
    expect(FIELD_SCHEMES).toEqual(withExpectation.map(({ name }) => name));
  });

  it.each(FIELD_SCHEMES)('of %s lie in the bases it names: fitted at a few points they hold everywhere', (scheme: FieldScheme) => {
    for (const { form, xHat } of programs) {
      const plan = planOf(form);
      const field = programField(plan, scheme, { first: 1, second: 4, xHat });
      const at = xHat.slice();
      const direct = new Float64Array(7);
      for (const [x, y] of [[0.17, 0.83], [0.61, 0.29], [0.93, 0.07]] as const) {
        at[1] = x;
        at[4] = y;
        expectedField(plan, scheme, at, direct);
        expect(firstComponent(field, x, y)).toBeCloseTo(direct[1]!, 9);
        expect(secondComponent(field, x, y)).toBeCloseTo(direct[4]!, 9);
      }
    }
  });

  it.each(FIELD_SCHEMES)('of %s on the toy are those of the toy’s program', (scheme: FieldScheme) => {
    const toy = { a1: 1.7, a2: 1.2, b: 1.9 };
    const closed = toyField(toy, scheme);
    const fitted = programField(planOf(formOf(2, [{ a: [toy.a1, toy.a2], b: toy.b }])), scheme, {
      first: 0,
      second: 1,
      xHat: Float64Array.of(0.5, 0.5),
    });
    for (const [x, y] of [[0.17, 0.83], [0.61, 0.29], [0.93, 0.07]] as const) {
      expect(firstComponent(closed, x, y)).toBeCloseTo(firstComponent(fitted, x, y), 10);
      expect(secondComponent(closed, x, y)).toBeCloseTo(secondComponent(fitted, x, y), 10);
    }
  });
});
