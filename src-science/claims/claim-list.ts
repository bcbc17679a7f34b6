/**
 * All claims, in the order in which they are shown: what GWL25 states, what S26 states and finds, and our
 * own. A new claim is a template in its own file and one line here.
 */
import { correctionCost, correctionUnbiased } from './boundary-correction.ts';
import { claimOf, type ClaimDefinition } from './claim.ts';
import { theorem5In1d, theorem5In2d, theorem5OnDenseRow } from './interchange-failure.ts';
import { feasibleSet } from './feasible-set.ts';
import { caseSplit, figure2aLimit, interchangeField1d, lowerBound, potential1d } from './one-row-field.ts';
import { curlClosedForm, jacobianAsymmetry, minimizersAreL, stokes, toyClosedForm } from './plane-claims.ts';
import { fieldVanishes2d, minimizerInside2d, surrogateChain } from './plane-surrogate.ts';
import { theorem1, theorem2, theorem2Printed, theorem3 } from './problem-equivalence.ts';
import { gumbelDirection, naiveGradient, reparameterization, section11, section3 } from './reparameterization.ts';
import { rounding } from './rounding.ts';
import { f1ClosedForm, f1Convexity, f1MinimumClaim, minimizerBeyondHalf, minimizerInterior } from './surrogate-shape.ts';

export const CLAIMS: readonly ClaimDefinition[] = [
  claimOf(theorem1),
  claimOf(feasibleSet),
  claimOf(theorem3),
  claimOf(theorem2),
  claimOf(theorem2Printed),
  claimOf(rounding),
  claimOf(reparameterization),
  claimOf(naiveGradient),
  claimOf(theorem5In1d),
  claimOf(theorem5In2d),
  claimOf(theorem5OnDenseRow),
  claimOf(gumbelDirection),
  claimOf(section11),
  claimOf(section3),
  claimOf(f1ClosedForm),
  claimOf(f1Convexity),
  claimOf(f1MinimumClaim),
  claimOf(minimizerInterior),
  claimOf(minimizerBeyondHalf),
  claimOf(interchangeField1d),
  claimOf(potential1d),
  claimOf(lowerBound),
  claimOf(figure2aLimit),
  claimOf(caseSplit),
  claimOf(toyClosedForm),
  claimOf(surrogateChain),
  claimOf(minimizersAreL),
  claimOf(minimizerInside2d),
  claimOf(fieldVanishes2d),
  claimOf(curlClosedForm),
  claimOf(stokes),
  claimOf(jacobianAsymmetry),
  claimOf(correctionUnbiased),
  claimOf(correctionCost),
];

/** The claim of an id, or undefined. */
export function claimById(id: string): ClaimDefinition | undefined {
  return CLAIMS.find((claim) => claim.id === id);
}
