/** What of a spec on a problem is drawn at random: several seeds are worth several runs only where something is. */
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import { drawnInDecoding, drawnParts } from '../../../src-science/descent/drawn-parts.ts';
import { EvaluationRefused, resolveEvaluation } from '../../../src-science/gradients/registry.ts';
import type { DecodedProgram } from './problem-store.ts';

/** @returns false only where every seed gives the same bits; a spec that cannot run is left to `specComplaints` */
export function specDraws(spec: JobSpec, { form }: DecodedProgram): boolean {
  try {
    switch (spec.kind) {
      case 'exact':
        return false;
      case 'descent':
        return drawnParts(form, spec.descent).length > 0;
      case 'estimate':
        return spec.estimate.quantity !== 'gradient' || resolveEvaluation(form, spec.estimate).evaluation === 'sampled';
      case 'decode':
        return drawnInDecoding(form, spec.decode.decoder).length > 0;
      case 'quality':
        return true;
    }
  } catch (error) {
    if (error instanceof EvaluationRefused) return true;
    throw error;
  }
}
