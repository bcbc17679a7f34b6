/**
 * Writes OPB without loss: linear, in bits, variables x1, x2, …, whole numbers. Rows of decimals are multiplied by a
 * power of ten; names, that power and whatever else OPB has no place for go into comments (`opb-notes.ts`), which
 * our reader takes back. To others a maximization is the minimization of the negated objective, as the format wants it.
 */
import { plainJson } from '../one-line.ts';
import { FREE } from '../program.ts';
import type { Program } from '../program.ts';
import { ProblemError, quoted } from '../problem-error.ts';
import { validateProgram } from '../validate-program.ts';
import { scaledIntegers } from './decimal-sum.ts';
import { OPB_NOTES_MARK, opbNoteLine } from './opb-notes.ts';
import type { OpbNote } from './opb-notes.ts';

const negated = (integer: string): string => (integer === '0' ? integer : integer.startsWith('-') ? integer.slice(1) : `-${integer}`);

const note = (given: OpbNote): string => opbNoteLine(given, (name) => plainJson(JSON.stringify(name)));
const term = (coefficient: string, j: number): string => `${coefficient.startsWith('-') ? '' : '+'}${coefficient} x${j + 1}`;

/** What both formats say first, in notes: names, sense, scale. */
export function leadingNotes(program: Program, scale: number): readonly string[] {
  return [
    OPB_NOTES_MARK,
    note({ is: 'name', name: program.name }),
    ...(program.sense === 'max' ? [note({ is: 'maximize' })] : []),
    note({ is: 'objective', name: program.objectiveName, scale, constant: program.objectiveConstant }),
    ...program.variableNames.map((name) => note({ is: 'variable', name })),
    ...(program.integers ?? []).map((integer) => note({ is: 'integer', integer })),
  ];
}

/**
 * The objective that is minimized, as whole numbers.
 * @throws ProblemError where they have too many digits
 */
export function wholeObjective(program: Program, format: string): NonNullable<ReturnType<typeof scaledIntegers>> {
  const objective = scaledIntegers([...program.objective].map((c) => (program.sense === 'max' ? 0 - c : c)));
  if (objective === null) throw new ProblemError(
    'problem-unwritable',
    `${format} cannot hold the objective, whose numbers are no whole numbers of at most 2^53, multiplied by a power of ten or not`,
    'Write the problem as LP or JSON.',
  );
  return objective;
}

/**
 * Fixings and rows as constraints, each behind its note.
 * @returns lines, and how many constraints there are
 * @throws ProblemError where a row has no bounds or too many digits
 */
export function constraintLines(program: Program, format: string): { readonly lines: readonly string[]; readonly count: number } {
  const lines: string[] = [];
  let count = 0;
  program.fixed.forEach((fixed, j) => {
    if (fixed === FREE) return;
    lines.push(note({ is: 'fixed', variable: j, value: fixed }), `+1 x${j + 1} = ${fixed} ;`);
    count++;
  });
  for (let i = 0; i < program.rowLower.length; i++) {
    const row = rowLines(program, i, format);
    lines.push(...row);
    count += row.length - 1;
  }
  return { lines, count };
}

/** A row's note and its one or two constraints. */
export function rowLines(program: Program, i: number, format: string): readonly string[] {
  const { start, column, value } = program.rows;
  const lower = program.rowLower[i]!;
  const upper = program.rowUpper[i]!;
  const name = program.rowNames[i]!;
  const sides = [lower, upper].filter(Number.isFinite);
  const from = start[i]!;
  const to = start[i + 1]!;
  const scaled = sides.length === 0 ? null : scaledIntegers([...value.subarray(from, to), ...sides]);
  if (scaled === null) {
    throw new ProblemError(
      'problem-unwritable',
      `${format} cannot hold the row ${quoted(name)}, ${sides.length === 0 ? 'which has no bounds' : 'whose numbers are no whole numbers of at most 2^53, multiplied by a power of ten or not'}`,
      'Write the problem as LP or JSON.', { field: name },
    );
  }
  const sum = (sign: (integer: string) => string): string =>
    from === to ? '+0 x1' : Array.from(column.subarray(from, to), (j, k) => term(sign(scaled.integers[k]!), j)).join(' ');
  const side = (k: number): string => scaled.integers[to - from + k]!;
  const form = lower === upper || upper === Number.POSITIVE_INFINITY ? 'plain' : Number.isFinite(lower) ? 'range' : 'negated';
  const lines = [note({ is: 'row', name, scale: scaled.scale, form })];
  if (form !== 'negated') lines.push(`${sum((integer) => integer)} ${lower === upper ? '=' : '>='} ${side(0)} ;`);
  if (form !== 'plain') lines.push(`${sum(negated)} >= ${negated(side(sides.length - 1))} ;`);
  return lines;
}

/**
 * A program as OPB.
 * @throws ProblemError where the program is not valid, a row has no bounds, or its numbers have too many digits
 * Cost: O(nnz + d + m).
 */
export function writeOpb(program: Program): string {
  validateProgram(program);
  const { lines, count } = constraintLines(program, 'OPB');
  const objective = wholeObjective(program, 'OPB');
  const costs = objective.integers.flatMap((cost, j) => (cost === '0' ? [] : [term(cost, j)]));
  return [
    `* #variable= ${program.objective.length} #constraint= ${count}`,
    ...leadingNotes(program, objective.scale),
    // An empty objective is none: minisat+ takes it for a mistake.
    ...(costs.length === 0 ? [] : [`min: ${costs.join(' ')} ;`]),
    ...lines,
    '',
  ].join('\n');
}
