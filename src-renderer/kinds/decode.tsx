/** Decodings: one 0/1 vector. */
import { formatDuration, formatNumber, formatObjective } from '../format/index.ts';
import { describeRounding } from './figures.ts';
import type { PageKind } from './page-kind.ts';

export const page: PageKind<'decode'> = {
  lines: ({ solution }) => [
    { label: 'Objective', value: formatObjective(solution.objective, { digits: 8 }) },
    { label: 'Feasible', value: solution.feasible ? 'yes' : `no, violation ${formatNumber(solution.violation)}` },
    ...describeRounding([solution]),
    { label: 'Time', value: formatDuration(solution.seconds) },
  ],
  sentence: () => null,
};
