/** What each end of an exact solve says of the program. */
import { describe, expect, it } from 'vitest';
import { EXACT_STATUSES, hasFinished, isProvenOptimum } from '../../../src-contract/exact-status.ts';

describe('the end of an exact solve', () => {
  it('is a proven optimum only where nothing better can exist', () => {
    expect(EXACT_STATUSES.filter((status) => isProvenOptimum({ status, gap: 0 }))).toEqual(['optimal']);
    // Old results have no gap where there was none to speak of; an asked gap is no proof, however small.
    expect(isProvenOptimum({ status: 'optimal', gap: null })).toBe(true);
    expect(isProvenOptimum({ status: 'optimal', gap: 1e-9 })).toBe(false);
  });

  it('holds from then on, unless it was stopped', () => {
    expect(EXACT_STATUSES.filter((status) => !hasFinished(status))).toEqual(['time-limit', 'cancelled', 'failed']);
  });
});
