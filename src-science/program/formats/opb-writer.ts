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

/**
 * A program as OPB.
 * @throws ProblemError where the program is not valid, a row has no bounds, or its numbers have too many digits
 * Cost: O(nnz + d + m).
 */
export function writeOpb(program: Program): string {
  validateProgram(program);
  const d = program.objective.length;
  const { start, column, value } = program.rows;
  const note = (given: OpbNote): string => opbNoteLine(given, (name) => plainJson(JSON.stringify(name)));
  const constraints: string[] = [];
  const term = (coefficient: string, j: number): string => `${coefficient.startsWith('-') ? '' : '+'}${coefficient} x${j + 1}`;
  let count = 0;
  program.fixed.forEach((fixed, j) => {
    if (fixed === FREE) return;
    constraints.push(note({ is: 'fixed', variable: j, value: fixed }), `+1 x${j + 1} = ${fixed} ;`);
    count++;
  });
  for (let i = 0; i < program.rowLower.length; i++) {
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
        `OPB cannot hold the row ${quoted(name)}, ${sides.length === 0 ? 'which has no bounds' : 'whose numbers are no whole numbers of at most 2^53, multiplied by a power of ten or not'}`,
        'Write the problem as LP or JSON.', { field: name },
      );
    }
    const terms = Array.from(column.subarray(from, to), (j, k) => term(scaled.integers[k]!, j)).join(' ');
    const sum = from === to ? '+0 x1' : terms;
    const side = (k: number): string => scaled.integers[to - from + k]!;
    const form = lower === upper || upper === Number.POSITIVE_INFINITY ? 'plain' : Number.isFinite(lower) ? 'range' : 'negated';
    constraints.push(note({ is: 'row', name, scale: scaled.scale, form }));
    if (form !== 'negated') constraints.push(`${sum} ${lower === upper ? '=' : '>='} ${side(0)} ;`);
    if (form !== 'plain') {
      constraints.push(
        `${from === to ? sum : Array.from(column.subarray(from, to), (j, k) => term(negated(scaled.integers[k]!), j)).join(' ')} >= ${negated(side(sides.length - 1))} ;`,
      );
    }
    count += form === 'range' ? 2 : 1;
  }
  const objective = scaledIntegers([...program.objective].map((c) => (program.sense === 'max' ? 0 - c : c)));
  if (objective === null) throw new ProblemError(
    'problem-unwritable',
    'OPB cannot hold the objective, whose numbers are no whole numbers of at most 2^53, multiplied by a power of ten or not',
    'Write the problem as LP or JSON.',
  );
  const costs = objective.integers.flatMap((cost, j) => (cost === '0' ? [] : [term(cost, j)]));
  return [
    `* #variable= ${d} #constraint= ${count}`,
    OPB_NOTES_MARK,
    note({ is: 'name', name: program.name }),
    ...(program.sense === 'max' ? [note({ is: 'maximize' })] : []),
    note({ is: 'objective', name: program.objectiveName, scale: objective.scale, constant: program.objectiveConstant }),
    ...program.variableNames.map((name) => note({ is: 'variable', name })),
    ...(program.integers ?? []).map((integer) => note({ is: 'integer', integer })),
    // An empty objective is none: minisat+ takes it for a mistake.
    ...(costs.length === 0 ? [] : [`min: ${costs.join(' ')} ;`]),
    ...constraints,
    '',
  ].join('\n');
}
