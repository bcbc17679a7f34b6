/**
 * A weight of its own for every row of the penalty, all moved at once: multiplicative weights (Arora, Hazan and Kale,
 * Theory of Computing 8, 2012) on the rows' probabilities of being violated,
 *   y_i ← clip(y_i · exp(η (P(row i violated) − τ)), y₀/1000, y_max),
 * so that a row that is violated too often grows dear and one that is kept anyway cheap, while x̂ descends
 * cᵀx̂ + Σ_i y_i E[max(a_iᵀx − b_i, 0)] along any scheme. At rest every row that binds is violated with probability τ, and
 * y_i τ is about its price. For the last part of a run τ is 0 and η five times as large: multipliers then only grow, so
 * that the annealing settles where rows are kept.
 *
 * The evaluator is given y_i / max y, and μ is max y: loss = objective + μ · penalty holds here too.
 */
import type { EvaluatorWeights } from '../gradients/evaluator.ts';
import type { NormalForm } from '../program/normal-form.ts';
import { packRows, unpackRows } from './packed-rows.ts';

/** Of the first multiplier: how far one may fall. */
const LEAST_SHARE = 1e-3;
/** How much faster rows grow dear at the end. */
const LAST_RATE = 5;

export interface ParallelRule {
  /** y₀ > 0, of every row. */
  readonly start: number;
  /** η > 0, an iteration. */
  readonly rate: number;
  /** τ in [0, 1). */
  readonly target: number;
  /** Largest multiplier. */
  readonly most: number;
  /** Share of the run, in (0, 1], for which τ holds. */
  readonly until: number;
}

export interface ParallelMultipliers {
  /** Of the normal rows, length m, each > 0. */
  readonly multipliers: Float64Array;
  /** The largest of them: μ. */
  readonly mu: () => number;
  /** y_i P(row i violated) of the last evaluation, length m, overwritten at every call: multipliers of the Lagrangian. */
  readonly prices: () => Float64Array;
  /** All multipliers at `factor` · y₀. */
  readonly begin: (factor: number) => void;
  /** After the evaluation of iteration t of T. @returns μ */
  readonly step: (t: number, T: number) => number;
  /** Multipliers of elsewhere. @param multipliers length m */
  readonly restore: (multipliers: Float64Array) => void;
  /** As vectors of length d, for a checkpoint. */
  readonly pack: () => readonly Float64Array[];
}

/**
 * @param weights of the evaluator whose penalty they weigh
 * @param packed as `pack` gave it; left out, all begin at y₀
 */
export function createParallelMultipliers(
  form: NormalForm, weights: EvaluatorWeights, rule: ParallelRule, packed: readonly Float64Array[] = [],
): ParallelMultipliers {
  const { rowCount: m, variableCount: d } = form;
  const multipliers = new Float64Array(m).fill(rule.start);
  const relative = new Float64Array(m);
  const prices = new Float64Array(m);
  let mu = 0;
  /** @returns μ */
  const hand = (): number => {
    mu = 0;
    for (let i = 0; i < m; i++) mu = Math.max(mu, multipliers[i]!);
    if (m === 0) mu = rule.start;
    for (let i = 0; i < m; i++) relative[i] = multipliers[i]! / mu;
    weights.set(relative);
    return mu;
  };
  unpackRows(packed, d, multipliers);
  hand();
  return {
    multipliers,
    mu: () => mu,
    prices() {
      for (let i = 0; i < m; i++) prices[i] = multipliers[i]! * weights.rowShare[i]!;
      return prices;
    },
    begin(factor) {
      multipliers.fill(Math.min(factor * rule.start, rule.most));
      hand();
    },
    step(t, T) {
      const isLast = t >= rule.until * T;
      const rate = isLast ? LAST_RATE * rule.rate : rule.rate;
      const target = isLast ? 0 : rule.target;
      const least = LEAST_SHARE * rule.start;
      for (let i = 0; i < m; i++) {
        const moved = multipliers[i]! * Math.exp(rate * (weights.rowShare[i]! - target));
        multipliers[i] = Math.min(Math.max(moved, least), rule.most);
      }
      return hand();
    },
    restore(other) {
      multipliers.set(other);
      hand();
    },
    pack: () => packRows(multipliers, d),
  };
}
