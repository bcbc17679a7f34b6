/**
 * The window's security policy as pure decisions, each with the threat it answers. The page is our own
 * bundle, but it shows strings from untrusted files; should one ever run as code, it finds no Node, no
 * network, no other origin, no permission and no message that is not checked. The shell acts on these
 * verdicts in one place each (`window.ts`, `app-protocol.ts`, `requests.ts`).
 */

/** Scheme and host of the app's own pages. A scheme of our own has none of file:'s rights over the disk. */
export const APP_SCHEME = 'leibniz-app';
const APP_ORIGIN = `${APP_SCHEME}://app`;
export const APP_PAGE = `${APP_ORIGIN}/index.html`;

/** Where the page may come from: our own origin, and in development the dev server's. */
export interface PageOrigins {
  readonly developmentServer: string | null;
}

/**
 * Threat: a variable of the environment that makes the window load somebody else's page, with the bridge.
 * Only a program made by `npm run dev` looks at it.
 * @param madeForDevelopment fixed when the program is built
 */
export function developmentServer(madeForDevelopment: boolean, environment: Readonly<Record<string, string | undefined>>): string | null {
  const url = environment['ELECTRON_RENDERER_URL'];
  return madeForDevelopment && url !== undefined && URL.canParse(url) ? url : null;
}

/**
 * Threat: datagrams of WebRTC, which no content security policy knows of (`webrtc 'block'` is not implemented).
 * By this policy they go by a proxy only, and `networkSwitches` leaves none. Set on each window: Chromium's
 * switch of the same meaning is not heard by Electron.
 */
export const WEBRTC_POLICY = 'disable_non_proxied_udp';

/**
 * Threat: what else leaves a page that may load nothing: WebRTC by TCP to a relay, questions to a name server.
 * The program needs no network: its proxy is a port where nobody answers, for this machine's own addresses
 * too, and no name is resolved.
 * @returns switches of Chromium, to be set before the app is ready
 */
export function networkSwitches(origins: PageOrigins): readonly (readonly [name: string, value: string])[] {
  if (origins.developmentServer !== null) return [];
  return [['proxy-server', 'http://0.0.0.0:1'], ['proxy-bypass-list', '<-loopback>'], ['host-resolver-rules', 'MAP * ~NOTFOUND']];
}

/** Threat: a page, frame or link that leads the window, with its bridge, to another document. */
export function navigationVerdict(url: string, origins: PageOrigins): 'stay' | 'refuse' {
  return isOwnPage(url, origins) ? 'stay' : 'refuse';
}

/** A page that ends again within this time would end for ever. */
const LOADED_AGAIN_AFTER_MILLISECONDS = 10_000;

/**
 * The page's process ended, of a lack of memory for instance. The session is not in it, so the page is loaded
 * again and shows what there is.
 * @param sinceLast milliseconds since that happened the last time
 */
export function lostPageVerdict(reason: string, sinceLast: number): 'load-again' | 'leave' {
  return reason !== 'clean-exit' && sinceLast > LOADED_AGAIN_AFTER_MILLISECONDS ? 'load-again' : 'leave';
}

/** Threat: a message from a frame that is not our page (an injected frame, a window opened by one). */
export function senderVerdict(
  frame: { readonly url: string; readonly isMainFrame: boolean } | null, origins: PageOrigins,
): 'trusted' | 'refuse' {
  if (frame === null || !frame.isMainFrame) return 'refuse';
  return isOwnPage(frame.url, origins) ? 'trusted' : 'refuse';
}

/** The page itself, not another file of its folder; a dev server's page may have any path. */
function isOwnPage(url: string, origins: PageOrigins): boolean {
  if (!URL.canParse(url)) return false;
  const parsed = new URL(url);
  if (parsed.protocol === `${APP_SCHEME}:`) return parsed.host === 'app' && parsed.pathname === new URL(APP_PAGE).pathname;
  return origins.developmentServer !== null && parsed.origin === new URL(origins.developmentServer).origin;
}

/**
 * Threat: a request of the page for a file outside the app's own folder (`..`, encoded separators,
 * absolute paths, another host).
 * @returns a relative path of plain segments below the renderer's folder, or null to refuse
 */
export function assetVerdict(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (parsed.protocol !== `${APP_SCHEME}:` || parsed.host !== 'app') return null;
  let path: string;
  try {
    path = decodeURIComponent(parsed.pathname);
  } catch {
    return null;
  }
  const segments = path.split('/').filter((segment) => segment !== '');
  const plain = segments.every((segment) => segment !== '.' && segment !== '..' && !/[\\:\0]/u.test(segment));
  if (!plain) return null;
  return segments.length === 0 ? 'index.html' : segments.join('/');
}

/**
 * Threat: script that came in through data. No inline or evaluated script, no plug-ins, no frames, no
 * network. Inline styles stay allowed: the component library and the charts set them, and without
 * script they can leak nothing here, since nothing outside the app can be loaded.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
