/**
 * How much memory a job may come to need, for the scheduler to decide how many of them go at once. Workers that
 * each decode a program of a hundred million nonzeros would together take more than there is, and the system
 * would then end the whole program.
 */
import { totalmem } from 'node:os';
import type { Job } from './executor.ts';

/**
 * Bytes of working memory for each byte of the encoded program. A program and its normal form take 24 bytes a
 * nonzero and its encoded form at least one (docs/architecture.md); the rest is for what is made of them.
 */
const BYTES_AN_ENCODED_BYTE = 30;

/** What may be taken by jobs; the rest is the window's, the session's and the system's. */
const SHARE = 0.75;

export function jobMemory({ program }: Pick<Job, 'program'>): number {
  return BYTES_AN_ENCODED_BYTE * program.bytes.byteLength;
}

/** Bytes for all jobs together: of the machine's memory, or of what the system allows this program. */
export function memoryForJobs(total = totalmem(), allowed = process.constrainedMemory()): number {
  return SHARE * (allowed > 0 ? Math.min(total, allowed) : total);
}
