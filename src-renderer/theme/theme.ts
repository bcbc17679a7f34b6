/**
 * The component library's theme: 13 px type, 4 px grid, 28 px inputs, 4 px radius, no shadows but under
 * floating things. Colors come from `tokens.ts`; the library's own variables are pointed at ours, so
 * that every widget follows one table. Widths and heights that no prop reaches are in `base.css`.
 */
import { createTheme, rem } from '@mantine/core';
import type { CSSVariablesResolver, MantineColorScheme, MantineColorSchemeManager, MantineColorsTuple } from '@mantine/core';
import { cssVariables, TOKENS } from './tokens.ts';
import type { ThemeName } from './tokens.ts';

const indigo: MantineColorsTuple = [
  '#eef0fd', '#d9ddf9', '#bac1f4', '#9aa6fb', '#7d8ae9', '#6572de', '#5663d2', '#4653c7', '#3a45ac', '#2f388c',
];

/** Filled with white text: AA in both themes' shades (6 and 7). */
const red: MantineColorsTuple = [
  '#fdecee', '#fad4d8', '#f3aab1', '#ea7d88', '#e05664', '#d43a49', '#c52f3d', '#bb1f2d', '#9c1824', '#80131d',
];

export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSizes: { xs: rem(11), sm: rem(12), md: rem(13), lg: rem(14), xl: rem(16) },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.45', xl: '1.4' },
  spacing: { xs: rem(4), sm: rem(8), md: rem(12), lg: rem(16), xl: rem(24) },
  radius: { xs: rem(2), sm: rem(4), md: rem(4), lg: rem(6), xl: rem(8) },
  defaultRadius: 'sm',
  headings: { fontWeight: '600', sizes: { h1: { fontSize: rem(16) }, h2: { fontSize: rem(14) }, h3: { fontSize: rem(13) } } },
  colors: { indigo, red },
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 6 },
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  // Plain objects: naming the components themselves would load all of them with the theme.
  components: {
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false, multiline: true, maw: 340, fz: 12, transitionProps: { duration: 80 } } },
    Modal: { defaultProps: {
      transitionProps: { duration: 100, transition: 'fade' }, overlayProps: { backgroundOpacity: 0.45 }, centered: false, yOffset: '8vh',
      closeButtonProps: { 'aria-label': 'Close' },
    } },
    Popover: { defaultProps: { transitionProps: { duration: 80 }, shadow: 'md' } },
    Select: { defaultProps: {
      size: 'xs', allowDeselect: false, checkIconPosition: 'right', comboboxProps: { transitionProps: { duration: 80 }, shadow: 'md' },
    } },
    TextInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Button: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs', transitionDuration: 80 } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Menu: { defaultProps: { transitionProps: { duration: 80 }, shadow: 'md', withInitialFocusPlaceholder: false } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 26 } },
  },
});

function libraryVariables(name: ThemeName): Record<string, string> {
  const tokens = TOKENS[name];
  return {
    ...cssVariables(name),
    '--mantine-color-body': tokens.panel,
    '--mantine-color-text': tokens.text,
    '--mantine-color-dimmed': tokens.dim,
    '--mantine-color-placeholder': tokens.dim,
    '--mantine-color-default': tokens.raised,
    '--mantine-color-default-hover': tokens.hover,
    '--mantine-color-default-border': tokens.control,
    '--mantine-color-default-color': tokens.text,
    '--mantine-color-error': tokens.statusFailed,
    '--mantine-color-anchor': tokens.accentText,
    '--mantine-color-disabled': tokens.border,
    '--mantine-color-disabled-color': tokens.control,
    '--mantine-color-disabled-border': tokens.border,
  };
}

export const variablesResolver: CSSVariablesResolver =
  () => ({ variables: {}, light: libraryVariables('light'), dark: libraryVariables('dark') });

/** The theme is kept with the settings and always forced: nothing is read from or written to the page's own storage. */
export const ONLY_FORCED: MantineColorSchemeManager = {
  get: (byDefault: MantineColorScheme) => byDefault, set: () => undefined, subscribe: () => undefined, unsubscribe: () => undefined,
  clear: () => undefined,
};
