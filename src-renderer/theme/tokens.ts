/**
 * Every color of the window, once: the CSS variables (`var(--lz-panel)` …) and the charts are made from
 * this table, for dark and light. Series colors are Okabe–Ito's palette in a fixed assignment by scheme,
 * the same in every view; in the dark theme each is lightened to about the same contrast against its
 * background. Text pairs are AA (test/unit/renderer/tokens.test.ts computes it). Nothing else in the
 * renderer names a color.
 */
import { LIGHT_SERIES_COLORS } from '../../src-contract/series-colors.ts';
import type { SeriesName } from '../../src-contract/series-colors.ts';

export type ThemeName = 'dark' | 'light';

export interface Tokens {
  /** Behind the panels. */
  readonly background: string;
  /** Panels, tables. */
  readonly panel: string;
  /** Headers, toolbars, inputs. */
  readonly raised: string;
  /** Floating things: menus, dialogs. */
  readonly floating: string;
  readonly hover: string;
  readonly border: string;
  /** Outlines of controls, stronger than `border`. */
  readonly control: string;
  readonly text: string;
  /** Second rank: labels, captions, axis labels. */
  readonly dim: string;
  /** Light horizontal grid of charts. */
  readonly grid: string;
  readonly accent: string;
  /** Accent as text, icon or ring on panels. */
  readonly accentText: string;
  readonly onAccent: string;
  /** Rows selected in a table. */
  readonly selection: string;
  readonly statusDone: string;
  readonly statusRunning: string;
  readonly statusCancelled: string;
  readonly statusTimeLimit: string;
  readonly statusFailed: string;
  readonly failedBackground: string;
  readonly warningBackground: string;
}

export const TOKENS: Readonly<Record<ThemeName, Tokens>> = {
  light: {
    background: '#eceef1',
    panel: '#ffffff',
    raised: '#f6f7f9',
    floating: '#ffffff',
    hover: '#eef0f4',
    border: '#d9dce2',
    control: '#868d99',
    text: '#1d2128',
    dim: '#59606c',
    grid: '#e6e8ec',
    accent: '#4653c7',
    accentText: '#3f4bb8',
    onAccent: '#ffffff',
    selection: '#e1e4fa',
    statusDone: '#1a7038',
    statusRunning: '#3f4bb8',
    statusCancelled: '#59606c',
    statusTimeLimit: '#855600',
    statusFailed: '#bb1f2d',
    failedBackground: '#fdecee',
    warningBackground: '#fdf3dc',
  },
  dark: {
    background: '#16181d',
    panel: '#1c1f26',
    raised: '#22262e',
    floating: '#262a33',
    hover: '#272b35',
    border: '#313640',
    control: '#6f7785',
    text: '#d7dae0',
    dim: '#9aa1ad',
    grid: '#2a2e37',
    accent: '#5663d2',
    accentText: '#9aa6fb',
    onAccent: '#ffffff',
    selection: '#2b3157',
    statusDone: '#63c07d',
    statusRunning: '#9aa6fb',
    statusCancelled: '#9aa1ad',
    statusTimeLimit: '#dfae45',
    statusFailed: '#f5827f',
    failedBackground: '#3a2227',
    warningBackground: '#382f1d',
  },
};

export type { SeriesName };

export const SERIES_COLORS: Readonly<Record<ThemeName, Readonly<Record<SeriesName, string>>>> = {
  light: LIGHT_SERIES_COLORS,
  dark: {
    'true-penalty': '#4aa6dc',
    'surrogate-interchange': '#f28544',
    'surrogate-corrected': '#2fc497',
    'score-function': '#e29fc6',
    'straight-through': '#f3b73c',
    concrete: '#8fd0f5',
    'finite-difference': '#d0c64b',
    'naive-pathwise': '#a3a9b4',
    exact: '#f2f3f5',
  },
};

/** CSS variable of a series color. */
export const seriesVariable = (name: SeriesName): string => `--lz-series-${name}`;

/** All CSS variables of a theme. */
export function cssVariables(theme: ThemeName): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, color] of Object.entries<string>({ ...TOKENS[theme] })) variables[`--lz-${kebab(name)}`] = color;
  for (const [name, color] of Object.entries<string>(SERIES_COLORS[theme])) variables[`--lz-series-${name}`] = color;
  return variables;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
