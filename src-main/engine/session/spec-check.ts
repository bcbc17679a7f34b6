/**
 * What would be wrong with a spec on a problem, each complaint tied to its field: lengths that only the
 * program knows, and what the science says of its own specs. What a schema can see by itself has been
 * refused before.
 */
import type { SpecComplaint } from '../../../src-contract/session-request.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import { validateDescent } from '../../../src-science/descent/validate-descent.ts';
import { ENUMERATION_LIMIT } from '../../../src-science/exact/enumerate.ts';
import { EvaluationRefused, resolveEvaluation } from '../../../src-science/gradients/registry.ts';
import { SCHEMES } from '../../../src-science/gradients/scheme.ts';
import { tuningComplaints } from '../../../src-science/gradients/scheme-tuning.ts';
import { FREE } from '../../../src-science/program/program.ts';
import { qualityComplaints } from '../../../src-science/quality/validate-quality.ts';
import { EngineError } from '../error-value.ts';
import type { DecodedProgram } from './problem-store.ts';

export function specComplaints(spec: JobSpec, { program, form }: DecodedProgram): SpecComplaint[] {
  const complaints: SpecComplaint[] = [];
  const d = program.objective.length;
  const lengthIs = (field: string, what: string, length: number): void => {
    if (length !== d) complaints.push({ field, message: `${what} has ${length} values, the program has ${d} variables.` });
  };
  switch (spec.kind) {
    case 'exact': {
      const { solver, start, ball, check } = spec.exact;
      const free = program.fixed.reduce((count, value) => count + (value === FREE ? 1 : 0), 0);
      if (solver === 'enumerate' && free > ENUMERATION_LIMIT) {
        complaints.push({ field: 'exact.solver', message: `Enumeration takes at most ${ENUMERATION_LIMIT} free variables; this program has ${free}. Choose HiGHS or GLPK.` });
      }
      if (check === true && solver !== 'race') complaints.push({ field: 'exact.check', message: 'Only a race has two solvers to compare.' });
      if (start !== null) lengthIs('exact.start', 'The start solution', start.length);
      if (ball !== null && ball !== undefined) lengthIs('exact.ball.center', 'The center of the ball', ball.center.length);
      return complaints;
    }
    case 'descent':
      return validateDescent(form, spec.descent).map(({ field, message }) => ({ field: `descent.${field}`, message }));
    case 'estimate': {
      const { estimate } = spec;
      lengthIs('estimate.xHat', 'The point x̂', estimate.xHat.length);
      if (estimate.quantity !== 'gradient') {
        if (estimate.samples < 2) complaints.push({ field: 'estimate.samples', message: 'An estimate with a standard error needs at least 2 samples.' });
        return complaints;
      }
      for (const { field, message } of tuningComplaints(estimate.scheme, estimate.tuning ?? {})) complaints.push({ field: `estimate.tuning.${field}`, message });
      try {
        resolveEvaluation(form, estimate);
      } catch (error) {
        if (!(error instanceof EvaluationRefused)) throw error;
        complaints.push({ field: 'estimate.evaluation', message: error.message });
      }
      const least = Math.max(2, SCHEMES[estimate.scheme].leastSamples);
      if (estimate.evaluation !== 'exact' && estimate.samples < least) {
        complaints.push({ field: 'estimate.samples', message: `A gradient estimate with a standard error needs at least ${least} samples.` });
      }
      return complaints;
    }
    case 'decode':
      lengthIs('decode.xHat', 'The point x̂', spec.decode.xHat.length);
      return complaints;
    case 'quality':
      return qualityComplaints(form, spec.quality).map(({ field, message }) => ({ field: `quality.${field}`, message }));
  }
}

/** @throws EngineError `spec-invalid` with the first complaint */
export function requireValid(spec: JobSpec, decoded: DecodedProgram): void {
  const [first] = specComplaints(spec, decoded);
  if (first !== undefined) throw new EngineError('spec-invalid', first.message, 'Correct the field and start the run again.', { field: first.field });
}
