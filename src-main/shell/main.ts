/**
 * The desktop program's entry: brings up the first window and its page, and nothing else before that. The
 * rest (`desktop.ts`: sessions, menu, dialogs, answers) is loaded while the page is on its way, so that the
 * two do not wait for each other. What is imported here is paid for before the window: keep it short.
 */
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, ipcMain, nativeTheme } from 'electron';
import type { BrowserWindow } from 'electron';
import { DROPPED_CHANNEL, REQUEST_CHANNEL } from '../../src-contract/channels.ts';
import { startSessionThread } from '../engine/session/client.ts';
import type { SessionThread } from '../engine/session/client.ts';
import { declareAppScheme, readAhead, serveAppScheme } from './app-protocol.ts';
import { dataPlaces } from './data-places.ts';
import { startLoopMonitor } from './loop-monitor.ts';
import { developmentServer, networkSwitches } from './security.ts';
import type { PageOrigins } from './security.ts';
import { openSettings } from './settings-file.ts';
import { createWindow, denyPermissions, loadPage } from './window.ts';

performance.mark('leibniz:main');
const origins: PageOrigins = { developmentServer: developmentServer(import.meta.env.DEV, process.env) };
const outFolder = join(import.meta.dirname, '..');
const rendererFolder = join(outFolder, 'renderer');

if (process.env['LEIBNIZ_LOOP_MONITOR'] === '1') Reflect.set(globalThis, 'leibnizLoop', startLoopMonitor());
declareAppScheme();
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
for (const [name, value] of networkSwitches(origins)) app.commandLine.appendSwitch(name, value);
app.setName('Leibniz');
const places = dataPlaces({
  platform: process.platform, environment: process.env, home: homedir(), userData: app.getPath('userData'),
  named: app.commandLine.hasSwitch('user-data-dir'),
});
if (places.cache !== null) {
  try {
    mkdirSync(places.cache, { recursive: true, mode: 0o700 });
    app.setPath('sessionData', places.cache);
  } catch {
    // It cannot be made: what Chromium can make again stays beside the settings.
  }
}

const printed = app.commandLine.getSwitchValue('print-document');
if (printed !== '') {
  // For the command line, which prints its reports so: no window, no session, no lock.
  void app.whenReady().then(() => import('./print-command.ts')).then(
    ({ printAndEnd }) => printAndEnd(printed, app.commandLine.getSwitchValue('print-to')),
  );
  // A second start hands its files to the first and ends.
} else if (app.requestSingleInstanceLock()) {
  // The session's thread takes longer to load than Electron to become ready, on a processor of its own.
  const thread = startSessionThread();
  const ahead = readAhead(rendererFolder);
  app
    .whenReady()
    .then(() => start(thread, ahead))
    .catch(async (error: unknown) => {
      const [{ showError }, { toErrorValue }] = await Promise.all([import('./dialogs.ts'), import('../engine/error-value.ts')]);
      await showError(null, toErrorValue(error));
      app.exit(1);
    });
} else {
  app.quit();
}

async function start(thread: SessionThread, ahead: Map<string, Promise<Buffer>>): Promise<void> {
  performance.mark('leibniz:ready');
  serveAppScheme(rendererFolder, ahead);
  denyPermissions();
  const settings = openSettings(join(places.settings, 'settings.json'));
  nativeTheme.themeSource = settings.settings().theme;
  const newWindow = (): BrowserWindow => {
    const window = createWindow(outFolder, settings.windowPlace(), origins);
    window.on('close', () => {
      const bounds = window.getNormalBounds();
      settings.rememberWindowPlace({ ...bounds, maximized: window.isMaximized() });
    });
    return window;
  };
  const first = newWindow();
  const loaded = loadPage(first, origins);
  // Looked at by `runProgram`; until then a failure is not one that nobody handles.
  loaded.catch(() => undefined);
  const coming = import('./desktop.ts').then(
    ({ createProgram }) =>
      createProgram({ settings, origins, outFolder, thread, newWindow, places, loadPage: (window) => loadPage(window, origins) }),
  );
  // The page may ask before the program is there.
  ipcMain.handle(REQUEST_CHANNEL, async (event, message: unknown) => (await coming).answer(event, message));
  ipcMain.handle(DROPPED_CHANNEL, async (event, message: unknown) => (await coming).dropped(event, message));
  await (await coming).run(first, loaded);
}
