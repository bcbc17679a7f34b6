/**
 * docs/schemes.md is written from the records of the schemes: this test fails where they differ, and writes the page
 * anew with `npx vitest run --project unit test/unit/gradients/schemes-page.test.ts -u`.
 */
import { expect, it } from 'vitest';
import { SCHEME_NAMES, SCHEMES } from '../../../src-science/gradients/scheme.ts';
import type { SchemeRecord } from '../../../src-science/gradients/scheme-record.ts';

const TARGETS: Readonly<Record<SchemeRecord['target'], string>> = {
  'true-gradient': 'the gradient of the true penalty',
  'surrogate-gradient': 'the gradient of the surrogate’s expectation',
  'interchange-field': 'the interchange field, which is the gradient of nothing where there are two variables or more',
  zero: 'zero',
  'biased-true-gradient': 'the gradient of the true penalty, but for a bias that a setting controls',
  own: 'a field of its own',
};

function exactly({ expectation }: SchemeRecord): string {
  if (expectation === null) return 'No exact form is known. It is always sampled.';
  return expectation.inPlaceOfSamples
    ? 'Known exactly where the rows allow it. `exact` and `auto` evaluate it in place of samples.'
    : 'Known exactly where the rows allow it. Estimates are compared with it and the field lab draws it. Descents sample it.';
}

function section(record: SchemeRecord): string[] {
  const { cost } = record;
  const reads = (violated: boolean, pivotal: boolean): string => {
    const [without, with_] = [false, true].map((relaxedViolated) => cost.reads({ violated, pivotal, relaxedViolated }));
    return without === with_ ? String(without) : `${String(without)} or ${String(with_)}`;
  };
  const settings = record.settings.map((setting) => `\`tuning.${setting}\``);
  return [
    `## ${record.label}: \`${record.name}\``,
    '',
    record.help,
    '',
    `Estimate of one sample, for row *i* and coordinate *j*:`,
    '',
    `$$${record.formula}$$`,
    '',
    `Expectation: ${TARGETS[record.target]}.${record.unbiased ? ' The estimate is unbiased for it.' : ''}`,
    '',
    `$$${record.targetFormula}$$`,
    '',
    `- Exactly: ${exactly(record)}`,
    `- Fewest samples of an estimate: ${String(record.leastSamples)}.${record.samples === 'together' ? ' An estimate needs the other samples of its batch.' : ''}`,
    `- Settings of its own: ${settings.length === 0 ? 'none' : settings.join(', ')}.`,
    `- Projected marginals stay ${record.projectionMargin === 0 ? 'in [0, 1]' : `${String(record.projectionMargin)} inside [0, 1]`}.`,
    `- Times a row is read for one sample: ${reads(false, false)} where it is satisfied, ${reads(false, true)} where one flip would violate it, ${reads(true, false)} where it is violated, ${reads(true, true)} where it is violated and one flip would satisfy it.${cost.relaxed ? ' The larger number holds where the relaxed sample violates the row.' : ''}`,
    '',
  ];
}

function page(): string {
  return [
    '# Gradient schemes',
    '',
    '<!-- Written from the records in src-science/gradients/schemes by test/unit/gradients/schemes-page.test.ts. -->',
    '',
    'Each scheme estimates the gradient of the penalty at the marginals x̂. v_i is the violation a_iᵀx − b_i of a sample x, v_i¹(j) and v_i⁰(j) the same with x_j set to 1 and 0, s the soft sample, S_i = a_iᵀs − b_i. [science.md](science.md) derives them, [quality.md](quality.md) compares them, [changing.md](changing.md) says how one is added.',
    '',
    ...SCHEME_NAMES.flatMap((name) => section(SCHEMES[name])),
  ].join('\n');
}

it('docs/schemes.md says what the records say', async () => {
  await expect(page()).toMatchFileSnapshot('../../../docs/schemes.md');
});
