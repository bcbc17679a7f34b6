import { describe, expect, it } from 'vitest';
import {
  beyond,
  falseAlarmRate,
  headline,
  otherMean,
  sameMean,
  sameNumber,
  shownNumber,
  verdictOf,
} from '../../../src-science/claims/evidence.ts';

const yes = sameNumber('claim', 'yes', 1, 1, 0);
const no = sameNumber('claim', 'no', 1, 2, 0.5);
const rightYes = sameNumber('right', 'right', 1, 1, 0);
const rightNo = sameNumber('right', 'not right', 1, 2, 0.5);

describe('a verdict', () => {
  it.each([
    ['holds', [yes]],
    ['holds', [yes, rightYes]],
    ['fails', [yes, rightNo]],
    ['fails', [no]],
    ['fails', [yes, no]],
    ['fails-as-printed', [no, rightYes]],
    ['fails-as-printed', [yes, no, rightYes]],
    ['fails', [no, rightYes, rightNo]],
    ['holds', [yes, shownNumber('shown', 1, 2)]],
  ])('is %s for its rows', (verdict, rows) => {
    expect(verdictOf(rows)).toBe(verdict);
  });

  it('needs a row that tests the claim', () => {
    expect(() => verdictOf([rightYes])).toThrow(/No row of evidence/);
    expect(() => headline([rightYes])).toThrow(/No row of evidence/);
  });
});

describe('a row', () => {
  it('of numbers agrees within its tolerance, and never with what is no number', () => {
    expect(sameNumber('claim', '', 1.5, 1, 0.5).agrees).toBe(true);
    expect(sameNumber('claim', '', 1.6, 1, 0.5).agrees).toBe(false);
    expect(sameNumber('claim', '', Number.NaN, 1, 0.5).agrees).toBe(false);
    expect(sameNumber('claim', '', Infinity, 1, 0.5).agrees).toBe(false);
  });

  it('of a mean agrees up to |z| = 5', () => {
    expect(sameMean('claim', '', 1.49, 0.1, 1)).toMatchObject({ agrees: true, standardError: 0.1 });
    expect(sameMean('claim', '', 1.49, 0.1, 1).z).toBeCloseTo(4.9, 12);
    expect(sameMean('claim', '', 0.49, 0.1, 1)).toMatchObject({ agrees: false });
    expect(otherMean('claim', '', 0.49, 0.1, 1)).toMatchObject({ agrees: true, relation: 'differs' });
    expect(otherMean('claim', '', 0.51, 0.1, 1).agrees).toBe(false);
  });

  it('of a mean without spread agrees with its own value only', () => {
    expect(sameMean('claim', '', 0, 0, 0)).toMatchObject({ agrees: true, z: null });
    expect(sameMean('claim', '', 0, 0, 1e-6).agrees).toBe(false);
    expect(sameMean('claim', '', 3, Number.NaN, 3)).toMatchObject({ agrees: true, z: null });
    expect(sameMean('claim', '', Number.NaN, 0, 3).agrees).toBe(false);
  });

  it('beyond a bound agrees on the far side only, by more than rounding', () => {
    expect(beyond('claim', '', 1.1, 'above', 1).agrees).toBe(true);
    expect(beyond('claim', '', 1, 'above', 1).agrees).toBe(false);
    expect(beyond('claim', '', 1.1, 'above', 1, 0.2).agrees).toBe(false);
    expect(beyond('claim', '', 0.9, 'below', 1).agrees).toBe(true);
    expect(beyond('claim', '', 1, 'below', 1, -0.1).agrees).toBe(true);
    expect(beyond('claim', '', Number.NaN, 'above', 1).agrees).toBe(false);
  });
});

describe('the false-alarm rate', () => {
  it('adds up over sampled rows, and is not there without any', () => {
    const sampled = sameMean('claim', '', 1.1, 0.1, 1);
    expect(falseAlarmRate([yes, no])).toBeNull();
    expect(falseAlarmRate([yes, sampled, sampled])).toBeCloseTo(2 * 5.7e-7, 12);
    // P(|z| > 5) of a normal z, by the tail's asymptotic series.
    const tail = ((2 * Math.exp(-12.5)) / (5 * Math.sqrt(2 * Math.PI))) * (1 - 1 / 25 + 3 / 625 - 15 / 15625);
    expect(falseAlarmRate([sampled])).toBeCloseTo(tail, 8);
    expect(falseAlarmRate(new Array(3_000_000).fill(sampled))).toBe(1);
  });
});

describe('the row that stands for a claim', () => {
  it('is the one that disagrees most', () => {
    const worse = sameMean('claim', 'worse', 2, 0.1, 1);
    const worst = sameMean('claim', 'worst', 4, 0.1, 1);
    expect(headline([yes, worse, worst, rightNo]).label).toBe('worst');
  });

  it('is the one under the most strain where all agree, bounds last', () => {
    const near = sameMean('claim', 'near', 1.4, 0.1, 1);
    const far = beyond('claim', 'far', 100, 'above', 1);
    expect(headline([far, yes, near]).label).toBe('near');
    expect(headline([far]).label).toBe('far');
    expect(headline([yes, sameNumber('claim', 'tight', 1.4, 1, 0.5)]).label).toBe('tight');
    expect(headline([sameNumber('claim', 'nan', Number.NaN, 1, 0.5), no]).label).toBe('nan');
  });
});
