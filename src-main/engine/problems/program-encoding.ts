/**
 * A program as jobs carry it: encoded once into shared memory, named by the SHA-256 of those bytes. The
 * hash is the program's identity in sessions and manifests, so equal programs have equal bytes.
 */
import { encodeProgram } from '../../../src-science/program/encoding.ts';
import type { Program } from '../../../src-science/program/program.ts';
import type { EncodedProgram } from '../execution/executor.ts';
import { lazyCrypto } from '../lazy-node.ts';

export function encodeForJobs(program: Program): EncodedProgram {
  return shareBytes(encodeProgram(program));
}

/** The same for bytes that are already encoded, such as those of a session. */
export function shareBytes(encoded: Uint8Array): EncodedProgram {
  const bytes = new SharedArrayBuffer(encoded.byteLength);
  new Uint8Array(bytes).set(encoded);
  return { hash: lazyCrypto().createHash('sha256').update(encoded).digest('hex'), bytes };
}
