/**
 * The decoders from x̂ to 0/1 (docs/science.md, section 10), a record each: what it is called in the window and at the
 * command line, and what it promises. Each has a file of its own; `decode.ts` calls it.
 */
import { COUNT } from '../settings/number-limits.ts';
import { namesOf } from '../settings/setting.ts';
import type { Setting, Words } from '../settings/setting.ts';

export interface DecoderDescription extends Words {
  /** Whether it draws at random: another seed, another vector. */
  readonly draws: boolean;
  /** Whether it searches up to `searchWork` nonzeros: its result then says more of the search than of x̂. */
  readonly searches: boolean;
  /** Whether it weighs the penalty by μ. */
  readonly weighs: boolean;
}

export const DECODERS = {
  threshold: {
    label: 'Threshold at ½',
    help: 'Rounds every marginal by itself: 1 above ½, else 0. It looks at no constraint, so the result is often infeasible.',
    draws: false,
    searches: false,
    weighs: false,
  },
  'conditional-expectation': {
    label: 'Conditional expectation',
    help: 'Rounds one variable after the other to the value with the lower expected loss, most decided first. Where every row has an exact expectation the loss never increases. Long rows of large or real coefficients have none: they are judged approximately, the result says which, and the loss may rise. Where threshold ends at a lower loss, its vector is kept and the result says so.',
    draws: false,
    searches: false,
    weighs: true,
  },
  'best-of-samples': {
    label: 'Best of N samples',
    help: 'Draws N vectors from the marginals and keeps the best feasible one, or the least violated where none is feasible.',
    draws: true,
    searches: false,
    weighs: false,
  },
  'greedy-repair': {
    label: 'Greedy repair and clean-up',
    help: 'Repairs violated rows by single flips, starting from conditional expectation and from threshold, then flips and exchanges variables as long as the objective improves. Says so where no feasible vector was reached.',
    draws: false,
    searches: false,
    weighs: true,
  },
  wedelin: {
    label: 'Row by row (Wedelin)',
    help: 'Takes the violated rows one after the other. Each chooses the values that satisfy it at the least reduced cost, and keeps to them more strongly the longer rows stay violated. Starts from the multipliers of the descent if it has them, otherwise finds its own. Takes a second or two. For partitions, packings and covers with costs; for rows with large coefficients use dives.',
    draws: true,
    searches: true,
    weighs: false,
  },
  'local-search': {
    label: 'Local search',
    help: 'Continues from greedy repair for one to three seconds: violates rows on purpose to improve the objective, repairs them again, and gives more weight to rows that stay violated. Finds the best solutions of all decoders. Much of their quality comes from the search itself, so compare gradients by the other decoders.',
    draws: true,
    searches: true,
    weighs: true,
  },
  'two-flip-search': {
    label: 'Local search, two flips',
    help: 'The local search with moves of two flips besides: where no single flip mends a row without breaking rows that weigh more, it tries pairs, a swap within an equality or a chain over two rows. Ahead of the plain search on equalities with weights (market splits, knapsacks that must be full); level with it on covers, packings and assignments, so it is not among the usual decoders.',
    draws: true,
    searches: true,
    weighs: true,
  },
  dive: {
    label: 'Dives: fix, propagate, repair',
    help: 'Fixes variables in the order that the marginals suggest, then those that the rows imply, steps back where a row can no longer be satisfied, and repairs what is left. Then it dives again around the best solution of the decoders before it, for a few seconds. For rows that single flips can hardly satisfy: assignments, partitions, equalities.',
    draws: true,
    searches: true,
    weighs: false,
  },
} as const satisfies Readonly<Record<string, DecoderDescription>>;
export type DecoderName = keyof typeof DECODERS;
/** In the order in which they are listed and run. */
export const DECODER_NAMES = namesOf(DECODERS);

/** What a decoder is. */
export function decoderOf(name: string): DecoderDescription | undefined {
  return (DECODERS as Readonly<Record<string, DecoderDescription>>)[name];
}

/** The decoders that do so, for conditions of settings. */
export function decodersThat(does: 'draws' | 'searches' | 'weighs'): readonly DecoderName[] {
  return namesOf(DECODERS).filter((name) => DECODERS[name][does]);
}

/** What those that search read. */
export const SEARCH_WORK = {
  kind: 'number',
  limits: COUNT,
  default: null,
  optional: true,
  none: { word: 'default', brief: 'usual search work' },
  subject: 'The work of a search',
  label: 'Search work',
  unit: 'nonzeros',
  brief: 'search work',
  help: 'What each decoder that searches (local search, dives, row by row) may touch; empty takes its default for the problem, a second or two.',
  option: { flags: '--search-work <n>', help: 'nonzeros that the decoders local-search, dive and wedelin may touch, each' },
} as const satisfies Setting;
