/** Settles one claim: one call of its definition, and its cancel, which is looked at between the parts of the claim. */
import { ClaimCancelled } from '../src-science/claims/claim.ts';
import { claimById } from '../src-science/claims/claim-list.ts';
import type { ClaimOutcome, ClaimSpec } from '../src-contract/claim.ts';
import { JobError } from './job-error.ts';

/** @throws JobError for a claim that is not in the registry; ClaimParameterError for parameters that do not do */
export function runClaim(spec: ClaimSpec, cancelFlag: SharedArrayBuffer): ClaimOutcome {
  const claim = claimById(spec.id);
  if (claim === undefined) throw new JobError('claim-missing', `There is no claim “${spec.id}”.`, 'Choose one of the list.');
  const flag = new Int32Array(cancelFlag);
  const cancelled = (): boolean => Atomics.load(flag, 0) !== 0;
  try {
    const result = claim.run(spec.parameters, { now: () => performance.now() / 1000, cancelled });
    // Asked to stop, a mean is that of fewer samples than were asked for, and no verdict may rest on it.
    return cancelled() ? { status: 'cancelled', result: null } : { status: 'done', result };
  } catch (error) {
    if (error instanceof ClaimCancelled) return { status: 'cancelled', result: null };
    throw error;
  }
}
