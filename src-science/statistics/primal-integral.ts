/**
 * How good a solver's solutions are over time: Berthold's primal gap and primal integral (Operations Research Letters 41, 2013).
 */

/**
 * |z − z*| over the larger of |z| and |z*|: in [0, 1], 0 where both agree, 1 where their signs differ.
 * @param objective of a feasible solution
 * @param best the optimum, or the best known value
 */
export function primalGap(objective: number, best: number): number {
  if (objective === best) return 0;
  if (Math.sign(objective) * Math.sign(best) < 0) return 1;
  return Math.abs(objective - best) / Math.max(Math.abs(objective), Math.abs(best));
}

/**
 * ∫₀ᵀ of the primal gap over time, in seconds: 1 until the first solution, then the gap of the best one so far. At most T.
 * @param seconds when solutions were found, ascending
 * @param objectives of the best solution from then on; NaN where there is none yet
 * @param best the optimum, or the best known value
 * @param horizon T ≥ 0, the same for whatever is compared
 * @param better whether one objective beats another, in the problem's sense
 */
export function primalIntegral(
  seconds: ArrayLike<number>, objectives: ArrayLike<number>, best: number, horizon: number, better: (a: number, b: number) => boolean,
): number {
  let integral = 0;
  let time = 0;
  let gap = 1;
  let incumbent = Number.NaN;
  for (let k = 0; k < seconds.length; k++) {
    const objective = objectives[k]!;
    if (Number.isNaN(objective) || !(Number.isNaN(incumbent) || better(objective, incumbent))) continue;
    const at = Math.min(horizon, Math.max(time, seconds[k]!));
    integral += gap * (at - time);
    time = at;
    incumbent = objective;
    gap = primalGap(objective, best);
  }
  return integral + gap * (horizon - time);
}
