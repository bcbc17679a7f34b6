/**
 * Serves the built page under the app's own scheme, read-only and from the renderer's folder alone, with
 * the content security policy on every answer.
 */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { protocol } from 'electron';
import type { ProtocolRequest, ProtocolResponse } from 'electron';
import { APP_SCHEME, CONTENT_SECURITY_POLICY, assetVerdict } from './security.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.txt': 'text/plain',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

const PAGE = 'index.html';

/** Must run before the app is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/**
 * @param rendererFolder absolute path of the built page
 * @param ahead what of it has been read already, by name; each is handed out once
 */
export function serveAppScheme(rendererFolder: string, ahead: Map<string, Promise<Buffer>>): void {
  const answer = async ({ method, url }: ProtocolRequest): Promise<ProtocolResponse> => {
    const asset = method === 'GET' ? assetVerdict(url) : null;
    const headers = { 'content-security-policy': CONTENT_SECURITY_POLICY, 'x-content-type-options': 'nosniff' };
    if (asset === null) return { statusCode: 403, mimeType: 'text/plain', headers, data: Buffer.from('Refused') };
    try {
      const body = ahead.get(asset) ?? readFile(join(rendererFolder, asset));
      ahead.delete(asset);
      return {
        statusCode: 200, mimeType: CONTENT_TYPES[extname(asset)] ?? 'application/octet-stream', charset: 'utf-8', headers, data: await body,
      };
    } catch {
      return { statusCode: 404, mimeType: 'text/plain', headers, data: Buffer.from('Not found') };
    }
  };
  const serve =
    async (request: ProtocolRequest, callback: (response: ProtocolResponse) => void): Promise<void> => callback(await answer(request));
  // `protocol.handle` makes a web request and a web response of each, for which Node loads its whole HTTP
  // client and TLS: a tenth of all the time a window takes to open.
  // oxlint-disable-next-line typescript/no-deprecated
  protocol.registerBufferProtocol(APP_SCHEME, (request, callback) => void serve(request, callback));
}

/** Begins to read the page and what it names, which are asked for by a process that has yet to start. */
export function readAhead(rendererFolder: string): Map<string, Promise<Buffer>> {
  const ahead = new Map<string, Promise<Buffer>>();
  try {
    const page = readFileSync(join(rendererFolder, PAGE));
    ahead.set(PAGE, Promise.resolve(page));
    for (const [, asset] of page.toString('utf8').matchAll(/(?:src|href)="\.\/([^"]+)"/gu)) {
      if (asset === undefined) continue;
      const body = readFile(join(rendererFolder, asset));
      // Looked at when it is asked for; until then a failure is not one that nobody handles.
      body.catch(() => undefined);
      ahead.set(asset, body);
    }
  } catch {
    // Said when it is asked for. In development there is none.
  }
  return ahead;
}
