/**
 * Reads a problem file: opens it, decompresses it where its first bytes say so (its name may lie), and
 * feeds the bytes to our own parser as they come, so that a file is never in memory whole. Everything
 * that can be wrong with the file as a file is said here; what is wrong with its content, the parser says.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { createProgramReader } from '../../src-science/program/parse-program.ts';
import type { ParsedProgram } from '../../src-science/program/parse-program.ts';
import { EngineError, fileFailure } from './error-value.ts';
import { lazyZlib } from './lazy-node.ts';

/** Text that a file may hold, decompressed. A gzip of a few megabytes can claim to be more. */
const LARGEST_PROBLEM_BYTES = 4 * 2 ** 30;
const CHUNK_BYTES = 1 << 20;

export interface ReadProblemOptions {
  readonly largestBytes?: number;
}

/**
 * The program in a file (.mps, .lp, .json, each also gzipped).
 * @throws EngineError or ProblemError naming the file, and the line and field where there is one
 */
export async function readProblem(path: string, options: ReadProblemOptions = {}): Promise<ParsedProgram> {
  const limit = options.largestBytes ?? LARGEST_PROBLEM_BYTES;
  const fileName = basename(path);
  const compressed = await looksCompressed(path);
  const reader = createProgramReader(fileName);
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const content: Readable = compressed ? file.pipe(lazyZlib().createGunzip({ chunkSize: CHUNK_BYTES })) : file;
  // `pipe` passes on no errors: a disk that fails must end the reading too.
  if (compressed) file.once('error', (error) => content.destroy(error));
  let total = 0;
  try {
    for await (const chunk of content) {
      const bytes = chunk as Uint8Array;
      total += bytes.length;
      if (total > limit) throw tooLarge(path, fileName, limit, compressed);
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
  try {
    const file = await open(path, 'r');
    try {
      const state = await file.stat();
      if (!state.isFile()) {
        if (state.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
        throw new EngineError('file-not-regular', `“${basename(path)}” is no regular file but a device, a socket or a pipe.`, 'Save what it gives to a file and open that.', { file: path });
      }
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
    return new EngineError('problem-truncated', `“${fileName}” ends in the middle of its compressed data.`, 'The download or copy is incomplete: get the file again.', { file: path }, error);
  }
  if (typeof code === 'string' && code.startsWith('Z_')) {
    return new EngineError('problem-corrupt', `“${fileName}” is damaged: its compressed data cannot be read.`, 'Get the file again.', { file: path }, error);
  }
  return typeof code === 'string' && /^E[A-Z]+$/.test(code) ? fileFailure(error, path) : error;
}
