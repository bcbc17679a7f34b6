/** Every text of the window has at least the contrast that WCAG AA asks for, in both themes. */
import { describe, expect, it } from 'vitest';
import { SCHEME_NAMES } from '../../../../src-science/gradients/scheme.ts';
import { cssVariables, SERIES_COLORS, seriesVariable, TOKENS } from '../../../../src-renderer/theme/tokens.ts';
import type { Tokens } from '../../../../src-renderer/theme/tokens.ts';

/** Relative luminance and contrast ratio, WCAG 2.2 section 1.4.3. */
function luminance(color: string): number {
  const channel = (at: number): number => {
    const c = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const GROUNDS = ['background', 'panel', 'raised', 'floating', 'hover', 'selection'] as const satisfies readonly (keyof Tokens)[];
const TEXTS = ['text', 'dim', 'accentText', 'statusDone', 'statusRunning', 'statusCancelled', 'statusTimeLimit',
  'statusFailed'] as const satisfies readonly (keyof Tokens)[];

describe.each(['dark', 'light'] as const)('the %s theme', (name) => {
  const tokens = TOKENS[name];
  it.each(TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)))('%s is legible on %s', (text, ground) => {
    expect(contrast(tokens[text], tokens[ground])).toBeGreaterThanOrEqual(4.5);
  });
  it('is legible on accent, error and warning grounds', () => {
    expect(contrast(tokens.onAccent, tokens.accent)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens.text, tokens.failedBackground)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(tokens.text, tokens.warningBackground)).toBeGreaterThanOrEqual(4.5);
  });
  it('outlines controls with at least 3:1', () => {
    for (const ground of ['panel', 'raised', 'floating'] as const) {
      expect(contrast(tokens.control, tokens[ground])).toBeGreaterThanOrEqual(3);
    }
  });
  it('gives every scheme and the optimum a color of its own', () => {
    const colors = [...SCHEME_NAMES, 'exact' as const].map((scheme) => SERIES_COLORS[name][scheme]);
    expect(new Set(colors).size).toBe(colors.length);
    for (const scheme of SCHEME_NAMES) expect(cssVariables(name)[seriesVariable(scheme)]).toBe(SERIES_COLORS[name][scheme]);
  });
});

it('draws schemes in the palette of Okabe and Ito on white', () => {
  expect(SERIES_COLORS.light['true-penalty']).toBe('#0072b2');
  expect(SERIES_COLORS.light['surrogate-interchange']).toBe('#d55e00');
});
