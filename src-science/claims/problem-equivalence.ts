/**
 * Do the problems of GWL25 have the same minimizers? Theorem 1: the program (1) and its relaxation (2).
 * Theorem 3: (2) and the penalized (3), which needs a feasible program. S26's Theorem 2: how large μ must
 * be, with b_i where the paper prints b (docs/science.md, sections 2, 8 and 9). All by whole sets of
 * minimizers of small programs, not by optimal values alone.
 */
import { integerParameter } from '../program/generators/family.ts';
import { generate } from '../program/generate.ts';
import { normalForm, type NormalForm } from '../program/normal-form.ts';
import { muBounds, tightMu } from '../relaxation/mu-bounds.ts';
import { smallestPositiveViolation } from '../relaxation/smallest-violation.ts';
import { stopIfCancelled, ClaimParameterError, type ClaimControl, type ClaimTemplate } from './claim.ts';
import { exactPlanOf, formOfRows, smallProgram } from './claim-programs.ts';
import { SEED } from './common-parameters.ts';
import { beyond, sameNumber, shownNumber } from './evidence.ts';
import {
  isFeasible, minimizersOfConstrained, minimizersOfPenalized, minimizersOfProgram, sameSet, verticesAmong, type PenaltyAt,
} from './minimizers.ts';

const PROGRAMS = integerParameter('programs', 'Programs', 'Number of random programs.', 60, 1, 10_000);
const VARIABLES = integerParameter(
  'variables', 'Variables', 'Number of variables of each program; all 3ⁿ faces of the cube are looked at.', 5, 1, 9,
);

/** Random feasible programs of one to four rows. */
function* smallPrograms(count: number, d: number, seed: number, control: ClaimControl): Generator<NormalForm> {
  for (let n = 0; n < count; n++) {
    stopIfCancelled(control);
    yield smallProgram(d, 1 + (n % 4), (seed + n) % Number.MAX_SAFE_INTEGER);
  }
}

interface PenaltyFormulas {
  /** The constraint function of (2). */
  readonly penalty: (form: NormalForm) => PenaltyAt;
}

const expectedPenalty = (form: NormalForm): PenaltyAt => exactPlanOf(form).penalty;

export const theorem1: ClaimTemplate<PenaltyFormulas> = {
  id: 'gwl25-theorem-1',
  title: 'The relaxation (2) has the program’s own solutions at its corners',
  source: 'GWL25, Theorems 1 and 2, as summarized in S26, Theorem 1',
  formula: String.raw`\operatorname*{argmin}_{x\in\{0,1\}^d,\;Ax\le b} c^\top x=\Bigl[\operatorname*{argmin}_{\hat x\in[0,1]^d,\;\sum_i\mathbb E[\max(a_i^\top x-b_i,0)]=0} c^\top\hat x\Bigr]\cap\{0,1\}^d`,
  parameters: [SEED, PROGRAMS, VARIABLES],
  formulas: { penalty: expectedPenalty },
  settle({ penalty }, parameter, control) {
    let equal = 0;
    const count = parameter('programs');
    for (const form of smallPrograms(count, parameter('variables'), parameter('seed'), control)) {
      const relaxed = verticesAmong(form.variableCount, minimizersOfConstrained(form, penalty(form)));
      if (sameSet(minimizersOfProgram(form), relaxed)) equal++;
    }
    return {
      rows: [sameNumber('claim', 'programs whose two sets of minimizers are the same', equal, count, 0)],
      explanation: 'For random programs with rows of every sense, the minimizers of (1) by enumeration against the vertices among the minimizers of (2), found from the exact expected violation at the centers of all faces of the cube.',
    };
  },
};

interface BoundFormulas {
  /** μ above which (2) and (3) should agree; null where there is none. */
  readonly bound: (form: NormalForm) => number | null;
}

const theorem2Bound = (form: NormalForm): number | null => muBounds(form, smallestPositiveViolation(form)).theorem2;

/** A μ just above a bound; a program that cannot be violated, or has no cost, needs only some μ > 0. */
const justAbove = (bound: number | null): number => (bound === null || bound === 0 ? 1 : bound * (1 + 1e-6));

const MU_FORMULA = String.raw`\mu>\frac{2\sqrt d\,\lVert c\rVert_2}{\min\bigl(\{1\}\cup\{a_i^\top x-b_i>0\}\bigr)}\;\Rightarrow\;\operatorname{argmin}(3)=\operatorname{argmin}(2)`;

export const theorem2: ClaimTemplate<BoundFormulas> = {
  id: 's26-theorem-2',
  title: 'Above a bound on μ the penalized problem has the same minimizers, for a feasible program',
  source: 'S26, Theorem 2, with b_i for b',
  formula: MU_FORMULA,
  parameters: [SEED, PROGRAMS, VARIABLES],
  formulas: { bound: theorem2Bound },
  settle({ bound }, parameter, control) {
    const count = parameter('programs');
    let equal = 0;
    let margin = Number.POSITIVE_INFINITY;
    for (const form of smallPrograms(count, parameter('variables'), parameter('seed'), control)) {
      const penalty = expectedPenalty(form);
      const mu = justAbove(bound(form));
      if (sameSet(minimizersOfPenalized(form, penalty, mu), minimizersOfConstrained(form, penalty))) equal++;
      const tight = tightMu(form);
      if (tight !== null && tight > 0) margin = Math.min(margin, mu / tight);
    }
    const rows = [sameNumber('claim', 'programs whose (2) and (3) have the same minimizers just above the bound', equal, count, 0)];
    if (Number.isFinite(margin)) rows.push(beyond('claim', 'least ratio of the bound to the tight threshold', margin, 'above', 1));
    return {
      rows,
      explanation: 'For random feasible programs with violations down to 0.05, all faces that minimize (3) at a μ one part in a million above the bound, against those that minimize (2); and the bound against the exact threshold max (cᵀx* − cᵀx)/viol(x).',
    };
  },
};

interface OneBoundFormulas {
  /** {a_iᵀx − ·} of row i with the right-hand side the statement means, when entry `chosen` of b stands for all. */
  readonly printedSide: (rhs: Float64Array, row: number, chosen: number) => number;
  readonly rightSide: (rhs: Float64Array, row: number, chosen: number) => number;
}

/** 2√d‖c‖/min({1} ∪ {a_iᵀx − side(i) > 0}) by enumeration. */
function boundWith(form: NormalForm, side: (row: number) => number): number {
  const d = form.variableCount;
  let least = 1;
  for (let mask = 0; mask < 2 ** d; mask++) {
    for (let i = 0; i < form.rowCount; i++) {
      let over = -side(i);
      for (let k = form.start[i]!; k < form.start[i + 1]!; k++) over += form.value[k]! * ((mask >> form.column[k]!) & 1);
      if (over > 1e-12) least = Math.min(least, over);
    }
  }
  return (2 * Math.sqrt(d) * Math.hypot(...form.objective)) / least;
}

export const theorem2Printed: ClaimTemplate<OneBoundFormulas> = {
  id: 's26-theorem-2-as-printed',
  title: 'The bound on μ with one b for all rows',
  source: 'S26, Theorem 2, as printed',
  formula: String.raw`\mu>\frac{2\sqrt d\,\lVert c\rVert_2}{\min\bigl(\{1\}\cup\{a_i^\top x-b>0\}\bigr)}`,
  parameters: [],
  formulas: { printedSide: (rhs, _row, chosen) => rhs[chosen]!, rightSide: (rhs, row) => rhs[row]! },
  settle({ printedSide, rightSide }) {
    // The first row is violated by 0.01 only; the second never is, and its bound hides the first one's.
    const form = formOfRows(
      [-1, 0],
      [
        { weight: [0.01, 0], lower: Number.NEGATIVE_INFINITY, upper: 0 },
        { weight: [1, 1], lower: Number.NEGATIVE_INFINITY, upper: 5 },
      ],
    );
    const penalty = expectedPenalty(form);
    const wanted = minimizersOfConstrained(form, penalty);
    const agreeing = (side: OneBoundFormulas['printedSide']): number => {
      let count = 0;
      for (let chosen = 0; chosen < form.rowCount; chosen++) {
        const mu = justAbove(boundWith(form, (row) => side(form.rhs, row, chosen)));
        if (sameSet(minimizersOfPenalized(form, penalty, mu), wanted)) count++;
      }
      return count;
    };
    return {
      rows: [
        sameNumber('claim', 'entries of b that give a large enough μ when they stand for all', agreeing(printedSide), form.rowCount, 0),
        sameNumber('right', 'the same with each row’s own bᵢ', agreeing(rightSide), form.rowCount, 0),
        shownNumber('μ when b₂ stands for b, and the exact threshold', boundWith(form, () => form.rhs[1]!), tightMu(form) ?? Number.NaN),
      ],
      explanation: 'b is a vector, so the printed set has no meaning for two rows unless one entry stands for all: on a program of two rows each entry is tried, and (3) just above the bound compared with (2).',
      rightFormula: MU_FORMULA,
    };
  },
};

interface ProgramFormulas {
  readonly program: (variables: number, k: number) => NormalForm;
}

export const theorem3: ClaimTemplate<ProgramFormulas> = {
  id: 'gwl25-theorem-3',
  title: 'For a large μ the problems (2) and (3) have the same minimizers, feasible or not',
  source: 'GWL25, Theorem 3, on an infeasible program (S26, appendix A)',
  formula: String.raw`\exists\,\mu_0\;\forall\mu>\mu_0:\quad\operatorname{argmin}(3)=\operatorname{argmin}(2)`,
  parameters: [
    integerParameter('variables', 'n', 'Number of variables of the infeasible program.', 3, 1, 9),
    integerParameter('k', 'k', 'At least k and at most k − 1 variables are to be 1.', 1, 1, 9),
  ],
  formulas: { program: (variables, k) => normalForm(generate('toy-infeasible', { variables, k }, 0)) },
  settle({ program }, parameter) {
    const variables = parameter('variables');
    const k = parameter('k');
    if (k > variables) {
      throw new ClaimParameterError(`k = ${String(k)} is larger than n = ${String(variables)}.`, 'Choose k from 1 to n.', 'k');
    }
    const form = program(variables, k);
    const penalty = expectedPenalty(form);
    const constrained = minimizersOfConstrained(form, penalty);
    let vertices = 0;
    const x = new Uint8Array(variables);
    for (let mask = 0; mask < 2 ** variables; mask++) {
      for (let j = 0; j < variables; j++) x[j] = (mask >> j) & 1;
      if (isFeasible(form, x)) vertices++;
    }
    return {
      rows: [
        ...[1, 1e3, 1e6].map((mu) => {
          const penalized = minimizersOfPenalized(form, penalty, mu * (1 + Math.hypot(...form.objective)));
          return sameNumber(
            'claim', `faces that minimize (3) at μ = ${String(mu)}·(1 + ‖c‖), against (2)`, penalized.size, constrained.size, 0,
          );
        }),
        shownNumber('feasible vertices of the program', vertices, 0),
      ],
      explanation: 'At least k and at most k − 1 ones cannot be had, so (2) has no minimizer; (3) is continuous on a compact cube and has one at every μ. The theorem needs a feasible program, as S26’s Theorem 2 says.',
    };
  },
};
