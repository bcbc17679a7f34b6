import { describe, expect, it } from 'vitest';
import { claimOf, ClaimCancelled, ClaimParameterError, type ClaimTemplate } from '../../../src-science/claims/claim.ts';
import { sameNumber } from '../../../src-science/claims/evidence.ts';
import { claimById, CLAIMS } from '../../../src-science/claims/claim-list.ts';

const template: ClaimTemplate<{ readonly double: (n: number) => number }> = {
  id: 'doubling',
  title: 'Twice a number is the number and itself',
  source: 'a test',
  formula: '2n=n+n',
  parameters: [
    { name: 'n', label: 'n', help: 'The number.', default: 3, min: 0, max: 10, integer: true },
    { name: 'off', label: 'off', help: 'Added.', default: 0, min: -1, max: 1, integer: false },
  ],
  formulas: { double: (n) => 2 * n },
  settle: ({ double }, parameter) => ({
    rows: [sameNumber('claim', 'twice', double(parameter('n')) + parameter('off'), 2 * parameter('n'), 0)],
    explanation: 'Doubled.',
    rightFormula: 'not shown unless it is wrong as printed',
  }),
};

const control = { now: () => 0 };

describe('a claim', () => {
  it('runs with its defaults and with other parameters', () => {
    expect(claimOf(template).run({}, control)).toMatchObject({
      id: 'doubling',
      verdict: 'holds',
      measured: 6,
      expected: 6,
      standardError: null,
      z: null,
      rightFormula: null,
    });
    expect(claimOf(template).run({ n: 5, off: 0.5 }, control)).toMatchObject({ verdict: 'fails', measured: 10.5, expected: 10 });
  });

  it('tests the formulas put in', () => {
    expect(claimOf(template, { double: (n) => 3 * n }).run({}, control)).toMatchObject({ verdict: 'fails', measured: 9 });
  });

  it('takes its time from the clock it is given', () => {
    let time = 10;
    expect(claimOf(template).run({}, { now: () => (time += 2) }).seconds).toBe(2);
  });

  it.each([
    [{ m: 1 }, /doubling has no parameter “m”/, 'm'],
    [{ n: 11 }, /n = 11 is not an integer from 0 to 10/, 'n'],
    [{ n: 1.5 }, /n = 1.5 is not an integer from 0 to 10/, 'n'],
    [{ off: Number.NaN }, /off = NaN is not a number from -1 to 1/, 'off'],
    [{ off: -2 }, /off = -2 is not a number from -1 to 1/, 'off'],
  ])('refuses %o and names the parameter', (given, message, field) => {
    try {
      claimOf(template).run(given, control);
    } catch (error) {
      expect(error).toBeInstanceOf(ClaimParameterError);
      expect(error).toMatchObject({ message: expect.stringMatching(message), field, code: 'spec-invalid' });
      return;
    }
    throw new Error('it was not refused');
  });

  it('is a mistake in the program where it reads a parameter that it does not declare', () => {
    const careless = {
      ...template,
      settle: (_f: object, parameter: (name: string) => number) => ({
        rows: [sameNumber('claim', '', parameter('k'), 0, 0)],
        explanation: '',
      }),
    };
    expect(() => claimOf(careless).run({}, control)).toThrow(/does not declare/);
  });

  it('can be stopped, and then says so', () => {
    for (const claim of CLAIMS) expect(() => claim.run({}, { now: () => 0, cancelled: () => true })).toThrow(ClaimCancelled);
  });

  it('can be stopped between its parts', () => {
    let asked = 0;
    const claim = claimById('gwl25-theorem-1');
    expect(() => claim?.run({}, { now: () => 0, cancelled: () => ++asked > 5 })).toThrow(ClaimCancelled);
    expect(asked).toBe(6);
  });

  it.each([
    ['s26-interchange-field-1d', { a: 1, b: 1.2 }, 'b'],
    ['s26-2d-closed-form', { a1: 1, a2: 1.5, b: 2 }, 'a2'],
    ['s26-2d-curl', { a1: 1, a2: 0.5, b: 2 }, 'b'],
    ['s26-circulation', { left: 0.8, right: 0.7 }, 'right'],
    ['gwl25-theorem-3', { variables: 2, k: 3 }, 'k'],
  ])('%s refuses %o, which do not go together', (id, given, field) => {
    expect(() => claimById(id)?.run(given, control)).toThrow(expect.objectContaining({ field, name: 'ClaimParameterError' }));
  });

  it('is found by its id, or not at all', () => {
    expect(claimById('s26-section-1-1')?.source).toBe('S26, section 1.1');
    expect(claimById('nope')).toBeUndefined();
  });
});
