/** What a reference value rests on, in words; only a proof is called optimal. */
import type { Reference } from '../../src-contract/session.ts';

export const BASIS: Readonly<Record<Reference['basis'], { readonly word: string; readonly help: string }>> = {
  proven: { word: 'optimum', help: 'proven by an exact run of this session' },
  typed: { word: 'typed in', help: 'an optimum that was typed in; solve the problem exactly to prove it here' },
  published: { word: 'from the file', help: 'the optimum that came with the file of the problem; solve it exactly to prove it here' },
  'best-found': {
    word: 'best found',
    help: 'the best feasible solution of this session, without a proof; the optimum may be better, so that gaps are at least what is shown',
  },
};
