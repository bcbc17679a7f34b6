/**
 * What `npm start` opens: the window, or the bundled study where no window can be shown.
 *
 * @param {{ platform: string, display: string | undefined, wayland: string | undefined, asked: boolean }} facts
 * @returns {'window' | 'headless'}
 */
export function startVerdict({ platform, display, wayland, asked }) {
  if (asked) return 'headless';
  if (platform !== 'linux') return 'window';
  return [display, wayland].some((value) => value !== undefined && value !== '') ? 'window' : 'headless';
}
