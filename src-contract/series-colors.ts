/** The color of each scheme on white, after Okabe and Ito: the same in every chart, export and report. */
import type { SchemeName } from '../src-science/gradients/scheme.ts';

/** What a line in a chart stands for: a scheme, or the exact optimum. */
export type SeriesName = SchemeName | 'exact';

export const LIGHT_SERIES_COLORS: Readonly<Record<SeriesName, string>> = {
  'true-penalty': '#0072b2',
  'surrogate-interchange': '#d55e00',
  'surrogate-corrected': '#009e73',
  'score-function': '#cc79a7',
  'straight-through': '#e69f00',
  concrete: '#56b4e9',
  'finite-difference': '#9a8d00',
  'naive-pathwise': '#7b818c',
  exact: '#111317',
};
