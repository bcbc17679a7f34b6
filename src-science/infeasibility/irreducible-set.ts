/**
 * Why a program has no solution: an irreducible infeasible set of its constraints, one without a solution of which
 * every constraint is needed: without it the rest has one. There may be others, and smaller ones.
 *
 * 1. Propagation: where it proves infeasibility, the rows and fixings of its chain are the set to begin with.
 * 2. Else growth (the additive method of Tamiz, Mardle and Jones 1996; on integers Guieu and Chinneck 1999): a set
 *    begins empty; a vector that keeps it breaks some other row, which is added; until nothing
 *    keeps the set. What is asked are small programs, and most rows are never in them.
 * 3. The deletion filter (Chinneck and Dravnieks 1991): each constraint is left out for good if the rest is still
 *    infeasible. Rows first, long ones first; then fixings; then single bounds of rows with two.
 *
 * Every vector that was found says of the constraints that it breaks that one of them is needed: one that breaks a
 * single constraint of the set proves that it is needed, without a question. Vectors are judged by their own report,
 * infeasibility by whoever answers the questions.
 */
import type { Program } from '../program/program.ts';
import { FREE } from '../program/program.ts';
import { allConstraints, brokenBy, LOWER, partOf, UPPER, without } from './constraint-set.ts';
import type { Constraint, ConstraintSet, Part } from './constraint-set.ts';
import { propagationChain } from './propagation-chain.ts';
import type { PropagationChain } from './propagation-chain.ts';

/** Whether a program has a vector that satisfies its rows and fixings; `unknown` where that was not settled. */
export type Answer = { readonly is: 'feasible'; readonly x: Uint8Array } | { readonly is: 'infeasible' } | { readonly is: 'unknown' };

export interface SearchControl {
  /**
   * Asked where propagation proves nothing; the vector need not have been judged. `growing` while the set grows: then
   * `unknown` sends the search on to the filter, which begins with everything.
   */
  readonly ask: (program: Program, growing: boolean) => Promise<Answer>;
  /** True where no more may be asked. */
  readonly over: () => boolean;
  /** Called before each question of the filter: constraints judged, of how many. */
  readonly onProgress?: (judged: number, of: number) => void;
  /** False leaves out the growth; for comparisons. */
  readonly grows?: boolean;
}

export interface InfeasibleSet {
  readonly set: ConstraintSet;
  /** Every constraint of the set is needed; else the search was stopped, or a question not settled. */
  readonly irreducible: boolean;
  /** False where the search was stopped before it had left anything out. */
  readonly narrowed: boolean;
  /** Where propagation alone proves the set infeasible, by rows and variables of the program. */
  readonly chain: PropagationChain | null;
  /** Questions that went to `ask`. */
  readonly questions: number;
  /** A vector that satisfies everything: the program is not infeasible at all, and the rest says nothing. */
  readonly contradiction: Uint8Array | null;
}

/** What a vector breaks that keeps a set, or what is left of the set where there is none. */
type Judgement = { readonly broken: readonly Constraint[] } | { readonly left: ConstraintSet };

/**
 * @param program which has no solution
 * Cost: questions, at most one for each constraint and each that growth adds.
 */
export async function irreducibleSet(program: Program, control: SearchControl): Promise<InfeasibleSet> {
  const everything = allConstraints(program);
  const witnesses: (readonly Constraint[])[] = [];
  let questions = 0;
  /** The latest vector found: what a part does not settle stays as it was. */
  const x = Uint8Array.from(program.fixed, (value) => (value === FREE ? 0 : value));

  /** @returns null where that was not settled */
  const judge = async (set: ConstraintSet, growing = false): Promise<Judgement | null> => {
    const part = partOf(program, set);
    const chain = propagationChain(part.program);
    if (chain !== null) return { left: constraintsOf(set, part, chain) };
    if (control.over()) return null;
    questions++;
    const answer = await control.ask(part.program, growing);
    if (answer.is === 'infeasible') return { left: set };
    if (answer.is === 'unknown') return null;
    part.variables.forEach((j, k) => (x[j] = answer.x[k]!));
    const broken = brokenBy(program, x);
    // What was said to be a solution of the part is none: nothing is known.
    if (broken.some((constraint) => isIn(set, constraint) || !isIn(everything, constraint))) return null;
    witnesses.push(broken);
    return { broken };
  };
  const ended = (set: ConstraintSet, irreducible: boolean, narrowed: boolean): InfeasibleSet => {
    const part = partOf(program, set);
    const chain = propagationChain(part.program);
    return { set, irreducible, narrowed, chain: chain === null ? null : inWhole(program, part, chain), questions, contradiction: null };
  };

  const whole = partOf(program, everything);
  const chain = propagationChain(whole.program);
  let set = everything;
  let narrowed = chain !== null;
  if (chain !== null) set = constraintsOf(everything, whole, chain);
  else if (control.grows !== false) {
    const grown = await grow(program, everything, x, witnesses, judge);
    if (grown === 'feasible') return { ...ended(everything, false, false), contradiction: x.slice() };
    if (grown !== null) {
      set = grown;
      narrowed = true;
    }
  }

  const { rows } = program;
  const length = (i: number): number => rows.start[i + 1]! - rows.start[i]!;
  let irreducible = true;
  const filter = async (candidates: readonly Constraint[], judged: number, of: number): Promise<void> => {
    for (const [k, candidate] of candidates.entries()) {
      if (!isIn(set, candidate)) continue;
      control.onProgress?.(judged + k, of);
      if (witnesses.some((broken) => provesNeeded(set, broken, candidate))) continue;
      const found = await judge(without(set, candidate));
      if (found === null) irreducible = false;
      else if ('left' in found) {
        set = found.left;
        narrowed = true;
      }
    }
  };
  const rowsIn = (): number[] => Array.from(set.sides.keys()).filter((i) => set.sides[i] !== 0);
  const first = rowsIn();
  const longFirst = first.toSorted((a, b) => length(b) - length(a) || b - a);
  await filter(longFirst.map((row) => ({ row, sides: UPPER + LOWER })), 0, first.length);
  set = withoutIdleFixings(program, set);
  await filter(
    Array.from(set.fixings.keys()).filter((variable) => set.fixings[variable] === 1).map((variable) => ({ variable })),
    first.length, first.length,
  );
  const twoSided = rowsIn().filter((i) => set.sides[i] === UPPER + LOWER);
  await filter(twoSided.flatMap((row) => [{ row, sides: LOWER }, { row, sides: UPPER }]), first.length, first.length);
  return ended(set, irreducible, narrowed);
}

/** Adds rows until nothing keeps them. @returns null where a question was not settled, `feasible` where a vector keeps all */
async function grow(
  program: Program, everything: ConstraintSet, x: Uint8Array, witnesses: (readonly Constraint[])[],
  judge: (set: ConstraintSet, growing: true) => Promise<Judgement | null>,
): Promise<ConstraintSet | 'feasible' | null> {
  const set: ConstraintSet = { sides: new Uint8Array(everything.sides.length), fixings: everything.fixings };
  /** How many of the vectors found break a row: one of each vector's is in every infeasible set. */
  const count = new Int32Array(everything.sides.length);
  let broken = brokenBy(program, x);
  witnesses.push(broken);
  for (;;) {
    let next = -1;
    for (const constraint of broken) {
      if (!('row' in constraint)) continue;
      const i = constraint.row;
      count[i]!++;
      if (next < 0 || count[i]! > count[next]!) next = i;
    }
    if (next < 0) return 'feasible';
    set.sides[next] = everything.sides[next]!;
    const found = await judge(set, true);
    if (found === null) return null;
    if ('left' in found) return { sides: found.left.sides.slice(), fixings: found.left.fixings.slice() };
    broken = found.broken;
  }
}

function isIn(set: ConstraintSet, constraint: Constraint): boolean {
  return 'row' in constraint ? (set.sides[constraint.row]! & constraint.sides) !== 0 : set.fixings[constraint.variable] === 1;
}

/** A vector that breaks nothing of the set but the candidate. */
function provesNeeded(set: ConstraintSet, broken: readonly Constraint[], candidate: Constraint): boolean {
  return broken.every((constraint) => {
    if (!isIn(set, constraint)) return true;
    if ('row' in constraint) {
      return 'row' in candidate && candidate.row === constraint.row && (candidate.sides & constraint.sides) !== 0;
    }
    return 'variable' in candidate && candidate.variable === constraint.variable;
  });
}

/** Without fixings of variables that stand in no row of the set. */
function withoutIdleFixings(program: Program, set: ConstraintSet): ConstraintSet {
  const { variables } = partOf(program, set);
  const used = new Set(variables);
  return { ...set, fixings: set.fixings.map((fixing, j) => (fixing === 1 && used.has(j) ? 1 : 0)) };
}

/** The constraints of a chain, which is in the rows and variables of a part of `set`. */
function constraintsOf(set: ConstraintSet, { variables, rows }: Part, chain: PropagationChain): ConstraintSet {
  const sides = new Uint8Array(set.sides.length);
  for (const { row, side } of [...chain.steps, chain.conflict]) {
    const i = rows[row]!;
    // A row that keeps an integer to its range is no constraint of the set, and always there.
    sides[i] = sides[i]! | (set.sides[i]! & side);
  }
  const fixings = new Uint8Array(set.fixings.length);
  for (const j of chain.fixings) fixings[variables[j]!] = 1;
  return { sides, fixings };
}

/** A chain of a part, in the rows and variables of the whole program. */
function inWhole(program: Program, { variables, rows }: Part, chain: PropagationChain): PropagationChain {
  const value = new Int8Array(program.objective.length).fill(-1);
  variables.forEach((j, k) => (value[j] = chain.value[k]!));
  const moved = <R extends { readonly row: number; readonly given: readonly number[] }>(reason: R): R => ({
    ...reason, row: rows[reason.row]!, given: reason.given.map((j) => variables[j]!),
  });
  return {
    steps: chain.steps.map((step) => ({ ...moved(step), variable: variables[step.variable]! })),
    conflict: moved(chain.conflict), fixings: chain.fixings.map((j) => variables[j]!), value,
  };
}
