/**
 * The colors and type a chart is drawn with. On screen those of the theme in force; in exports always
 * the light ones on white, so that a figure can go into a paper as it is.
 */
import { SERIES_COLORS, TOKENS } from '../theme/tokens.ts';
import type { SeriesName, ThemeName } from '../theme/tokens.ts';

export interface ChartTheme {
  readonly name: ThemeName;
  readonly background: string;
  readonly text: string;
  readonly dim: string;
  readonly grid: string;
  readonly axis: string;
  readonly accent: string;
  readonly series: Readonly<Record<SeriesName, string>>;
  readonly fontFamily: string;
}

/** Fonts of an export: the reader's machine need not have ours. */
const EXPORT_FONTS = "'Inter Variable', Inter, 'Helvetica Neue', Arial, sans-serif";

export function chartTheme(name: ThemeName): ChartTheme {
  const tokens = TOKENS[name];
  return {
    name,
    background: tokens.panel,
    text: tokens.text,
    dim: tokens.dim,
    grid: tokens.grid,
    axis: tokens.control,
    accent: tokens.accent,
    series: SERIES_COLORS[name],
    fontFamily: EXPORT_FONTS,
  };
}

export const EXPORT_THEME: ChartTheme = { ...chartTheme('light'), background: '#ffffff' };
