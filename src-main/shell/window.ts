/**
 * Makes the one kind of window there is, locked down: isolated context, sandbox, no Node, no
 * navigation, no new windows, no webviews. The policy's decisions are in `security.ts`.
 */
import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen, session } from 'electron';
import { APP_PAGE, lostPageVerdict, navigationVerdict, type PageOrigins, WEBRTC_POLICY } from './security.ts';
import type { WindowPlace } from './settings-file.ts';

/** Backgrounds of the two themes before the page has drawn (tokens `--background` of the page). */
const BACKGROUND = { dark: '#16181d', light: '#f6f7f9' } as const;
const DEFAULT_SIZE = { width: 1440, height: 900 };
const MINIMUM_SIZE = { minWidth: 960, minHeight: 600 };

/** Deny by default: the page needs no permission of the browser's, and no download. Call once, when the app is ready. */
export function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setDevicePermissionHandler(() => false);
  // A link with `download` is no navigation. Files are written by the dialogs of the shell, with names that it has made plain.
  session.defaultSession.on('will-download', (event) => event.preventDefault());
}

export function createWindow(outFolder: string, place: WindowPlace | null, origins: PageOrigins): BrowserWindow {
  const window = new BrowserWindow({
    ...DEFAULT_SIZE,
    ...(place === null ? {} : visiblePlace(place)),
    ...MINIMUM_SIZE,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload: join(outFolder, 'preload', 'index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      // Sampling goes on in workers, but a live chart must not stop because the window is covered.
      backgroundThrottling: false,
    },
  });
  if (place?.maximized === true) window.maximize();
  window.once('ready-to-show', () => {
    window.show();
    performance.mark('leibniz:shown');
  });
  const { webContents } = window;
  webContents.setWebRTCIPHandlingPolicy(WEBRTC_POLICY);
  webContents.on('will-navigate', (event) => {
    if (navigationVerdict(event.url, origins) === 'refuse') event.preventDefault();
  });
  webContents.on('will-frame-navigate', (event) => {
    if (navigationVerdict(event.url, origins) === 'refuse') event.preventDefault();
  });
  // A page may go to about:blank without asking.
  webContents.on('did-navigate', (_event, url) => {
    if (navigationVerdict(url, origins) === 'refuse') void loadPage(window, origins);
  });
  // Nor about:srcdoc, of which Chromium makes a page that says it failed.
  webContents.on('did-fail-load', (_event, _code, _reason, url, isMainFrame) => {
    if (isMainFrame && navigationVerdict(url, origins) === 'refuse') void loadPage(window, origins);
  });
  let lastLost = -Infinity;
  webContents.on('render-process-gone', (_event, { reason }) => {
    const now = performance.now();
    if (lostPageVerdict(reason, now - lastLost) === 'load-again') setImmediate(() => void loadPage(window, origins));
    lastLost = now;
  });
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  return window;
}

export async function loadPage(window: BrowserWindow, origins: PageOrigins): Promise<void> {
  await window.loadURL(origins.developmentServer ?? APP_PAGE);
}

/** A remembered place, moved back onto a screen that still exists. */
function visiblePlace(place: WindowPlace): { x?: number; y?: number; width: number; height: number } {
  const { width, height, x, y } = place;
  if (x === undefined || y === undefined) return { width, height };
  const seen = screen.getAllDisplays().some(({ workArea }) =>
    x >= workArea.x - 20 && y >= workArea.y - 20 && x < workArea.x + workArea.width - 100 && y < workArea.y + workArea.height - 100);
  return seen ? { x, y, width, height } : { width, height };
}
