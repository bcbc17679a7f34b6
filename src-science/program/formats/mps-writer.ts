/**
 * Writes MPS without loss: numbers in their shortest exact form, every variable in its place (an
 * empty one by a 0 in the objective), integers between markers with their bounds spelt out, ranges by
 * whichever of the forms gives both bounds back to the last bit. What MPS cannot hold is refused, not
 * approximated: a row without bounds, a range that no pair of numbers expresses.
 */
import { userForm } from '../integers.ts';
import type { Program } from '../program.ts';
import { FREE } from '../program.ts';
import { ProblemError, quoted } from '../problem-error.ts';
import { validateProgram } from '../validate-program.ts';
import { MPS_INFINITY, mpsRowBounds } from './mps-meaning.ts';
import { OWN_CONSTANT_MARK } from './mps-origin.ts';
import { ESCAPED_NAMES_MARK } from './name-escape.ts';
import { fixedLines, FIXED_NAME, FREE_LINES } from './mps-lines.ts';
import { portableForm } from './portable.ts';
import type { WriteOptions } from './write-options.ts';
import { writtenNames } from './written-names.ts';
import type { NameRule } from './written-names.ts';

const L = 76;
const G = 71;
const E = 69;

/**
 * Sections and the sets as they are written: HiGHS takes a row of such a name for the section or the set; CBC takes + and −
 * for signs.
 */
const RISKY = new Set([
  '+', '-',
  'NAME', 'ROWS', 'COLUMNS', 'RHS', 'RANGES', 'BOUNDS', 'ENDATA', 'OBJSENSE', 'OBJNAME', 'MAX', 'MIN', 'MARKER', 'RNG', 'BND', 'SOS',
  'SETS', 'QUADOBJ',
]);

/** Two solvers read OBJSENSE MAX without an error and minimize (docs/formats.md), so the file itself says it. */
const MAXIMIZATION_NOTE = '* The objective is to be maximized. CBC 2.10 and SYMPHONY 5.6 ignore OBJSENSE and minimize; GLPK 5.0 refuses it. The portable form is read alike by all.';

const mpsName: NameRule = (name) => {
  const risky = RISKY.has(name.toUpperCase());
  return (byte, place) => byte <= 32 || byte === 127 || (place === 0 && (risky || byte === 36 || byte === 39 || byte === 42));
};

interface MpsRow {
  readonly type: number;
  readonly rhs: number;
  readonly range: number | null;
}

/**
 * A row's type, right-hand side and range.
 * @returns null where no range gives both bounds back exactly
 */
function mpsRow(lower: number, upper: number): MpsRow | null {
  if (Math.abs(lower) === MPS_INFINITY || Math.abs(upper) === MPS_INFINITY) return null;
  if (lower === upper) return { type: E, rhs: upper, range: null };
  if (lower === Number.NEGATIVE_INFINITY) return upper === Number.POSITIVE_INFINITY ? null : { type: L, rhs: upper, range: null };
  if (upper === Number.POSITIVE_INFINITY) return { type: G, rhs: lower, range: null };
  const width = upper - lower;
  const step = 2 ** Math.max(-1074, Math.floor(Math.log2(width)) - 52);
  for (const candidate of [width, width - step, width + step]) {
    for (const row of [{ type: L, rhs: upper, range: candidate }, { type: G, rhs: lower, range: candidate }]) {
      const [low, high] = mpsRowBounds(row.type, row.rhs, row.range);
      if (low === lower && high === upper && Number.isFinite(candidate) && candidate !== MPS_INFINITY) return row;
    }
  }
  return null;
}

/**
 * A program as MPS, free but for the form `fixed`.
 * @param options.form portable and fixed: minimized and without a constant, so that all readers agree
 * @throws ProblemError where the program is not valid or MPS cannot hold it
 * Cost: O(nnz + d + m).
 */
export function writeMps(inBits: Program, { form = 'as-is' }: WriteOptions = {}): string {
  validateProgram(inBits);
  const asIs = userForm(inBits);
  const { program, marks } = form === 'as-is'
    ? { program: asIs, marks: [] }
    : portableForm(asIs, 'mps', form === 'fixed' ? FIXED_NAME : undefined);
  const lines = form !== 'fixed' ? FREE_LINES : fixedLines({
    variable: (name) => asIs.variableNames[program.variableNames.indexOf(name)] ?? name,
    row: (name) => (name === program.objectiveName ? asIs.objectiveName : (asIs.rowNames[program.rowNames.indexOf(name)] ?? name)),
  });
  const names = writtenNames(program, 'MPS', mpsName, { sharedNames: true, emptyObjective: false, percentFree: false });
  const d = program.objective.length;
  const m = program.rowLower.length;
  const shape: MpsRow[] = [];
  for (let i = 0; i < m; i++) {
    const row = mpsRow(program.rowLower[i]!, program.rowUpper[i]!);
    if (row === null) {
      const free = !Number.isFinite(program.rowLower[i]!) && !Number.isFinite(program.rowUpper[i]!);
      throw new ProblemError(
        'problem-unwritable',
        `MPS cannot hold the row ${quoted(program.rowNames[i]!)}, ${free ? 'which has no bounds' : 'whose bounds no right-hand side and range express exactly'}`,
        'Write the problem as LP or JSON.',
        { field: program.rowNames[i]! },
      );
    }
    shape.push(row);
  }
  const out: string[] = [];
  if (names.escaped) out.push(`*${ESCAPED_NAMES_MARK}`);
  for (const mark of marks) out.push(`* ${mark}`);
  if (program.sense === 'max') out.push(MAXIMIZATION_NOTE);
  if (program.objectiveConstant !== 0) out.push(`* ${OWN_CONSTANT_MARK}`);
  out.push(lines.title(names.program));
  if (program.sense === 'max') out.push('OBJSENSE', '    MAX');
  out.push('ROWS', lines.row('N', names.objective));
  for (let i = 0; i < m; i++) out.push(lines.row(String.fromCharCode(shape[i]!.type), names.rows[i]!));
  out.push('COLUMNS', lines.marker('INTORG'));
  const columns = transposed(program);
  for (let j = 0; j < d; j++) {
    const name = names.variables[j]!;
    const from = columns.start[j]!;
    const to = columns.start[j + 1]!;
    if (program.objective[j] !== 0 || from === to) out.push(lines.entry(name, names.objective, program.objective[j]! + 0));
    for (let k = from; k < to; k++) out.push(lines.entry(name, names.rows[columns.row[k]!]!, columns.value[k]!));
  }
  out.push(lines.marker('INTEND'), 'RHS');
  if (program.objectiveConstant !== 0) out.push(lines.entry('RHS', names.objective, -program.objectiveConstant));
  for (let i = 0; i < m; i++) if (shape[i]!.rhs !== 0) out.push(lines.entry('RHS', names.rows[i]!, shape[i]!.rhs));
  const ranges = shape.flatMap((row, i) => (row.range === null ? [] : [lines.entry('RNG', names.rows[i]!, row.range)]));
  if (ranges.length > 0) out.push('RANGES', ...ranges);
  out.push('BOUNDS');
  for (let j = 0; j < d; j++) {
    const fixed = program.fixed[j]!;
    const range = program.ranges[j]!;
    if (range !== null) out.push(
      lines.bound('LO', names.variables[j]!, range.lower + 0), lines.bound('UP', names.variables[j]!, range.upper + 0),
    );
    else out.push(fixed === FREE ? lines.bound('UP', names.variables[j]!, 1) : lines.bound('FX', names.variables[j]!, fixed));
  }
  out.push('ENDATA', '');
  return out.join('\n');
}

function transposed(program: Program): { start: Int32Array; row: Int32Array; value: Float64Array } {
  const { start, column, value } = program.rows;
  const d = program.objective.length;
  const columnStart = new Int32Array(d + 1);
  for (const j of column) columnStart[j + 1]!++;
  for (let j = 0; j < d; j++) columnStart[j + 1]! += columnStart[j]!;
  const next = columnStart.slice();
  const row = new Int32Array(column.length);
  const columnValue = new Float64Array(column.length);
  for (let i = 0; i < program.rowLower.length; i++) {
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const at = next[column[k]!]!++;
      row[at] = i;
      columnValue[at] = value[k]!;
    }
  }
  return { start: columnStart, row, value: columnValue };
}
