/**
 * Which machines may compute for each other: those whose programs give the same bits. Runs of others are never mixed
 * with them: each combination has a queue of its own, and who finds another one's runs or workers says so.
 */
import { NUMERICS } from '../numerics.ts';
import { libraryVersions } from '../versions.ts';

/** Of what crosses the queue; raised by whoever changes its form. */
const PROTOCOL = 1;

/** What has to be the same on the machine that asks and on the one that computes. */
export interface Compatibility {
  readonly protocol: number;
  readonly numerics: number;
  readonly glpk: string;
  readonly highs: string;
}

export function compatibilityHere(): Compatibility {
  const { packages } = libraryVersions();
  return { protocol: PROTOCOL, numerics: NUMERICS, glpk: packages.glpk, highs: packages.highs };
}

export function isCompatible(a: Compatibility, b: Compatibility): boolean {
  return a.protocol === b.protocol && a.numerics === b.numerics && a.glpk === b.glpk && a.highs === b.highs;
}

/** Name of the queue of those who may compute for each other. */
export function queueName({ protocol, numerics, glpk, highs }: Compatibility): string {
  return `runs-${protocol}-${numerics}-${glpk}-${highs}`.replaceAll(/[^\w.-]/g, '_');
}

/** In which they differ, in the words of both: `numerics 7 and HiGHS 1.15.3`. */
export function differingVersions(a: Compatibility, b: Compatibility): { readonly first: string; readonly second: string } {
  const kinds: readonly (readonly [keyof Compatibility, string])[] =
    [['protocol', 'queue protocol'], ['numerics', 'numerics'], ['glpk', 'glpk.js'], ['highs', 'highs']];
  const differing = kinds.filter(([key]) => a[key] !== b[key]);
  const words = (one: Compatibility): string => differing.map(([key, name]) => `${name} ${one[key]}`).join(' and ');
  return { first: words(a), second: words(b) };
}
