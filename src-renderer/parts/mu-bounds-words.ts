/**
 * The weights μ that the theory names for a problem, as choices beside the μ field: each enough, when
 * exceeded, for the minimizers of the penalty problem to be those of the program (docs/science.md, section
 * 8). A choice sets a number that is strictly above the bound.
 */
import type { ProblemFacts } from '../../src-contract/session.ts';
import { formatNumber } from '../format/index.ts';

export interface MuChoice {
  readonly name: string;
  readonly bound: number;
  /** What the field takes: the next number above the bound with three digits. */
  readonly value: number;
  readonly help: string;
}

export function muChoices({ mu }: Pick<ProblemFacts, 'mu'>): readonly MuChoice[] {
  const known: readonly [name: string, bound: number | null, help: string][] = [
    ['tight', mu.tight, MU_HELP.tight],
    ['norm', mu.norm1, MU_HELP.norm1],
    ['theorem 2', mu.theorem2, MU_HELP.theorem2],
  ];
  return known.flatMap(([name, bound, help]) => (bound === null ? [] : [{ name, bound, value: justAbove(bound), help }]));
}

export const MU_HELP = {
  tight: 'The threshold itself, max (cᵀx* − cᵀx)/viol(x) over the infeasible x, by enumeration; known for up to 20 free variables. Above it the minimizers are right, below it they are not.',
  norm1: '‖c‖₁ / smallest positive violation: simple, and safe on every feasible binary program.',
  theorem2: '2√d‖c‖₂ / min(1, smallest positive violation): Theorem 2 of S26 with bᵢ where the paper prints b.',
} as const;

/** "1", "at least 0.0025", "none: no row can be violated". */
export function violationWords(smallest: ProblemFacts['smallestPositiveViolation']): string {
  return smallest === null
    ? 'none: no row can be violated'
    : `${smallest.exact ? '' : 'at least '}${formatNumber(smallest.value, { digits: 6 })}`;
}

/** Three significant digits, rounded up past the bound: the bounds are strict. */
export function justAbove(bound: number): number {
  if (bound === 0) return 0.001;
  const unit = 10 ** (Math.floor(Math.log10(bound)) - 2);
  const above = Number(((Math.floor(bound / unit) + 1) * unit).toPrecision(3));
  return above > bound ? above : Number(((Math.floor(bound / unit) + 2) * unit).toPrecision(3));
}
