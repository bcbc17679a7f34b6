/** What a script that somehow ran in the page would find: no Node, no network, no way out. */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerDialogs } from './dialogs.ts';
import { launch, type LaunchedProgram } from './harness.ts';

let program: LaunchedProgram;
beforeAll(async () => {
  program = await launch();
  await answerDialogs(program.application, { button: 1 });
});
afterAll(async () => {
  await program.close();
});

const OWN_ADDRESS = Object.values(networkInterfaces()).flat().find((each) => each?.family === 'IPv4' && !each.internal)?.address ??
  '127.0.0.1';

/** Runs outside the debugger's own evaluation, where the content security policy would not apply. */
async function asPageScript(body: string): Promise<string> {
  return program.page.evaluate(
    (source) =>
      new Promise<string>((resolve) => {
        const run = (globalThis as unknown as Record<string, (probe: string, resolve: (value: string) => void) => void>)['leibnizProbe'];
        setTimeout(() => run?.(source, resolve), 0);
      }),
    body,
  );
}

describe('the page', () => {
  it('has the bridge and nothing of Node or Electron', async () => {
    const found = await program.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron', '__dirname'].filter((name) =>
        Reflect.get(globalThis, name) !== undefined
      )
    );
    expect(found).toEqual([]);
    expect(await program.page.evaluate(() => Object.keys(Reflect.get(globalThis, 'leibniz') as object).sort())).toEqual(['firstView',
      'onEvent', 'openDropped', 'platform', 'request']);
  });

  it('can evaluate no string as script', async () => {
    await program.page.evaluate(() => {
      Reflect.set(globalThis, 'leibnizProbe', (source: string, resolve: (value: string) => void) => {
        try {
          resolve(`ran: ${String(new Function(source)())}`);
        } catch (error) {
          resolve(error instanceof Error ? error.name : String(error));
        }
      });
    });
    expect(await asPageScript('return 1')).toBe('EvalError');
  });

  it('reaches no network and no file', async () => {
    const outcomes = await program.page.evaluate(async () => {
      const reach = async (url: string): Promise<string> => {
        try {
          return `reached ${(await fetch(url)).status}`;
        } catch {
          return 'refused';
        }
      };
      return [await reach('http://127.0.0.1:9/'), await reach('file:///etc/hostname'), await reach('leibniz-app://other/index.html')];
    });
    expect(outcomes).toEqual(['refused', 'refused', 'refused']);
  });

  it.each(['127.0.0.1', OWN_ADDRESS])('sends no packet by WebRTC to %s, by UDP or TCP, from its own frame or one it makes', async (address) => {
    let datagrams = 0;
    let connections = 0;
    const udp = createSocket('udp4').on('message', () => datagrams++);
    const tcp = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    await new Promise<void>((resolve) => udp.bind(0, address, resolve));
    await new Promise<void>((resolve) => tcp.listen(0, address, resolve));
    try {
      const outcomes = await program.page.evaluate(
        async ({ host, udpPort, tcpPort }) => {
          const gather = async (realm: typeof globalThis): Promise<string> => {
            try {
              const credentials = { username: 'u', credential: 'p' };
              const connection = new realm.RTCPeerConnection({ iceServers: [{ urls: `stun:${host}:${udpPort}` }, { urls: `turn:${host}:${udpPort}`, ...credentials }, { urls: `turn:${host}:${tcpPort}?transport=tcp`, ...credentials }] });
              connection.createDataChannel('x');
              await connection.setLocalDescription(await connection.createOffer());
              await new Promise((resolve) => setTimeout(resolve, 1500));
              connection.close();
              return 'made';
            } catch (error) {
              return error instanceof Error ? error.name : String(error);
            }
          };
          const frame = document.createElement('iframe');
          document.body.append(frame);
          const inner = frame.contentWindow as (Window & typeof globalThis) | null;
          const found = [await gather(globalThis), inner === null ? 'no frame' : await gather(inner)];
          frame.remove();
          return found;
        },
        { host: address, udpPort: udp.address().port, tcpPort: (tcp.address() as AddressInfo).port },
      );
      // It was tried, and nothing came.
      expect(outcomes).toEqual(['made', 'made']);
      expect([datagrams, connections]).toEqual([0, 0]);
    } finally {
      udp.close();
      tcp.close();
    }
  });

  it('serves nothing from outside its own folder', async () => {
    const statuses = await program.page.evaluate(async () => [
      (await fetch('leibniz-app://app/index.html')).status,
      (await fetch('leibniz-app://app/..%2fmain%2findex.js')).status,
      (await fetch('leibniz-app://app/%2e%2e%2f%2e%2e%2fpackage.json')).status,
      (await fetch('leibniz-app://app/absent.js')).status,
    ]);
    expect(statuses).toEqual([200, 403, 403, 404]);
  });

  it('can neither leave nor open another window', async () => {
    const before = program.page.url();
    await program.page.evaluate(() => {
      const link = document.createElement('a');
      link.href = 'data:text/html,gone';
      document.body.append(link);
      link.click();
      link.remove();
      window.open('https://example.org/');
      location.href = 'file:///etc/hostname';
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(program.page.url()).toBe(before);
    expect(program.application.windows()).toHaveLength(1);
  });

  it.each(['about:blank', 'about:srcdoc', 'leibniz-app://app/third-party-notices.txt', 'leibniz-app://app/', 'blob:leibniz-app://app/0'])(
    'is still itself after it went to %s, bridge and all',
    async (url) => {
      // After the evaluation has been answered: the page it was asked of goes.
      await program.page.evaluate((to) => {
        setTimeout(() => Reflect.set(globalThis, 'location', to), 0);
      }, url);
      await new Promise((resolve) => setTimeout(resolve, 500));
      await program.page.waitForFunction(() => document.querySelectorAll('[data-run]').length > 0, null, { timeout: 10_000 });
      expect(program.page.url()).toBe('leibniz-app://app/index.html');
    },
  );

  it('downloads nothing, whatever a link says', async () => {
    await program.application.evaluate(({ session }) => {
      Reflect.set(globalThis, 'downloads', []);
      session.defaultSession.on('will-download', (event, item) => {
        (Reflect.get(globalThis, 'downloads') as unknown[]).push([item.getURL().split(':')[0], event.defaultPrevented]);
        // So that no dialog of the system opens where it is not prevented.
        item.cancel();
      });
    });
    await program.page.evaluate(() => {
      for (const href of [URL.createObjectURL(new Blob(['x'])), 'data:application/octet-stream,x', 'leibniz-app://app/index.html']) {
        const link = document.createElement('a');
        link.href = href;
        link.download = '../../evil.sh';
        document.body.append(link);
        link.click();
        link.remove();
      }
    });
    const downloads = (): Promise<unknown> => program.application.evaluate(() => Reflect.get(globalThis, 'downloads') as unknown);
    await expect.poll(downloads).toHaveLength(3);
    expect(await downloads()).toEqual(expect.arrayContaining([['blob', true], ['data', true], ['leibniz-app', true]]));
  });

  it('can name no path to be opened, and cannot tell a file that is there from one that is not', async () => {
    const answers = await program.page.evaluate(async () => {
      const bridge = Reflect.get(globalThis, 'leibniz') as {
        request(message: unknown): Promise<unknown>;
        openDropped(files: unknown[]): Promise<unknown>;
      };
      const made = (path: string): File => {
        const file = new File(['x'], path);
        Object.defineProperty(file, 'path', { value: path });
        return file;
      };
      const of = async (path: string): Promise<string> =>
        JSON.stringify([await bridge.request({ type: 'files.dropped', paths: [path] }), await bridge.openDropped([made(path)]),
          await bridge.openDropped([path]), await bridge.openDropped([{ path }])]);
      return [await of('/etc/hostname'), await of('/etc/absent')];
    });
    expect(answers[0]).toBe(answers[1]);
    expect(JSON.parse(answers[0] ?? '')).toEqual([
      { ok: false, error: expect.objectContaining({ code: 'request-invalid' }) },
      ...[1, 2, 3].map(() => ({ ok: false, error: expect.objectContaining({ code: 'drop-without-files' }) })),
    ]);
  });

  it('is told the address of no machine, not even of this one', async () => {
    const resolved = await program.application.evaluate(({ session }) =>
      session.defaultSession.resolveHost('localhost').then(() => 'resolved', (error: unknown) => String(error))
    );
    expect(resolved).toContain('ERR_NAME_NOT_RESOLVED');
  });

  it('is granted no permission', async () => {
    const states = await program.page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone'] as const;
      return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state));
    });
    expect(states).toEqual(['denied', 'denied', 'denied', 'denied']);
  });

  it('gets an error value, not a crash, for requests that are none', async () => {
    const codes = await program.page.evaluate(async () => {
      const bridge = Reflect.get(globalThis, 'leibniz') as {
        request(message: unknown): Promise<{ ok: boolean; error?: { code: string } }>;
      };
      const messages = [null, 42, 'session.state', {}, { type: 'no.such' }, { type: 'run.cancel', ids: [-1] }, {
        type: 'run.cancel',
        ids: ['1; DROP TABLE runs'],
      }, { type: 'app.change-settings', change: { theme: 'pink' } }];
      return Promise.all(messages.map(async (message) => (await bridge.request(message)).error?.code));
    });
    expect(new Set(codes)).toEqual(new Set(['request-invalid']));
  });
});

it('loads its own page whatever the environment says of a dev server', async () => {
  const other = await launch({ environment: { ELECTRON_RENDERER_URL: 'http://127.0.0.1:9/' } });
  try {
    expect(other.page.url()).toBe('leibniz-app://app/index.html');
  } finally {
    await answerDialogs(other.application, { button: 1 });
    await other.close();
  }
});

it('runs the page isolated, sandboxed and without Node', async () => {
  const preferences = await program.application.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const found: unknown = contents === undefined
      ? undefined
      : Reflect.apply(Reflect.get(contents, 'getLastWebPreferences') as () => unknown, contents, []);
    return found as Record<string, unknown>;
  });
  expect(preferences).toMatchObject({ contextIsolation: true, sandbox: true, nodeIntegration: false });
  expect(preferences['webviewTag'] ?? false).toBe(false);
});

// The last one: Playwright lets go of a page whose process ended.
describe('a page whose process ended', () => {
  it('is there again, with the runs of its session, after its process ended', async () => {
    const runs = await program.page.evaluate(() => document.querySelectorAll('[data-run]').length);
    await program.application.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      await new Promise<void>((resolve) => {
        contents?.once('did-finish-load', () => resolve());
        contents?.forcefullyCrashRenderer();
      });
    });
    const shown = (): Promise<number> =>
      program.application.evaluate(async ({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        return Number(await contents?.executeJavaScript("document.querySelectorAll('[data-run]').length"));
      });
    await expect.poll(shown, { timeout: 20_000 }).toBe(runs);
  });
});
