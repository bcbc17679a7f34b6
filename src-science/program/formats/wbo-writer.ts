/**
 * Writes WBO without loss. A program whose last variables are the slack bits of soft constraints, as our reader makes them, is
 * written as these constraints. Any other is written with a soft constraint for each cost of its objective:
 * what is paid is the objective up to a constant. Names and all else stand in comments, as in OPB.
 */
import { encodeProgram } from '../encoding.ts';
import { LIMITS } from '../limits.ts';
import { ProblemError } from '../problem-error.ts';
import type { Program } from '../program.ts';
import { validateProgram } from '../validate-program.ts';
import { OpbReader } from './opb-reader.ts';
import { opbNoteLine } from './opb-notes.ts';
import { firstSlack, softCostLine } from './opb-soft.ts';
import { utf8Of } from './name-escape.ts';
import { constraintLines, leadingNotes, rowLines, wholeObjective } from './opb-writer.ts';

/**
 * A program as WBO.
 * @throws ProblemError where the program is not valid, a row has no bounds, or its numbers have too many digits
 * Cost: O(nnz + d + m).
 */
export function writeWbo(program: Program): string {
  validateProgram(program);
  const soft = asSoftRows(program);
  if (soft !== null && readsBack(soft, program)) return soft;
  const { lines, count } = constraintLines(program, 'WBO');
  const { integers, scale } = wholeObjective(program, 'WBO');
  const weights = integers.filter((cost) => cost !== '0').map((cost) => Math.abs(Number(cost)));
  const softLines = integers.flatMap((cost, j) => (cost === '0' ? [] : [softCostLine(cost, `x${j + 1}`)]));
  return wboText(program, leadingNotes(program, scale), lines, count, softLines, weights, true, null);
}

/** @param top null where nothing is too dear: then it is one more than all weights, since some readers want a number */
function wboText(
  program: Pick<Program, 'objective'>, notes: readonly string[], lines: readonly string[], hard: number, softLines: readonly string[],
  weights: readonly number[], costs: boolean, top: number | null,
): string {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (!Number.isSafeInteger(sum + 1)) throw new ProblemError(
    'problem-unwritable', 'WBO cannot hold the objective: what all its costs add up to is beyond 2^53', 'Write the problem as LP or JSON.',
  );
  const least = weights.reduce((found, weight) => Math.min(found, weight), weights[0] ?? 0);
  const most = weights.reduce((found, weight) => Math.max(found, weight), 0);
  return [
    // clasp takes no 0 for the number of soft constraints.
    `* #variable= ${program.objective.length} #constraint= ${hard + weights.length}`
      + (weights.length === 0 ? '' : ` #soft= ${weights.length} mincost= ${least} maxcost= ${most} sumcost= ${sum}`),
    ...notes,
    opbNoteLine({ is: 'soft', costs, top: top !== null }, JSON.stringify),
    `soft: ${top ?? sum + 1} ;`,
    ...lines,
    ...softLines,
    '',
  ].join('\n');
}

/** The program with its slack bits turned into weights; null where it has none. It may come back otherwise: `readsBack`. */
function asSoftRows(program: Program): string | null {
  const { variableNames, objective, rowNames, rows, rowLower, rowUpper } = program;
  const first = firstSlack(variableNames);
  const costs = [...objective.subarray(first)];
  const plain = program.sense === 'min' && program.objectiveConstant === 0 && program.integers === undefined;
  if (first === objective.length || first === 0 || !plain || objective.subarray(0, first).some((cost) => cost !== 0)) return null;
  if (costs.some((cost) => !Number.isSafeInteger(cost) || cost <= 0)) return null;
  const base: Program = {
    ...program, objective: objective.subarray(0, first), variableNames: variableNames.slice(0, first),
    fixed: program.fixed.subarray(0, first),
  };
  const last = rowNames.length - 1;
  const topped = /^top#?$/.test(rowNames[last] ?? '') && rows.column.subarray(rows.start[last], rows.start[last + 1])[0]! >= first;
  const lines: string[] = [];
  let hard = 0;
  for (let i = 0; i < (topped ? last : last + 1); i++) {
    const from = rows.start[i]!;
    const end = rows.start[i + 1]!;
    const slack = end > from ? rows.column[end - 1]! - first : -1;
    if (slack < 0) {
      const row = rowLines(program, i, 'WBO');
      lines.push(...row);
      hard += row.length - 1;
      continue;
    }
    const equality = rowNames[i + 1] === `${rowNames[i]!}#up`;
    const alone = {
      ...base,
      rowLower: Float64Array.of(rowLower[i]!),
      rowUpper: Float64Array.of(equality ? rowUpper[i + 1]! : rowUpper[i]!),
      rowNames: [rowNames[i]!],
      rows: {
        start: Int32Array.of(0, end - 1 - from), column: rows.column.subarray(from, end - 1), value: rows.value.subarray(from, end - 1),
      },
    };
    const row = rowLines(alone, 0, 'WBO');
    if (row.length !== 2) return null;
    lines.push(row[0]!, `[${costs[slack]!}] ${row[1]!}`);
    if (equality) i++;
  }
  const fixings = constraintLines({ ...base, rowNames: [], rowLower: new Float64Array(0), rowUpper: new Float64Array(0) }, 'WBO');
  return wboText(
    base, leadingNotes(base, 1), [...fixings.lines, ...lines], hard + fixings.count, [], costs, false, topped ? rowUpper[last]! + 1 : null,
  );
}

function readsBack(text: string, program: Program): boolean {
  try {
    const reader = new OpbReader('', LIMITS, 'wbo');
    reader.push(utf8Of(text));
    const wanted = encodeProgram(program);
    const read = encodeProgram(reader.finish().program);
    return read.length === wanted.length && read.every((byte, k) => byte === wanted[k]);
  } catch (error) {
    if (error instanceof ProblemError) return false;
    throw error;
  }
}
