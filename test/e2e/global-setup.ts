/**
 * Runs once before the end-to-end tests: builds the program where it is stale, and gives the tests a
 * screen of their own, so that windows neither need a display nor disturb the one at hand.
 * `LEIBNIZ_TEST_SCREEN=real` shows them on the real display instead.
 */
import { build } from '../../scripts/set-up/build.mjs';
import { requireElectron } from '../../scripts/set-up/electron.mjs';
import { startVirtualScreen } from '../../scripts/set-up/virtual-screen.mjs';

export default async function setUpScreen(): Promise<(() => Promise<void>) | undefined> {
  const electron = requireElectron();
  // Where Playwright, through the `electron` package, looks for the executable.
  if (electron.kind !== 'downloaded') process.env['ELECTRON_OVERRIDE_DIST_PATH'] = electron.folder;
  await build();
  if (process.platform !== 'linux' || process.env['LEIBNIZ_TEST_SCREEN'] === 'real') return undefined;
  const screen = await startVirtualScreen();
  Object.assign(process.env, screen.environment);
  delete process.env['WAYLAND_DISPLAY'];
  return screen.stop;
}
