/**
 * What the views are shown of a program and of a solution of it: variables, the picture of its nonzeros,
 * violated rows by name. Pure.
 */
import type { ProblemVariables, SolutionView } from '../../../src-contract/session.ts';
import type { ReadingView } from '../../../src-contract/problem-choice.ts';
import type { SolutionValue } from '../../../src-contract/job-event.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { rowOffset } from '../../../src-science/program/integers.ts';
import { readingLabel, readingOf, readingText, readingVerdict } from '../../../src-science/program/readings.ts';
import type { SolutionReading } from '../../../src-science/program/readings.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';

/** Names on one line, and copies: what crosses to another thread must not share a program that is kept. */
export function variablesOf(program: Program): ProblemVariables {
  return {
    names: program.variableNames.map(oneLine),
    objective: program.objective.slice(),
    fixed: program.fixed.slice(),
    ...(program.integers === undefined
      ? {}
      : { integers: program.integers.map((integer) => ({ ...integer, name: oneLine(integer.name) })) }),
  };
}

/**
 * The share of nonzeros in each cell of a grid laid over the matrix, row-major, 0–255; a cell with any
 * nonzero is at least 1. The grid is made no finer than the matrix.
 * @param across of these variables only; what lies beyond the program is left out
 * @param down of these rows only
 * Cost: O(nonzeros of these rows + cells).
 */
export function sparsityOf(
  program: Program, maxWidth: number, maxHeight: number, across?: Places, down?: Places,
): { width: number; height: number; cells: Uint8Array<ArrayBuffer> } {
  const [firstColumn, d] = within(across, program.objective.length);
  const [firstRow, m] = within(down, program.rowLower.length);
  const width = Math.max(1, Math.min(maxWidth, d));
  const height = Math.max(1, Math.min(maxHeight, m));
  const counts = new Uint32Array(width * height);
  const { start, column } = program.rows;
  for (let i = 0; i < m; i++) {
    const at = Math.floor((i * height) / m) * width;
    const end = start[firstRow + i + 1] ?? 0;
    for (let k = start[firstRow + i] ?? 0; k < end; k++) {
      const place = (column[k] ?? 0) - firstColumn;
      if (place < 0 || place >= d) continue;
      const cell = at + Math.floor((place * width) / d);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  const cells = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const rowsInCell = sliceLength(y, height, m);
    for (let x = 0; x < width; x++) {
      const count = counts[y * width + x] ?? 0;
      if (count > 0) cells[y * width + x] = Math.max(1, Math.round((255 * count) / (rowsInCell * sliceLength(x, width, d))));
    }
  }
  return { width, height, cells };
}

interface Places {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** First and count of the places that there are; all of them where none are named. */
function within(places: Places | undefined, total: number): readonly [first: number, count: number] {
  if (places === undefined || total === 0) return [0, total];
  const first = Math.min(total - 1, places.from);
  return [first, Math.max(1, Math.min(total, places.to) - first)];
}

/** How many of `total` indices i have floor(i·parts/total) = part. */
function sliceLength(part: number, parts: number, total: number): number {
  return Math.ceil(((part + 1) * total) / parts) - Math.ceil((part * total) / parts);
}

export function solutionView(runId: number, solution: SolutionValue, program: Program): SolutionView {
  const report = solutionReport(program, solution.x);
  const reading = readingOf(program, solution.x);
  return {
    ...(reading === null ? {} : { reading: readingView(reading) }),
    runId,
    source: solution.source,
    objective: solution.objective,
    violation: solution.violation,
    feasible: solution.feasible,
    seconds: solution.seconds,
    x: solution.x,
    violatedRows: report.violatedRows.map(({ row, activity, amount }) => {
      // Rows are shown as the user wrote them: lower bounds of integers count in their activity.
      const offset = rowOffset(program, row);
      return {
        name: oneLine(program.rowNames[row] ?? `row ${row + 1}`),
        activity: activity + offset,
        lower: (program.rowLower[row] ?? -Infinity) + offset,
        upper: (program.rowUpper[row] ?? Infinity) + offset,
        amount,
      };
    }),
  };
}

/** Names of nodes, or inputs, that are written out for the window. */
const MOST_NAMED = 400;

function readingView(reading: SolutionReading): ReadingView {
  return {
    label: readingLabel(reading), text: oneLine(readingText(reading, MOST_NAMED)), verdict: oneLine(readingVerdict(reading)),
    holds: reading.holds,
  };
}
