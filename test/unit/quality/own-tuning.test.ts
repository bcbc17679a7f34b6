/** What of a quality spec's settings reaches each scheme. */
import { describe, expect, it } from 'vitest';
import { SCHEME_NAMES } from '../../../src-science/gradients/scheme.ts';
import { TUNED_SCHEMES } from '../../../src-science/gradients/scheme-tuning.ts';
import { ownTuning } from '../../../src-science/quality/replications.ts';

describe('the settings of a quality measurement', () => {
  const all = { temperature: { start: 1, final: 0.1, halfLife: 20 }, differenceStep: 0.1, soft: 'averaged' } as const;

  it('reach the scheme that reads them, every one, and no other', () => {
    expect(Object.keys(all).toSorted()).toEqual(Object.keys(TUNED_SCHEMES).toSorted());
    for (const scheme of SCHEME_NAMES) {
      const wanted = Object.fromEntries(Object.entries(all).filter(([setting]) => TUNED_SCHEMES[setting as keyof typeof all] === scheme));
      expect(ownTuning(scheme, all), scheme).toEqual(wanted);
    }
    expect(ownTuning('surrogate-interchange', all)).toEqual({ soft: 'averaged' });
  });

  it('are none where none are given', () => {
    expect(ownTuning('concrete', undefined)).toEqual({});
    expect(ownTuning('concrete', { temperature: undefined })).toEqual({});
  });
});
