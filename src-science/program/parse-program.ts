/**
 * Opens a problem file of any format: decides by its first bytes and its name what it is, and hands the
 * bytes to that format's reader. Everything that is no problem (nothing, a picture, a web page, a
 * compressed file) is refused in words. Decompression is not done here: the engine does it.
 */
import { requireFiniteSums } from './formats/finite-sums.ts';
import { PROGRAM_FORMATS, formatByName, formatsInWords } from './formats/format-table.ts';
import type { ProgramFormat } from './formats/format-table.ts';
import { FORMAT_CODE } from './formats/problem-formats.ts';
import type { ParsedProgram, ProgramReader } from './formats/reader.ts';
import { decodeLoosely } from './formats/utf8.ts';
import { LIMITS, requireHeap } from './limits.ts';
import type { ProgramLimits } from './limits.ts';
import { hasUnshown } from './one-line.ts';
import { ProblemError, quoted } from './problem-error.ts';
import type { ObjectiveSense } from './program.ts';
import { validateProgram } from './validate-program.ts';

export type { ProgramFormat } from './formats/format-table.ts';
export type { ParsedProgram, ProgramReader } from './formats/reader.ts';

/** What a file's beginning shows it to be. */
export type FormatVerdict = ProgramFormat | 'empty' | 'compressed' | 'html' | 'binary' | 'unknown';

/** As many bytes as the verdict looks at. */
const LOOKED_AT = 1 << 16;

/**
 * What a file is.
 * @param head its first bytes, 64 KiB or the whole file
 * The content decides; the name decides only where the content allows several formats.
 */
export function formatVerdict(head: Uint8Array, fileName: string): FormatVerdict {
  if (head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b) return 'compressed';
  const from = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  let blank = true;
  for (let i = from; i < head.length; i++) {
    const byte = head[i]!;
    if (byte === 0) return 'binary';
    if (byte !== 32 && (byte < 9 || byte > 13)) blank = false;
  }
  if (blank) return 'empty';
  const byName = formatByName(fileName);
  let at = from;
  while (at < head.length) {
    const newline = head.indexOf(10, at);
    const end = newline < 0 ? head.length : newline;
    const line = decodeLoosely(head, at, end).trimEnd();
    at = end + 1;
    if (line === '' || PROGRAM_FORMATS.some((format) => FORMAT_CODE[format].skips?.(line) === true)) continue;
    if (line.trimStart().startsWith('<')) return 'html';
    return formatOfLine(line, byName) ?? byName ?? 'unknown';
  }
  return byName ?? 'unknown';
}

/** The format that a line shows; its name decides between those that are not sure. */
function formatOfLine(line: string, byName: ProgramFormat | null): ProgramFormat | null {
  const says =
    (wanted: string): ProgramFormat | undefined => PROGRAM_FORMATS.find((format) => FORMAT_CODE[format].recognizes(line) === wanted);
  const sure = says('surely');
  if (sure !== undefined) return sure;
  if (byName !== null && FORMAT_CODE[byName].recognizes(line) !== 'no') return byName;
  return says('likely') ?? (byName === null ? (says('possibly') ?? null) : null);
}

/**
 * A reader of a file that comes in chunks.
 * @param fileName for messages, and to tell formats apart where the content does not
 * Memory: the program and the longest line; 64 KiB more until the format is known.
 */
export function createProgramReader(fileName: string, limits = LIMITS): ProgramReader {
  let reader: ProgramReader | null = null;
  let head = new Uint8Array(0);
  const decide = (): ProgramReader => {
    const chosen = readerOf(formatVerdict(head, fileName), fileName, limits);
    const mark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
    chosen.push(head.subarray(mark));
    head = new Uint8Array(0);
    return chosen;
  };
  const requireRoom = (): void =>
    requireHeap('the names up to here', reader?.namesInHeap?.() ?? 0, limits, { file: fileName });
  return {
    push: (chunk) => ofFile(fileName, () => {
      if (reader !== null) {
        reader.push(chunk);
        return requireRoom();
      }
      const joined = new Uint8Array(head.length + chunk.length);
      joined.set(head);
      joined.set(chunk, head.length);
      head = joined;
      if (head.length >= LOOKED_AT) reader = decide();
    }),
    finish: () => ofFile(fileName, () => {
      reader ??= decide();
      requireRoom();
      return checked(reader.finish());
    }),
  };
}

/**
 * The program in a file.
 * @param bytes the whole file, decompressed
 * @throws ProblemError saying what is wrong, in which line, and what to do
 * Cost: O(bytes); about 100 MB a second (docs/benchmarks.md).
 */
export function parseProgram(bytes: Uint8Array, fileName: string): ParsedProgram {
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return ofFile(fileName, () => {
    const reader = readerOf(formatVerdict(bytes.subarray(0, LOOKED_AT), fileName), fileName, LIMITS);
    reader.push(mark === 0 ? bytes : bytes.subarray(mark));
    return checked(reader.finish());
  });
}

/** Whatever is wrong with a file names it, also where those who find it know of no file. */
function ofFile<T>(fileName: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof ProblemError ? error.inFile(fileName) : error;
  }
}

/** A program that was read, valid, and said so where its names are not shown as they are. */
function checked(parsed: ParsedProgram): ParsedProgram {
  const { program } = parsed;
  requireFiniteSums(program);
  validateProgram(program);
  const unshown = [
    program.name, program.objectiveName, ...program.variableNames.filter(hasUnshown), ...program.rowNames.filter(hasUnshown),
  ].filter(hasUnshown);
  const [first] = unshown;
  if (first === undefined) return parsed;
  const count = unshown.length === 1 ? 'One name holds' : `${unshown.length} names hold`;
  return { ...parsed, warnings: [
    ...parsed.warnings,
    `${count} line breaks, control characters or marks that turn the writing, which are shown as escapes; the first is ${quoted(first)}.`,
  ] };
}

/** A program read with another sense than its file states, as the user asked; a doubt about it is then settled. */
export function withSense(parsed: ParsedProgram, sense: ObjectiveSense): ParsedProgram {
  const { senseDoubt } = parsed;
  return {
    ...parsed,
    program: { ...parsed.program, sense },
    warnings: senseDoubt === null ? parsed.warnings : parsed.warnings.filter((warning) => warning !== senseDoubt.sentence),
    senseDoubt: null,
  };
}

function readerOf(verdict: FormatVerdict, fileName: string, limits: ProgramLimits): ProgramReader {
  const place = { file: fileName };
  switch (verdict) {
    case 'empty': throw new ProblemError('problem-empty', 'the file is empty', `Choose a problem in ${formatsInWords('names')}.`, place);
    case 'compressed': throw new ProblemError(
      'problem-format', 'the file is compressed with gzip inside another file', 'Decompress it once and open the result.', place,
    );
    case 'html': throw new ProblemError(
      'problem-format', 'the file is a web page, not a problem', 'The download may have failed: get the file itself.', place,
    );
    case 'binary': throw new ProblemError(
      'problem-format', 'the file is not text', `Choose a problem in ${formatsInWords('names')}.`, place,
    );
    case 'unknown': throw new ProblemError(
      'problem-format', 'the file looks like no format that Leibniz reads', `Choose a problem in ${formatsInWords('beginnings')}.`, place,
    );
    default: return FORMAT_CODE[verdict].createReader(fileName, limits);
  }
}
