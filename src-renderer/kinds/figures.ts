/** Figures of results in words, for the kinds that have them. */
import { roundingSentence } from '../../src-science/decoding/rounding-words.ts';
import type { SolutionValue } from '../../src-contract/job-event.ts';
import { ALL_AGREE, formatCount, formatEstimate, formatNumber, fullPrecision } from '../format/index.ts';
import type { Line } from './page-kind.ts';

/** @param exact nothing was left to chance: an error of 0 is a proof */
export function figure(mean: number, standardError: number, exact: boolean): string {
  return exact && standardError === 0 ? formatNumber(mean, { digits: 6 }) : formatEstimate(mean, standardError);
}

export function digits(mean: number, standardError: number, exact: boolean): string {
  if (standardError > 0) return `${fullPrecision(mean)} ± ${fullPrecision(standardError)} (standard error)`;
  return `${fullPrecision(mean)}${exact ? ', exact' : `; ${ALL_AGREE}`}`;
}

/** Where conditional expectation had no exact expectation, or its vector was not the one kept. */
export function describeRounding(solutions: readonly SolutionValue[]): readonly Line[] {
  return solutions.flatMap(({ rounding }) => {
    const sentence = rounding === undefined ? null : roundingSentence(rounding);
    return sentence === null
      ? []
      : [
        {
          label: 'Rounding', value: sentence,
          help: 'Of the decoder conditional expectation. A row with too many large or real coefficients for an exact expectation is judged approximately.',
        },
      ];
  });
}

/** What a bound had fixed; nothing where it was not asked to. */
export function describeFixing(fixing: { readonly count: number; readonly free: number } | undefined): readonly Line[] {
  if (fixing === undefined) return [];
  const value = `${formatCount(fixing.count)} of ${formatCount(fixing.free)} free variables`;
  const help = 'No vector as good as the best known one has another value there, by the reduced costs of a certified bound';
  return [{ label: 'Fixed by the bound', value, help }];
}
