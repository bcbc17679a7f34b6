/** The kinds of jobs as the engine knows them, and what it asks of a spec or a result whatever its kind. */
import { JOB_KIND_NAMES } from '../../../src-contract/job-kinds.ts';
import { bodyOf, fileOfSolution, specOf } from '../../../src-contract/job-body.ts';
import type { JobKind } from '../../../src-contract/job-kinds.ts';
import type { JobResult, SolutionValue } from '../../../src-contract/job-event.ts';
import type { JobSpec, Origin } from '../../../src-contract/job-spec.ts';
import type { SpecComplaint } from '../../../src-contract/session-request.ts';
import { EvaluationRefused } from '../../../src-science/gradients/registry.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { decode } from './decode.ts';
import { descent } from './descent.ts';
import type { AskedColumns, EngineKind, FoundColumns } from './engine-kind.ts';
import { estimate } from './estimate.ts';
import { exact } from './exact.ts';
import { predict } from './predict.ts';
import { quality } from './quality.ts';
import { train } from './train.ts';

const KINDS: { readonly [K in JobKind]: EngineKind<K> } = { exact, descent, estimate, decode, quality, train, predict };

/** The record of a kind that is not told apart; that what it is given is of the same kind is what TypeScript cannot follow. */
function recordOf(kind: JobKind): EngineKind<JobKind> {
  return KINDS[kind];
}

export function askedColumns(spec: JobSpec): AskedColumns {
  const asked = recordOf(spec.kind).asked(bodyOf(spec));
  return fileOfSolution(spec) === null ? asked : { ...asked, method: 'solution file' };
}

export function foundColumns(result: JobResult): FoundColumns {
  return recordOf(result.kind).found(result);
}

/** The 0/1 vectors of a result, in its order. */
export function solutionsOf(result: JobResult | null): readonly SolutionValue[] {
  return result === null ? [] : (recordOf(result.kind).solutions?.(result) ?? []);
}

/**
 * What would be wrong with a spec on a problem, each complaint tied to its field: lengths that only the
 * program knows, and what the science says of its own specs. What a schema can see by itself has been
 * refused before.
 */
export function specComplaints(spec: JobSpec, program: Program, form: NormalForm): SpecComplaint[] {
  return recordOf(spec.kind)
    .complaints(bodyOf(spec), program, form)
    .map(({ field, message }) => ({ field: `${spec.kind}.${field}`, message }));
}

/**
 * Whether several seeds of a spec are worth several runs: something in it is drawn at random.
 *
 * @returns false only where every seed gives the same bits; a spec that cannot run is left to `specComplaints`
 */
export function specDraws(spec: JobSpec, form: NormalForm): boolean {
  try {
    return recordOf(spec.kind).draws(bodyOf(spec), form);
  } catch (error) {
    if (error instanceof EvaluationRefused) return true;
    throw error;
  }
}

/** One good spec of each kind. Cost: O(nnz + d log d). */
export function defaultSpecs(form: NormalForm): JobSpec[] {
  return JOB_KIND_NAMES.map((kind) => specOf(kind, recordOf(kind).defaults(form)));
}

/** The specs by name of all kinds. */
export function presetSpecs(form: NormalForm): { name: string; label: string; help: string; spec: JobSpec }[] {
  return JOB_KIND_NAMES.flatMap((kind) =>
    (recordOf(kind).presets ?? []).map(({ name, label, help, specFor }) => ({ name, label, help, spec: specOf(kind, specFor(form)) })));
}

/** The presets that forms begin with on this program, by kind, each with a sentence why. */
export function proposedPresets(program: Program): { kind: JobKind; preset: string; reason: string }[] {
  return JOB_KIND_NAMES.flatMap((kind) => {
    const proposal = recordOf(kind).proposes?.(program);
    return proposal === undefined ? [] : [{ kind, ...proposal }];
  });
}

/** The run or the file that gave the vector of a spec; null where none is known. */
export function originOfSpec(spec: JobSpec): Origin | null {
  return spec.origin ?? recordOf(spec.kind).origin?.(bodyOf(spec)) ?? null;
}

/** What a manifest names as the solver of a result; null where none had a part in it. */
export function solverOf(result: JobResult): string | null {
  return recordOf(result.kind).solver?.(result) ?? null;
}
