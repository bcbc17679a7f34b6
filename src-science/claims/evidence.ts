/**
 * Rows of evidence and the verdict that follows from them; nothing here knows a claim. A deterministic
 * row compares two numbers within a tolerance that its computation justifies, a statistical one by
 * z = (mean − expected)/standard error. The verdict is a pure function of the rows, so that a wrong
 * formula put into a claim changes it. A probability has the standard error that the expected one gives it.
 *
 * False alarms: a true equality is refused where |z| > 5, with probability 5.7·10⁻⁷ a row for normal
 * means; with n rows at most n times that. Seeds are fixed, so a verdict is the same every time.
 */
import { eventsOf } from '../estimation/share-interval.ts';
import { incompleteBeta } from '../quality/incomplete-beta.ts';
import { normalQuantileOfTail } from '../quality/tail-probability.ts';

export type ClaimVerdict = 'holds' | 'fails' | 'fails-as-printed';

/** Largest |z| of a mean that agrees with what is expected. */
const LARGEST_Z = 5;
/** P(|z| > 5) of a normal mean. */
const FALSE_ALARM_RATE = 5.7e-7;

/** What the row says of `measured` and `expected`. */
type Relation = 'equal' | 'above' | 'below' | 'differs';

/**
 * What the row is for: `claim` tests the statement as printed, `right` the corrected formula beside it,
 * `shown` decides nothing.
 */
export type Role = 'claim' | 'right' | 'shown';

export interface Evidence {
  readonly role: Role;
  readonly label: string;
  readonly relation: Relation;
  readonly measured: number;
  readonly expected: number;
  /** null where nothing was sampled. */
  readonly standardError: number | null;
  readonly z: number | null;
  /** |measured − expected| that a deterministic row allows; with sampled rows null. */
  readonly tolerance: number | null;
  readonly agrees: boolean;
}

/** A row without sampling: |measured − expected| ≤ tolerance. */
export function sameNumber(role: Role, label: string, measured: number, expected: number, tolerance: number): Evidence {
  return {
    role, label, relation: 'equal', measured, expected, standardError: null, z: null, tolerance,
    agrees: Math.abs(measured - expected) <= tolerance,
  };
}

/** A row without sampling: measured is above (below) the bound, by more than rounding. */
export function beyond(role: Role, label: string, measured: number, relation: 'above' | 'below', bound: number, rounding = 0): Evidence {
  const agrees = relation === 'above' ? measured > bound + rounding : measured < bound - rounding;
  return { role, label, relation, measured, expected: bound, standardError: null, z: null, tolerance: rounding, agrees };
}

/**
 * A sampled row: |z| ≤ 5. A mean without any spread (nothing was ever drawn but one value) must be equal
 * up to rounding.
 */
export function sameMean(role: Role, label: string, mean: number, standardError: number, expected: number): Evidence {
  const spread = standardError > 0;
  const z = spread ? (mean - expected) / standardError : null;
  const agrees = z === null ? Math.abs(mean - expected) <= 1e-9 * Math.max(1, Math.abs(expected)) : Math.abs(z) <= LARGEST_Z;
  return { role, label, relation: 'equal', measured: mean, expected, standardError, z, tolerance: null, agrees };
}

/**
 * A sampled probability: |z| ≤ 5, where z is the normal quantile of the binomial tail at `expected`, so that
 * the rate of false alarms is no larger than stated also for rare events, and where all samples agree.
 */
export function sameShare(role: Role, label: string, share: number, samples: number, expected: number): Evidence {
  const events = eventsOf(share, samples);
  const above = share >= expected;
  const tail = above ? binomialTail(events, samples, expected) : binomialTail(samples - events, samples, 1 - expected);
  const z = (above ? 1 : -1) * Math.max(0, normalQuantileOfTail(tail));
  const standardError = Math.sqrt((expected * (1 - expected)) / samples);
  return { role, label, relation: 'equal', measured: share, expected, standardError, z, tolerance: null, agrees: Math.abs(z) <= LARGEST_Z };
}

/** P(at least `events` of `samples`) at probability p. */
function binomialTail(events: number, samples: number, p: number): number {
  return events === 0 ? 1 : incompleteBeta(p, events, samples - events + 1);
}

/** A sampled row that must not be equal: |z| > 5. */
export function otherMean(role: Role, label: string, mean: number, standardError: number, expected: number): Evidence {
  const same = sameMean(role, label, mean, standardError, expected);
  return { ...same, relation: 'differs', agrees: !same.agrees };
}

/** A row that is shown beside the others. */
export function shownNumber(label: string, measured: number, expected: number): Evidence {
  return { role: 'shown', label, relation: 'equal', measured, expected, standardError: null, z: null, tolerance: null, agrees: true };
}

/**
 * The verdict: `holds` where every row agrees; `fails-as-printed` where the printed statement does not
 * but every row of the corrected one does; else `fails`.
 * @throws RangeError where no row tests the claim
 */
export function verdictOf(rows: readonly Evidence[]): ClaimVerdict {
  const claim = rows.filter((row) => row.role === 'claim');
  const right = rows.filter((row) => row.role === 'right');
  if (claim.length === 0) throw new RangeError('No row of evidence tests the claim');
  const rightAgrees = right.every((row) => row.agrees);
  if (claim.every((row) => row.agrees)) return rightAgrees ? 'holds' : 'fails';
  return right.length > 0 && rightAgrees ? 'fails-as-printed' : 'fails';
}

/**
 * Probability, at most, that a true statement is refused by chance: that of its sampled rows together.
 * @returns null where nothing was sampled
 */
export function falseAlarmRate(rows: readonly Evidence[]): number | null {
  const sampled = rows.filter((row) => row.role !== 'shown' && row.z !== null).length;
  return sampled === 0 ? null : Math.min(1, sampled * FALSE_ALARM_RATE);
}

/** How far a row is from agreeing, in units of what it allows. */
function strain(row: Evidence): number {
  // Beyond a bound, farther is better.
  if (row.relation !== 'equal' && row.agrees) return 0;
  const off = row.z === null ? Math.abs(row.measured - row.expected) / Math.max(row.tolerance ?? 0, 1e-300) : Math.abs(row.z) / LARGEST_Z;
  return Number.isNaN(off) ? Infinity : off;
}

/** The row that stands for the claim: the first that disagrees most, else the one under the most strain. */
export function headline(rows: readonly Evidence[]): Evidence {
  const claim = rows.filter((row) => row.role === 'claim');
  const disagreeing = claim.filter((row) => !row.agrees);
  const among = disagreeing.length > 0 ? disagreeing : claim;
  const [first] = among;
  if (first === undefined) throw new RangeError('No row of evidence tests the claim');
  return among.reduce((worst, row) => (strain(row) > strain(worst) ? row : worst), first);
}
