import { describe, expect, it } from 'vitest';
import {
  APP_PAGE,
  CONTENT_SECURITY_POLICY,
  assetVerdict,
  developmentServer,
  lostPageVerdict,
  navigationVerdict,
  networkSwitches,
  senderVerdict,
} from '../../../src-main/shell/security.ts';

const released = { developmentServer: null };
const developed = { developmentServer: 'http://localhost:5173/' };

describe('navigation', () => {
  it.each([
    ['our own page', APP_PAGE, released, 'stay'],
    ['our own page with a fragment', `${APP_PAGE}#runs`, released, 'stay'],
    ['the dev server while developing', 'http://localhost:5173/index.html', developed, 'stay'],
    ['the dev server in a release', 'http://localhost:5173/index.html', released, 'refuse'],
    ['another port of this machine', 'http://localhost:5174/', developed, 'refuse'],
    ['another file of our own', 'leibniz-app://app/assets/index.js', released, 'refuse'],
    ['the folder of our page', 'leibniz-app://app/', released, 'refuse'],
    ['a blank page', 'about:blank', released, 'refuse'],
    ['a blank page while developing', 'about:blank', developed, 'refuse'],
    ['a web page', 'https://example.org/', released, 'refuse'],
    ['another host under our scheme', 'leibniz-app://other/index.html', released, 'refuse'],
    ['a host that only begins like ours', 'leibniz-app://app.example.org/', released, 'refuse'],
    ['a local file', 'file:///etc/passwd', released, 'refuse'],
    ['script in a URL', 'javascript:alert(1)', released, 'refuse'],
    ['data as a page', 'data:text/html,<p>x</p>', released, 'refuse'],
    ['an address that is none', 'not a url', released, 'refuse'],
  ] as const)('%s', (_name, url, origins, verdict) => {
    expect(navigationVerdict(url, origins)).toBe(verdict);
  });
});

describe('the dev server', () => {
  const url = 'http://localhost:5173';
  it.each([
    ['counts in a program made for development', true, { ELECTRON_RENDERER_URL: url }, url],
    ['counts in no other program, whatever the environment says', false, { ELECTRON_RENDERER_URL: url }, null],
    ['is none without the variable', true, {}, null],
    ['is none where the variable is no address', true, { ELECTRON_RENDERER_URL: 'here' }, null],
  ] as const)('%s', (_name, made, environment, server) => {
    expect(developmentServer(made, environment)).toBe(server);
  });
});

describe('the network', () => {
  it('is closed: connections and names, also to this machine', () => {
    expect(new Map(networkSwitches(released))).toEqual(
      new Map([
        ['proxy-server', 'http://0.0.0.0:1'],
        ['proxy-bypass-list', '<-loopback>'],
        ['host-resolver-rules', 'MAP * ~NOTFOUND'],
      ]),
    );
  });
  it('is open to the dev server while developing', () => {
    expect(networkSwitches(developed)).toEqual([]);
  });
});

describe('senders of messages', () => {
  it('trusts the main frame of our page', () => {
    expect(senderVerdict({ url: APP_PAGE, isMainFrame: true }, released)).toBe('trusted');
  });
  it.each([
    ['no frame at all', null],
    ['a frame inside our page', { url: APP_PAGE, isMainFrame: false }],
    ['a foreign main frame', { url: 'https://example.org/', isMainFrame: true }],
    ['a blank page', { url: 'about:blank', isMainFrame: true }],
  ])('refuses %s', (_name, frame) => {
    expect(senderVerdict(frame, released)).toBe('refuse');
  });
});

describe('files the page may load', () => {
  it.each([
    ['leibniz-app://app/', 'index.html'],
    ['leibniz-app://app/assets/index-1a2b.js', 'assets/index-1a2b.js'],
    ['leibniz-app://app/assets/a%20b.css?v=1#x', 'assets/a b.css'],
  ])('serves %s', (url, path) => {
    expect(assetVerdict(url)).toBe(path);
  });
  it.each([
    'leibniz-app://app/..%2f..%2fetc/passwd',
    'leibniz-app://app/%2e%2e/%2e%2e%2fsecret',
    'leibniz-app://app/assets/..%5c..%5csecret',
    'leibniz-app://app/C:%5cWindows',
    'leibniz-app://app/C%3a/x',
    'leibniz-app://app/%00',
    'leibniz-app://app/%zz',
    'leibniz-app://elsewhere/index.html',
    'file:///index.html',
    'nonsense',
  ])('never leaves its folder for %s', (url) => {
    const verdict = assetVerdict(url);
    // URL parsing itself resolves dot segments; what remains must be refused or lie below the folder.
    if (verdict !== null) expect(verdict.split('/')).not.toContain('..');
    expect(verdict === null || /^[\w.-]+(\/[\w.-]+)*$/u.test(verdict)).toBe(true);
  });
});

it('allows no evaluated or inline script, no plug-in, no frame and no network', () => {
  const directives = new Map(CONTENT_SECURITY_POLICY.split('; ').map((line) => [line.split(' ')[0], line.split(' ').slice(1)]));
  expect(directives.get('default-src')).toEqual(["'none'"]);
  expect(directives.get('script-src')).toEqual(["'self'"]);
  expect(directives.get('connect-src')).toEqual(["'self'"]);
  expect(CONTENT_SECURITY_POLICY).not.toContain('unsafe-eval');
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/https?:/u);
});

describe('a page whose process ended', () => {
  it.each([
    ['for the first time', 'oom', Infinity, 'load-again'],
    ['again an hour later', 'crashed', 3_600_000, 'load-again'],
    ['again at once, as it would for ever', 'crashed', 2000, 'leave'],
    ['because the window closed', 'clean-exit', Infinity, 'leave'],
  ])('%s', (_what, reason, sinceLast, verdict) => {
    expect(lostPageVerdict(reason, sinceLast)).toBe(verdict);
  });
});
