/** Parameters that several claims share: seed, number of samples, the row of the 1-D and the 2-D toy. */
import { integerParameter, realParameter } from '../program/generators/family.ts';
import { ClaimParameterError, type ClaimParameter, type ClaimParameterOf } from './claim.ts';

export const SEED: ClaimParameter = integerParameter(
  'seed', 'Seed', 'Seed of the random numbers; the same seed gives the same verdict.', 2026, 0, Number.MAX_SAFE_INTEGER,
);

export function samplesParameter(usual: number): ClaimParameter {
  return integerParameter('samples', 'Samples', 'Number of samples of each mean; standard errors fall with its root.', usual, 1024, 1e9);
}

/** a and b of the row a·x ≤ b, with the papers' 0 < b < a. */
export const ONE_ROW: readonly ClaimParameter[] = [
  realParameter('a', 'a', 'Coefficient of the row.', 1, 1e-3, 1e3),
  realParameter('b', 'b', 'Right-hand side; 0 < b < a.', 0.95, 1e-6, 1e3),
];

/** @throws ClaimParameterError where not 0 < b < a */
export function oneRowOf(parameter: ClaimParameterOf): { readonly a: number; readonly b: number } {
  const a = parameter('a');
  const b = parameter('b');
  if (!(b > 0 && b < a)) throw new ClaimParameterError(
    `b = ${String(b)} is not between 0 and a = ${String(a)}.`, 'Choose b so that the row is violated at x = 1 only.', 'b',
  );
  return { a, b };
}

/** a₁, a₂ and b of S26's row of two variables, with these defaults. */
export function toyPlaneParameters(a1: number, a2: number, b: number): readonly ClaimParameter[] {
  return [
    realParameter('a1', 'a₁', 'First coefficient.', a1, 1e-3, 1e3),
    realParameter('a2', 'a₂', 'Second coefficient, at most the first.', a2, 1e-3, 1e3),
    realParameter('b', 'b', 'Right-hand side: at least a₁, less than a₁ + a₂.', b, 1e-3, 2e3),
  ];
}

export const TOY_PLANE: readonly ClaimParameter[] = toyPlaneParameters(1, 0.8, 1.4);

/** @throws ClaimParameterError where not a₁ + a₂ > b ≥ a₁ ≥ a₂ */
export function toyPlaneOf(parameter: ClaimParameterOf): { readonly a1: number; readonly a2: number; readonly b: number } {
  const [a1, a2, b] = [parameter('a1'), parameter('a2'), parameter('b')];
  if (a2 > a1) throw new ClaimParameterError(`a₂ = ${String(a2)} is larger than a₁ = ${String(a1)}.`, 'Exchange the two.', 'a2');
  if (!(b >= a1 && b < a1 + a2)) throw new ClaimParameterError(
    `b = ${String(b)} is not from a₁ up to below a₁ + a₂.`, 'Choose b so that either variable may be 1, but not both.', 'b',
  );
  return { a1, a2, b };
}

/** A marginal of its own. */
export function marginalParameter(name: string, label: string, usual: number): ClaimParameter {
  return realParameter(name, label, 'Marginal at which the claim is tested.', usual, 0.001, 0.999);
}
