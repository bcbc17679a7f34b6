/**
 * The theme in force: the user's choice, or the system's where the choice is "system". Charts ask here
 * for colors, since a canvas or an SVG export cannot follow CSS variables.
 */
import { useSyncExternalStore } from 'react';
import { useSettings } from '../api/queries.ts';
import { TOKENS } from './tokens.ts';
import type { ThemeName, Tokens } from './tokens.ts';

const DARK_QUERY = '(prefers-color-scheme: dark)';

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(DARK_QUERY);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** `dark` or `light`; rerenders when it changes. */
export function useThemeName(): ThemeName {
  const chosen = useSettings().data?.theme ?? 'system';
  const systemIsDark = useSyncExternalStore(subscribe, () => window.matchMedia(DARK_QUERY).matches);
  return chosen === 'system' ? (systemIsDark ? 'dark' : 'light') : chosen;
}

export function useTokens(): Tokens {
  return TOKENS[useThemeName()];
}
