/** The settings of an exact solve, in the order in which they are shown. */
import { NON_NEGATIVE, POSITIVE, WHOLE } from '../settings/number-limits.ts';
import { namesOf } from '../settings/setting.ts';
import type { PlacedSettings, SpecOf } from '../settings/setting.ts';

const EXACT_SECTIONS = ['Solve exactly'] as const;
type Section = (typeof EXACT_SECTIONS)[number];

/** Free variables that can be enumerated: 2²⁴ assignments take about a second. */
export const ENUMERATION_LIMIT = 24;

/** Solutions that one run lists at most, and values that their vectors have together: a byte each. */
const MOST_SOLUTIONS = 10_000;
export const LONGEST_LIST = 2 ** 28;

/** `race` runs GLPK and HiGHS side by side, on a small program GLPK a few milliseconds ahead. */
export const SOLVERS = {
  highs: { label: 'HiGHS', help: 'Branch and cut; reports bound, nodes and incumbents on the way and can be stopped.', brief: 'HiGHS' },
  glpk: { label: 'GLPK', help: 'Branch and bound, independent of HiGHS; often the faster one on small problems. Shows bounds on the way, and its solution at the end.', brief: 'GLPK' },
  race: {
    label: 'Race',
    help: 'GLPK and HiGHS side by side, each in a thread of its own: the first proof ends the race. On a program of at most 64 variables HiGHS joins only after 4 ms. Which of several optimal solutions is shown may differ from run to run.',
  },
  enumerate: { label: 'Enumeration', help: `Tries every 0/1 vector; for at most ${ENUMERATION_LIMIT} free variables. Trusts no solver.`, brief: 'enumeration' },
} as const;

const sameVector = (a: unknown, b: unknown): boolean => Array.isArray(a) && Array.isArray(b) && a.every((value, j) => value === b[j]);

const EXACT_SETTINGS = {
  solver: {
    kind: 'choice',
    section: 'Solve exactly',
    look: 'list',
    choices: SOLVERS,
    default: 'highs',
    subject: 'The solver',
    label: 'Solver',
    help: 'Which solver proves the optimum; a race runs both.',
    option: { flags: '--solver <name>', help: `highs, glpk, race (both side by side), or enumerate (up to ${ENUMERATION_LIMIT} free variables)` },
  },
  check: {
    kind: 'flag',
    section: 'Solve exactly',
    default: false,
    optional: true,
    where: { solver: { is: ['race'] } },
    label: 'Ends',
    column: 'Race ends',
    help: 'Stop the slower solver at the first proof, or wait for both and compare what they prove.',
    off: { label: 'At the first proof', help: 'The slower solver is stopped as soon as the other has a proof.', brief: 'to the first proof' },
    on: { label: 'When both have', help: 'Both run to their end, and what they prove is compared.', brief: 'both to their end' },
    option: { flags: '--check', help: 'in a race, let both solvers end and compare them' },
  },
  timeLimitSeconds: {
    kind: 'number',
    section: 'Solve exactly',
    limits: POSITIVE,
    default: null,
    none: { word: 'no limit', brief: 'no time limit' },
    subject: 'The time limit',
    label: 'Time limit',
    unit: 's',
    brief: (value, say) => `at most ${say.amount(value)} s`,
    help: 'Stop after so many seconds with the best solution found; empty is no limit.',
    option: { flags: '--time-limit <seconds>', help: 'stop after so many seconds with what there is' },
  },
  relativeGap: {
    kind: 'number',
    section: 'Solve exactly',
    limits: NON_NEGATIVE,
    default: 0,
    subject: 'The relative gap',
    label: 'Relative gap',
    column: 'Gap allowed',
    brief: (value, say) => (value === 0 ? 'proof asked for' : `gap ${say.amount(value)} allowed`),
    row: (value, say) => (value === 0 ? '0, a proof is asked for' : say.amount(value)),
    help: 'The solver may stop at this gap between solution and bound; 0 asks for a proof of optimality.',
    option: { flags: '--gap <share>', help: 'relative gap at which the solver may stop; 0 asks for a proof' },
  },
  /** In the row's own units. */
  feasibilityTolerance: {
    kind: 'number',
    section: 'Solve exactly',
    limits: NON_NEGATIVE,
    default: 0,
    optional: true,
    subject: 'The feasibility tolerance',
    label: 'Feasibility tolerance',
    brief: (value, say) => (value === 0 ? 'rows met exactly' : `rows missed by at most ${say.amount(value)}`),
    help: 'By how much each row may be missed, in its own units: what a file’s rounded coefficients ask for. At 0 rows are met exactly. A solution that meets them only within it is marked so everywhere.',
    option: { flags: '--feasibility-tolerance <amount>', help: 'by how much each row may be missed; rows are met exactly where left out' },
  },
  /** Distinct 0/1 vectors, best first; with more than 1 the run goes on after the proof of the first. */
  solutions: {
    kind: 'number',
    section: 'Solve exactly',
    limits: { whole: true, atLeast: 1, atMost: MOST_SOLUTIONS },
    default: 1,
    optional: true,
    subject: 'The number of solutions',
    label: 'Solutions',
    column: 'Solutions asked for',
    brief: (value, say) => (value === 1 ? 'the best solution' : `the ${say.count(value)} best solutions`),
    row: (value, say) => (value === 1 ? 'the best' : `the ${say.count(value)} best`),
    arrows: 1,
    help: 'How many of the best solutions to list, best first, each proven to be the next best. Where there are fewer, the list has all of them. More than 1 ask for a relative gap of 0.',
    option: { flags: '--solutions <n>', help: `list the n best solutions (up to ${MOST_SOLUTIONS}), each proven to be the next best, or all where there are fewer` },
  },
  explain: {
    kind: 'flag',
    section: 'Solve exactly',
    default: false,
    optional: true,
    label: 'No solution',
    column: 'Where there is no solution',
    help: 'What to do where the program is proven to have no solution.',
    off: { label: 'Say so', help: 'The run ends with the proof.', brief: 'no explanation' },
    on: {
      label: 'Explain',
      help: 'Goes on to an irreducible set of rows and fixings: together they have no solution, without any one of them the rest has one.',
      brief: 'explained if infeasible',
    },
    option: { flags: '--explain', help: 'where there is no solution, print an irreducible set of rows and fixings that has none' },
  },
  start: {
    kind: 'vector',
    section: 'Solve exactly',
    entries: 'zero-one',
    none: { word: 'none', brief: 'no start' },
    subject: 'the start solution',
    label: 'Start solution',
    column: 'Start',
    brief: 'start',
    help: 'A solution the solver starts from: what it finds is then at least as good. HiGHS takes one; for GLPK it only counts as a first solution.',
    option: { flags: '--start <x>', help: 'a vector to start from (HiGHS): a JSON array, or a file: .sol, .mst, .csv, .npy, or the JSON of decode, descend or solve' },
  },
  /** Before the solver begins, against the start (`bounds/fix-by-bound.ts`). */
  fixing: {
    kind: 'choice',
    section: 'Solve exactly',
    look: 'buttons',
    choices: {
      none: { label: 'None', help: 'The solver is given every free variable.', brief: 'nothing fixed' },
      'by-bound': {
        label: 'By the bound', help: 'What no vector as good as the start can have, by the reduced costs of a certified bound, is fixed first.',
        brief: 'fixed by the bound',
      },
    },
    default: 'none',
    optional: true,
    subject: 'The fixing before the solve',
    label: 'Fixing',
    help: 'Lagrangian fixing: a certified bound and the start solution fix variables before the solver begins. The optimum stays, so a proof on what is left is one of the program.',
    option: { flags: '--fixing <name>', help: 'none, or by-bound: a certified bound and --start fix variables before the solver begins; no optimum is lost' },
  },
  /** Search only within `radius` flips of `center`: nothing is proven about the rest. */
  ball: {
    kind: 'group',
    section: 'Solve exactly',
    optional: true,
    none: { word: 'no ball', brief: 'no ball' },
    label: 'Ball',
    help: 'Search only among vectors at most so many flips away from a center.',
    row: ({ radius, center }, say, { start }) =>
      `up to ${say.count(radius)} flips from ${start === null || sameVector(center, start) ? 'the start solution' : 'a center of its own'}`,
    option: { none: 'its radius has an option, its center is --start' },
    settings: {
      radius: {
        kind: 'number',
        limits: WHOLE,
        default: null,
        subject: 'The radius of the ball',
        label: 'Ball radius',
        unit: 'flips',
        column: 'Ball',
        brief: (value, say) => `ball of ${say.count(value)}`,
        arrows: 1,
        help: 'Search only among vectors at most so many flips away from the start solution. What is proven then holds inside the ball only: the program may have better solutions outside, so there is no bound and no gap for it. Empty searches everywhere.',
        option: { flags: '--ball <radius>', help: 'look only within so many flips of --start; proves nothing about the rest' },
      },
      center: {
        kind: 'vector',
        entries: 'zero-one',
        subject: 'the center of the ball',
        label: 'Ball around',
        brief: 'ball around',
        option: { none: '--start is the center' },
        help: 'The center of the ball.',
      },
    },
  },
} as const satisfies PlacedSettings<Section>;

export const EXACT = { sections: EXACT_SECTIONS, settings: EXACT_SETTINGS } as const;
export type ExactSpec = SpecOf<typeof EXACT_SETTINGS>;
export type SolverName = ExactSpec['solver'];
export const SOLVER_NAMES: readonly SolverName[] = namesOf(SOLVERS);
