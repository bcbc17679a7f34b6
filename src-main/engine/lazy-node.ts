/**
 * Parts of Node that a window opens without. They bring streams and TLS with them, and compiling those takes
 * as long as opening a session does; so they are loaded when they are first used.
 */
import type * as crypto from 'node:crypto';
import type * as zlib from 'node:zlib';

export function lazyCrypto(): typeof crypto {
  return process.getBuiltinModule('node:crypto');
}

export function lazyZlib(): typeof zlib {
  return process.getBuiltinModule('node:zlib');
}
