/**
 * Programs a worker has decoded, by hash: a second job on the same program finds it ready. The least
 * recently used ones are dropped beyond a few, or beyond a few million nonzeros (24 bytes each with their
 * normal form), so that a long session does not fill the worker.
 */
import { decodeProgram } from '../src-science/program/encoding.ts';
import type { Program } from '../src-science/program/program.ts';
import { createRecent } from '../src-science/program/recent.ts';

const programs = createRecent<string, Program>({ most: 8, mostWeight: 4_000_000, weightOf: (program) => program.rows.value.length });

/** The program of these encoded bytes, decoded at most once while it is in use. */
export function programOf(hash: string, bytes: SharedArrayBuffer): Program {
  const known = programs.get(hash);
  if (known !== undefined) return known;
  const program = decodeProgram(new Uint8Array(bytes));
  programs.put(hash, program);
  return program;
}
