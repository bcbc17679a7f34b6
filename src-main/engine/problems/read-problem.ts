/**
 * Reads a problem file: opens it, decompresses it where its first bytes say so (its name may lie), and
 * feeds the bytes to our own parser as they come, so that a file is never in memory whole. Everything
 * that can be wrong with the file as a file is said here; what is wrong with its content, the parser says.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { createProgramReader } from '../../../src-science/program/parse-program.ts';
import { LIMITS } from '../../../src-science/program/limits.ts';
import type { ParsedProgram } from '../../../src-science/program/parse-program.ts';
import { EngineError, fileFailure } from '../error-value.ts';
import { lazyZlib } from '../lazy-node.ts';
import { heapLeft } from '../files/heap-left.ts';
import { requireRegularFile } from '../files/regular-file.ts';

/** What a file may ask of us before it is refused. */
export interface ReadingBudget {
  /** Text that a file may hold, decompressed. A gzip of a few megabytes can claim to be more. */
  readonly bytes: number;
  /**
   * How many times longer a text may be than what it was decompressed from. Problems come to 30 times at
   * most; a gzip of one line over and over comes to a thousand.
   */
  readonly expansion: number;
  /** Decompressed bytes from which on that is looked at. */
  readonly expansionFrom: number;
}

const BUDGET: ReadingBudget = { bytes: 4 * 2 ** 30, expansion: 100, expansionFrom: 32 * 2 ** 20 };
const CHUNK_BYTES = 1 << 20;

export interface ReadProblemOptions {
  readonly budget?: Partial<ReadingBudget>;
  /** Ends the reading between two pieces of the file. */
  readonly signal?: AbortSignal;
}

/**
 * The program in a file (.mps, .lp, .json, each also gzipped).
 * @throws EngineError or ProblemError naming the file, and the line and field where there is one
 */
export async function readProblem(path: string, options: ReadProblemOptions = {}): Promise<ParsedProgram> {
  const budget = { ...BUDGET, ...options.budget };
  const fileName = basename(path);
  const compressed = await looksCompressed(path);
  const reader = createProgramReader(fileName, { ...LIMITS, heapBytes: heapLeft() });
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const content: Readable = compressed ? file.pipe(lazyZlib().createGunzip({ chunkSize: CHUNK_BYTES })) : file;
  // `pipe` passes on no errors: a disk that fails must end the reading too.
  if (compressed) file.once('error', (error) => content.destroy(error));
  let total = 0;
  try {
    for await (const chunk of content) {
      const bytes = chunk as Uint8Array;
      total += bytes.length;
      if (options.signal?.aborted === true) throw new EngineError(
        'reading-cancelled', `Opening “${fileName}” was cancelled.`, 'Nothing was added to the session.', { file: path },
      );
      if (total > budget.bytes) throw tooLarge(path, fileName, budget.bytes, compressed);
      // Against what has been taken in so far, so that a long file cannot stand for what its beginning unpacks to.
      if (compressed && total > budget.expansionFrom && total > budget.expansion * file.bytesRead) {
        throw expandsTooFar(path, fileName, budget.expansion);
      }
      reader.push(bytes);
    }
  } catch (error) {
    throw ofFile(error, path, fileName);
  } finally {
    file.destroy();
    content.destroy();
  }
  return reader.finish();
}

/** Looks at the first bytes; also finds out early that the file cannot be read. */
async function looksCompressed(path: string): Promise<boolean> {
  requireRegularFile(path);
  try {
    const file = await open(path, 'r');
    try {
      const head = new Uint8Array(2);
      const { bytesRead } = await file.read(head, 0, 2, 0);
      return bytesRead === 2 && head[0] === 0x1f && head[1] === 0x8b;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileFailure(error, path);
  }
}

function expandsTooFar(path: string, fileName: string, expansion: number): EngineError {
  return new EngineError(
    'file-expands-too-far',
    `“${fileName}” unpacks to more than ${expansion} times its size, which no problem does.`,
    'If it is meant, decompress it and open the result.',
    { file: path },
  );
}

function tooLarge(path: string, fileName: string, limit: number, compressed: boolean): EngineError {
  const size = limit >= 2 ** 30 ? `${limit / 2 ** 30} GiB` : `${limit} bytes`;
  return new EngineError(
    'file-too-large',
    `“${fileName}” holds more than ${size}${compressed ? ' when decompressed' : ''}.`,
    'A problem of that size cannot be worked on here; check that it is the right file.',
    { file: path },
  );
}

/** Decompression errors in words; the parser's own errors and those of the system pass. */
function ofFile(error: unknown, path: string, fileName: string): unknown {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (code === 'Z_BUF_ERROR') {
    return new EngineError(
      'problem-truncated', `“${fileName}” ends in the middle of its compressed data.`,
      'The download or copy is incomplete: get the file again.', { file: path }, error,
    );
  }
  if (typeof code === 'string' && code.startsWith('Z_')) {
    return new EngineError(
      'problem-corrupt', `“${fileName}” is damaged: its compressed data cannot be read.`, 'Get the file again.', { file: path }, error,
    );
  }
  return typeof code === 'string' && /^E[A-Z]+$/.test(code) ? fileFailure(error, path) : error;
}
