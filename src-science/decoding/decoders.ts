/** What each decoder is called in the window and at the command line, and what it promises. */
import type { DecoderName } from './decoder.ts';

export interface DecoderDescription {
  readonly name: DecoderName;
  readonly label: string;
  /** One or two sentences. */
  readonly help: string;
  /** Whether it draws at random: another seed, another vector. */
  readonly draws: boolean;
  /** Whether it searches up to `searchWork` nonzeros: its result then says more of the search than of x̂. */
  readonly searches: boolean;
  /** Whether it weighs the penalty by μ. */
  readonly weighs: boolean;
}

export const DECODERS: readonly DecoderDescription[] = [
  {
    name: 'threshold',
    label: 'Threshold at ½',
    help: 'Rounds every marginal by itself: 1 above ½, else 0. It looks at no constraint, so the result is often infeasible.',
    draws: false,
    searches: false,
    weighs: false,
  },
  {
    name: 'conditional-expectation',
    label: 'Conditional expectation',
    help: 'Rounds one variable after the other to the value with the lower expected loss, most decided first. Where every row has an exact expectation the loss never increases. Long rows of large or real coefficients have none: they are judged approximately, the result says which, and the loss may rise. Where threshold ends at a lower loss, its vector is kept and the result says so.',
    draws: false,
    searches: false,
    weighs: true,
  },
  {
    name: 'best-of-samples',
    label: 'Best of N samples',
    help: 'Draws N vectors from the marginals and keeps the best feasible one, or the least violated where none is feasible.',
    draws: true,
    searches: false,
    weighs: false,
  },
  {
    name: 'greedy-repair',
    label: 'Greedy repair and clean-up',
    help: 'Repairs violated rows by single flips, starting from conditional expectation and from threshold, then flips and exchanges variables as long as the objective improves. Says so where no feasible vector was reached.',
    draws: false,
    searches: false,
    weighs: true,
  },
  {
    name: 'wedelin',
    label: 'Row by row (Wedelin)',
    help: 'Every violated row chooses anew what keeps it at least cost, by reduced costs with a multiplier a row, and insists on its choice the more, the longer rows stay violated. Takes the multipliers of the descent where it has them, else finds its own. A second or two. For partitions, packings and covers with costs; rows of large coefficients are better left to dives.',
    draws: true,
    searches: true,
    weighs: false,
  },
  {
    name: 'local-search',
    label: 'Local search',
    help: 'Goes on from greedy repair for one to three seconds: breaks rows on purpose to better the objective, mends them again, and lets rows that stay broken weigh more. Best solutions of all decoders; much of their quality is the search’s own, so compare gradients by the others.',
    draws: true,
    searches: true,
    weighs: true,
  },
  {
    name: 'dive',
    label: 'Dives: fix, propagate, repair',
    help: 'Fixes variables in the order of what the marginals say, lets the rows fix what follows, goes back a little where they cannot, repairs what is left, then dives again around the best of all decoders before it for something better, for a few seconds. The decoder for rows that flips can hardly keep: assignments, partitions, equalities.',
    draws: true,
    searches: true,
    weighs: false,
  },
];

/** What a decoder is. */
export function decoderOf(name: string): DecoderDescription | undefined {
  return DECODERS.find((decoder) => decoder.name === name);
}
