/**
 * How a command ends: what it prints and its exit code. 0: it did what was asked; 1: a run failed or was
 * cancelled, or a file could not be written at its end; 2: the command line or an input was bad. With `--json`
 * stdout carries exactly one JSON document, also when the command fails.
 */
import type { LeibnizErrorValue } from '../../src-contract/error.ts';
import { firstSoftSlack } from '../../src-science/program/formats/opb-soft.ts';
import { userValues, userVariables } from '../../src-science/program/integers.ts';
import type { Program } from '../../src-science/program/program.ts';
import { toErrorValue } from '../engine/error-value.ts';
import { keptLines, oneLine, plainJson } from '../../src-science/program/one-line.ts';

export type ExitCode = 0 | 1 | 2;

/** What a command has to say; only one of the two is printed. */
export interface CommandReply {
  readonly json: unknown;
  readonly text: string;
  readonly exitCode: ExitCode;
  /** Files that were asked for and could not be written once the work was done. What was found is printed all the same. */
  readonly unwritten?: readonly LeibnizErrorValue[];
}

/** Writes a reply and sets the exit code; the process ends by itself once everything is written. */
export function deliver({ json, text, exitCode, unwritten = [] }: CommandReply, asJson: boolean): void {
  const document = unwritten.length > 0 && typeof json === 'object' ? { ...json, unwritten } : json;
  process.stdout.write(asJson ? `${jsonText(document)}\n` : terminalText(text));
  for (const error of unwritten) say(error);
  process.exitCode = unwritten.length > 0 ? 1 : exitCode;
}

/**
 * Writes what a command puts into files after its work. A failure takes nothing of the reply away: it becomes a
 * part of it.
 */
export async function withFiles(reply: CommandReply, ...writes: readonly (() => Promise<unknown>)[]): Promise<CommandReply> {
  return { ...reply, unwritten: [...(reply.unwritten ?? []), ...await failuresOf(writes)] };
}

/** Does one after the other, whatever comes of those before. @returns what failed */
export async function failuresOf(writes: readonly (() => Promise<unknown>)[]): Promise<LeibnizErrorValue[]> {
  const failures: LeibnizErrorValue[] = [];
  for (const write of writes) {
    try {
      await write();
    } catch (error) {
      failures.push(toErrorValue(error));
    }
  }
  return failures;
}

/**
 * What goes to a terminal, at the last moment: lines and nothing that it would obey. Names that a text is made
 * of are put on one line where it is made; this is for whatever was forgotten.
 */
export const terminalText = keptLines;

/** Says what went wrong, to people on stderr and, where asked for, as a document on stdout. */
export function deliverError(error: LeibnizErrorValue, asJson: boolean): void {
  say(error);
  if (asJson) process.stdout.write(`${jsonText({ error })}\n`);
  process.exitCode = exitCodeOf(error.code);
}

function say({ message, hint }: LeibnizErrorValue): void {
  process.stderr.write(`leibniz: ${oneLine(message)}\n${hint === '' ? '' : `  ${oneLine(hint)}\n`}`);
}

/** Bad usage and bad inputs are the caller's to mend; everything else is a failed run. */
export function exitCodeOf(code: string): ExitCode {
  return /^(usage|target-held|target-not-a-file|file-links|spec-invalid|message-invalid|problem-|file-missing|file-is-folder|file-not-regular|folder-missing|file-no-permission|file-too-large|file-expands-too-far|file-name|example-missing|study-|print-unavailable|session-(?:foreign|newer|empty|damaged|truncated|not-))/.test(
    code,
  )
    ? 2
    : 1;
}

/**
 * JSON with typed arrays as arrays. What JSON cannot say is not made to vanish: an infinite number (the
 * interchange field on the edge of the cube, say) becomes the string "Infinity" or "-Infinity", which
 * most languages' number parsers take; NaN, which stands for "no value", becomes null.
 */
export function jsonText(value: unknown): string {
  return plainJson(JSON.stringify(value, (_key, entry: unknown) => (ArrayBuffer.isView(entry) && !(entry instanceof DataView)
    ? Array.from(entry as unknown as ArrayLike<number>, sayable)
    : sayable(entry)), 2));
}

function sayable(entry: unknown): unknown {
  return entry === Number.POSITIVE_INFINITY ? 'Infinity' : entry === Number.NEGATIVE_INFINITY ? '-Infinity' : entry;
}

/** A vector by the names of the user's variables, integers as integers. */
export function assignmentOf(program: Program, x: ArrayLike<number>): Record<string, number> {
  const values = userValues(program, x);
  // Built by entries: a variable may be called “__proto__”.
  return Object.fromEntries(userVariables(program).map(({ name }, j) => [name, values[j] ?? 0]));
}

const softText = (paid: readonly string[], of: number): string =>
  `${paid.length} of ${of} paid${paid.length === 0 ? '' : `: ${paid.join(' ')}`}`;

/** The lines that say which variables of a solution are 1, which integers are not 0, and which soft constraints of WBO are paid for. */
export function valueLines(program: Program, x: ArrayLike<number> | null): [string, string | null][] {
  if (x === null) return [['at 1', null]];
  const values = userValues(program, x);
  const variables = userVariables(program);
  const soft = firstSoftSlack(program.variableNames, program.objective, program.sense);
  const paid = program.variableNames.slice(soft).filter((_, k) => x[soft + k] === 1).map(oneLine);
  const constraints = program.variableNames.length - soft;
  const ones = variables.flatMap(({ name, integer, bit }, j) => (integer === null && bit < soft && values[j] === 1 ? [oneLine(name)] : []));
  const integers =
    variables.flatMap(({ name, integer }, j) => (integer !== null && values[j] !== 0 ? [`${oneLine(name)}=${values[j]}`] : []));
  return [
    ['at 1', ones.length === 0 ? 'no variable' : ones.join(' ')],
    ...(program.integers === undefined ? [] : [['integers', integers.length === 0 ? 'all 0' : integers.join(' ')] as [string, string]]),
    ...(constraints === 0 ? [] : [['soft', softText(paid, constraints)] as [string, string]]),
  ];
}
