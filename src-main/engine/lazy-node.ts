/**
 * Parts of Node that a window opens without. They bring streams and TLS with them, and compiling those takes
 * as long as opening a session does; so they are loaded when they are first used.
 */

export function lazyCrypto(): typeof import('node:crypto') {
  return process.getBuiltinModule('node:crypto');
}

export function lazyZlib(): typeof import('node:zlib') {
  return process.getBuiltinModule('node:zlib');
}
