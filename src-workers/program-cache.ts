/**
 * Programs a worker has decoded, by hash: a second job on the same program finds it ready. The least
 * recently used one is dropped beyond a few, so that a long session does not fill the worker.
 */
import { decodeProgram } from '../src-science/program/encoding.ts';
import type { Program } from '../src-science/program/program.ts';

const CAPACITY = 8;

// A Map iterates in insertion order: the first key is the least recently used one.
const programs = new Map<string, Program>();

/** The program of these encoded bytes, decoded at most once while it is in use. */
export function programOf(hash: string, bytes: SharedArrayBuffer): Program {
  const known = programs.get(hash);
  if (known !== undefined) {
    programs.delete(hash);
    programs.set(hash, known);
    return known;
  }
  const program = decodeProgram(new Uint8Array(bytes));
  programs.set(hash, program);
  for (const oldest of programs.keys()) {
    if (programs.size <= CAPACITY) break;
    programs.delete(oldest);
  }
  return program;
}
