/**
 * Settles which variables of a file are 0/1, which are integers that are written in bits (`integers.ts`), which
 * are constants, and which make the program one that Leibniz does not read. Kind and bounds settle most
 * (`variable-domains.ts`); the rows settle two more:
 * a variable that an equality row of its own fixes (as Pyomo wrote its constant one), and the slack
 * `~r_N` by which GLPK writes a row with two sides. Constants are folded into rows and objective.
 * Everything that was folded is said in a warning.
 */
import { fitsBits, inBits } from '../integers.ts';
import { FREE } from '../program.ts';
import type { IntegerRange, Program } from '../program.ts';
import { ProblemError, quoted } from '../problem-error.ts';
import { boundsByRows } from './bounds-by-rows.ts';
import { decimalQuotient, decimalSum } from './decimal-sum.ts';
import type { ProgramParts } from './program-builder.ts';
import type { VariableDomains } from './variable-domains.ts';

/** Names are listed in a warning up to this many. */
const NAMED = 3;
const GLPK_SLACK = /^~r_\d+$/;

/** What a reader knows before its variables are settled. */
export type UnsettledParts = Omit<ProgramParts, 'fixed'>;

export interface SettledParts {
  readonly parts: Program;
  readonly warnings: readonly string[];
}

/** The one row that a variable stands in. */
interface OnlyRow {
  readonly row: number;
  readonly coefficient: number;
  /** How many variables the row has. */
  readonly length: number;
}

/** What the rows say of single variables. */
interface RowsByVariable {
  /** For each variable the one row it stands in; null where there is none or are several. */
  readonly only: readonly (OnlyRow | null)[];
  /** For each variable the first equality row that it stands in alone, or null. */
  readonly alone: readonly (OnlyRow | null)[];
}

/**
 * @throws ProblemError at the first variable that is neither 0 or 1 nor a constant
 * Cost: O(d) where kinds and bounds settle all, else O(nnz).
 */
export function settleVariables(parts: UnsettledParts, domains: VariableDomains): SettledParts {
  const { variableNames: names } = parts;
  const fixed = new Int8Array(names.length).fill(FREE);
  const constants = new Map<number, number>();
  const slacks = new Map<number, OnlyRow>();
  const definitions = new Set<number>();
  const ranges: (IntegerRange | null)[] = Array.from(names, () => null);
  const unbounded: number[] = [];
  const narrowed: string[] = [];
  const loosely: string[] = [];
  let known: RowsByVariable | null = null;
  for (let j = 0; j < names.length; j++) {
    const name = names[j]!;
    const verdict = domains.verdict(j);
    if (verdict.narrowed) narrowed.push(name);
    if (verdict.is === 'free') continue;
    if (verdict.is === 'fixed') {
      fixed[j] = verdict.value;
      if (domains.kind(j) === 'continuous') loosely.push(name);
      continue;
    }
    if (verdict.is === 'constant') {
      constants.set(j, verdict.value);
      continue;
    }
    // An integer of a range stays one, whatever its rows say: what is written is read back the same.
    if (domains.kind(j) !== 'continuous' && fitsBits(domains.range(j))) {
      ranges[j] = domains.range(j);
      continue;
    }
    known ??= rowsByVariable(parts);
    const definition = fixedByRow(parts, domains, j, known.alone[j] ?? null);
    if (definition !== null) {
      if (definition.value === 0 || definition.value === 1) fixed[j] = definition.value;
      else {
        constants.set(j, definition.value);
        definitions.add(definition.row);
      }
      continue;
    }
    const slack = known.only[j] ?? null;
    if (slack !== null && isGlpkSlack(parts, domains, j, slack)) slacks.set(j, slack);
    else if (domains.kind(j) === 'continuous' || !domains.isOrdered(j)) throw domains.refusal(j, name);
    else if (domains.hasWholeBounds(j)) unbounded.push(j);
    else throw domains.refusal(j, name);
  }
  const warnings: string[] = [];
  if (unbounded.length > 0) {
    const bounds = Array.from(names, (_, j) => domains.range(j));
    const { ranges: found, crossing } = boundsByRows(
      parts, unbounded, Float64Array.from(bounds, ({ lower }) => lower), Float64Array.from(bounds, ({ upper }) => upper),
    );
    unbounded.forEach((j, k) => {
      const range = found[k]!;
      if (range.lower === range.upper && (range.lower === 0 || range.lower === 1)) fixed[j] = range.lower;
      else if (range.lower === range.upper) constants.set(j, range.lower);
      else if (range.lower !== 0 || range.upper !== 1) {
        if (!fitsBits(range)) throw domains.unboundedRefusal(j, names[j]!, range);
        ranges[j] = range;
      }
    });
    if (crossing !== null) warnings.push(
      `The rows leave the integer variable ${quoted(names[crossing]!)} no value: the program has no solution.`,
    );
    else warnings.push(boundedWarning(unbounded.map((j, k) => ({ name: names[j]!, range: found[k]! }))));
  }
  if (narrowed.length > 0) {
    warnings.push(
      `${listed(narrowed)} ${narrowed.length === 1 ? 'is' : 'are'} binary with bounds wider than 0..1, and taken as 0..1; HiGHS and GLPK take the wide bounds.`,
    );
  }
  if (loosely.length > 0) warnings.push(
    `${listed(loosely)} ${loosely.length === 1 ? 'is' : 'are'} continuous and fixed by bounds at 0 or 1, and taken as fixed.`,
  );
  if (constants.size === 0 && slacks.size === 0) return { parts: inBits({ ...parts, fixed }, ranges), warnings };
  for (const [j, value] of constants) warnings.push(
    `The variable ${quoted(names[j]!)} is fixed at ${value}: it was folded into the rows and the objective as a constant.`,
  );
  for (const [j, { row }] of slacks) warnings.push(
    `The slack ${quoted(names[j]!)}, by which GLPK writes a row with two sides, was folded back into the row ${quoted(parts.rowNames[row]!)}.`,
  );
  if (constants.size + slacks.size === names.length) throw new ProblemError(
    'problem-section', 'the bounds fix every variable of the program, so that nothing is left to decide',
    'Give the program a variable that is 0 or 1 or an integer.',
  );
  const kept = ranges.filter((_, j) => !constants.has(j) && !slacks.has(j));
  return { parts: inBits(folded({ ...parts, fixed }, domains, constants, slacks, definitions), kept), warnings: inShort(warnings) };
}

const rangeText = ({ lower, upper }: IntegerRange): string => `${lower}..${upper}`.replaceAll('-', '−');

function boundedWarning(bounded: readonly { readonly name: string; readonly range: IntegerRange }[]): string {
  const shown = bounded.slice(0, NAMED).map(({ name, range }) => `${quoted(name)} to ${rangeText(range)}`).join(', ');
  return `${bounded.length === 1 ? 'An integer variable has' : `${bounded.length} integer variables have`} no usable bounds of ${bounded.length === 1 ? 'its' : 'their'} own and ${bounded.length === 1 ? 'was' : 'were'} bounded by the rows: ${shown}${bounded.length > NAMED ? ', …' : ''}.`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).map(quoted).join(', ');
  return `${names.length === 1 ? 'The variable' : 'The variables'} ${shown}${names.length > NAMED ? ` and ${names.length - NAMED} more` : ''}`;
}

/** A file with a thousand constants gets a handful of sentences. */
function inShort(warnings: readonly string[]): string[] {
  const most = 8;
  return warnings.length <= most
    ? [...warnings]
    : [...warnings.slice(0, most), `${warnings.length - most} more variables were folded in the same way.`];
}

function rowsByVariable({ rows, rowLower, rowUpper, variableNames }: UnsettledParts): RowsByVariable {
  const times = new Int32Array(variableNames.length);
  const only: (OnlyRow | null)[] = Array.from(variableNames, () => null);
  const alone: (OnlyRow | null)[] = Array.from(variableNames, () => null);
  for (let row = 0; row + 1 < rows.start.length; row++) {
    const from = rows.start[row]!;
    const to = rows.start[row + 1]!;
    for (let k = from; k < to; k++) {
      const j = rows.column[k]!;
      const here = { row, coefficient: rows.value[k]!, length: to - from };
      only[j] = ++times[j]! === 1 ? here : null;
      if (to - from === 1 && rowLower[row] === rowUpper[row]) alone[j] ??= here;
    }
  }
  return { only, alone };
}

/** The value that an equality row of its own gives a variable, if its bounds allow it. */
function fixedByRow(
  parts: UnsettledParts, domains: VariableDomains, j: number, alone: OnlyRow | null,
): { readonly row: number; readonly value: number } | null {
  if (alone === null) return null;
  const value = decimalQuotient(parts.rowLower[alone.row]!, alone.coefficient);
  if (value === null) return null;
  const { lower, upper } = domains.range(j);
  if (value < lower || value > upper || (domains.kind(j) !== 'continuous' && !Number.isInteger(value))) return null;
  return { row: alone.row, value };
}

/** GLPK writes `l ≤ aᵀx ≤ u` as `aᵀx − ~r_N = l`, `0 ≤ ~r_N ≤ u − l`. */
function isGlpkSlack(parts: UnsettledParts, domains: VariableDomains, j: number, only: OnlyRow): boolean {
  const { lower, upper } = domains.range(j);
  return (
    GLPK_SLACK.test(parts.variableNames[j]!) &&
    domains.kind(j) === 'continuous' &&
    parts.objective[j] === 0 &&
    only.coefficient === -1 &&
    only.length > 1 &&
    parts.rowLower[only.row] === parts.rowUpper[only.row] &&
    Number.isFinite(lower) && Number.isFinite(upper) && lower <= upper
  );
}

/** The program without constants, slacks and the rows that only said what a constant is. */
function folded(
  parts: ProgramParts,
  domains: VariableDomains,
  constants: ReadonlyMap<number, number>,
  slacks: ReadonlyMap<number, OnlyRow>,
  definitions: ReadonlySet<number>,
): ProgramParts {
  const { rows } = parts;
  const place = new Int32Array(parts.variableNames.length).fill(-1);
  const kept: number[] = [];
  for (let j = 0; j < place.length; j++) if (!constants.has(j) && !slacks.has(j)) place[j] = kept.push(j) - 1;
  const rowLower = parts.rowLower.slice();
  const rowUpper = parts.rowUpper.slice();
  for (const [j, { row }] of slacks) {
    const { lower, upper } = domains.range(j);
    const side = rowLower[row]!;
    rowLower[row] = decimalSum(side, 1, lower);
    rowUpper[row] = decimalSum(side, 1, upper);
  }
  let objectiveConstant = parts.objectiveConstant;
  for (const [j, value] of constants) objectiveConstant = decimalSum(objectiveConstant, parts.objective[j]!, value, parts.variableNames[j]);
  const keptRows: number[] = [];
  const start = [0];
  const column = new Int32Array(rows.column.length);
  const coefficient = new Float64Array(rows.value.length);
  let length = 0;
  for (let i = 0; i < rowLower.length; i++) {
    if (definitions.has(i)) continue;
    for (let k = rows.start[i]!; k < rows.start[i + 1]!; k++) {
      const j = rows.column[k]!;
      const value = constants.get(j);
      if (value !== undefined) {
        rowLower[i] = decimalSum(rowLower[i]!, -rows.value[k]!, value, parts.variableNames[j]);
        rowUpper[i] = decimalSum(rowUpper[i]!, -rows.value[k]!, value, parts.variableNames[j]);
      } else if (place[j]! >= 0) {
        column[length] = place[j]!;
        coefficient[length++] = rows.value[k]!;
      }
    }
    keptRows.push(i);
    start.push(length);
  }
  return {
    ...parts,
    objective: Float64Array.from(kept, (j) => parts.objective[j]!),
    objectiveConstant,
    variableNames: kept.map((j) => parts.variableNames[j]!),
    fixed: Int8Array.from(kept, (j) => parts.fixed[j]!),
    rowNames: keptRows.map((i) => parts.rowNames[i]!),
    rows: { start: Int32Array.from(start), column: column.slice(0, length), value: coefficient.slice(0, length) },
    rowLower: Float64Array.from(keptRows, (i) => rowLower[i]!),
    rowUpper: Float64Array.from(keptRows, (i) => rowUpper[i]!),
  };
}
