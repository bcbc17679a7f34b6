/** Node's crypto, for what a window can open without: it brings TLS and streams with it, which take as long to load as a window to be made. */
export function lazyCrypto(): typeof import('node:crypto') {
  return process.getBuiltinModule('node:crypto');
}
