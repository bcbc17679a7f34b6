/** What of a quality spec's settings reaches each scheme. */
import { describe, expect, it } from 'vitest';
import { SCHEME_NAMES } from '../../../src-science/gradients/scheme.ts';
import { SCHEME_SETTINGS } from '../../../src-science/gradients/scheme-settings.ts';
import { ownTuning, schemesWith } from '../../../src-science/gradients/scheme-tuning.ts';

describe('the settings of a quality measurement', () => {
  const all = { temperature: { start: 1, final: 0.1, halfLife: 20 }, differenceStep: 0.1, soft: 'averaged' } as const;

  it('reach the scheme that reads them, every one, and no other', () => {
    expect(Object.keys(all)).toEqual(Object.keys(SCHEME_SETTINGS));
    for (const scheme of SCHEME_NAMES) {
      const wanted = Object.fromEntries(Object.entries(all).filter(([setting]) =>
        schemesWith(setting as keyof typeof all).includes(scheme)
      ));
      expect(ownTuning(scheme, all), scheme).toEqual(wanted);
    }
    expect(ownTuning('surrogate-interchange', all)).toEqual({ soft: 'averaged' });
  });

  it('are none where none are given', () => {
    expect(ownTuning('concrete', undefined)).toEqual({});
    expect(ownTuning('concrete', { temperature: undefined })).toEqual({});
  });
});
