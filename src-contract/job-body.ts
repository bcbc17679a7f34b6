/** What a spec asks of its own kind, whichever that is, and its seed. */
import type { JobKind } from './job-kinds.ts';
import type { BodyOf, JobSpec } from './job-spec.ts';

/** That a spec's body stands under its kind is what TypeScript cannot follow. */
export function bodyOf(spec: JobSpec): BodyOf<JobKind> {
  return (spec as unknown as Readonly<Record<JobKind, BodyOf<JobKind>>>)[spec.kind];
}

export function specOf(kind: JobKind, body: BodyOf<JobKind>): JobSpec {
  return { version: 1, kind, [kind]: body } as unknown as JobSpec;
}

/** A kind has a seed where what it is asked names one. @returns null where every run of the kind is the same */
export function seedOf(spec: JobSpec): number | null {
  const body = bodyOf(spec);
  return 'seed' in body ? body.seed : null;
}

/** The same with another seed; as it is where it has none. */
export function withSeed(spec: JobSpec, seed: number): JobSpec {
  return seedOf(spec) === null ? spec : { ...spec, ...specOf(spec.kind, { ...bodyOf(spec), seed }) };
}

/**
 * The file whose solution a decoding is: its vector was read from there and is left as it is (a 0/1 vector's rounding is itself).
 * @returns null for every other spec, one that decodes a file's vector by another decoder too
 */
export function fileOfSolution(spec: JobSpec): string | null {
  return spec.kind === 'decode' && spec.decode.decoder === 'threshold' && spec.origin !== undefined && 'file' in spec.origin
    ? spec.origin.file
    : null;
}
