/** A reference value in the command line's JSON: the value, what it rests on, and what is proven besides. */
import { referenceSource } from '../../src-contract/reference-words.ts';
import type { Reference } from '../../src-contract/session.ts';

/** `proven` is the key of before there were other bases. */
export function referenceJson(reference: Reference | null): object | null {
  return reference === null ? null : {
    objective: reference.objective, proven: reference.basis === 'proven', basis: reference.basis, source: referenceSource(reference),
    bound: reference.bound?.objective ?? null,
  };
}
