/**
 * The rows of an MPS file while it is read: names, types, right-hand sides and ranges, and which names
 * are the objective or an N row that is ignored. Knows the rules of the sections ROWS, RHS and RANGES;
 * where a line stands and how a number is spelled is the reader's.
 */
import { SCALE_HINT } from './finite-sums.ts';
import { quoted } from '../problem-error.ts';
import type { ProblemError, ProblemErrorCode } from '../problem-error.ts';
import { FloatList, IntList } from './lists.ts';
import { mpsRowBounds } from './mps-meaning.ts';
import { NameTable } from './name-table.ts';

/** What a name in ROWS stands for, where it is not a row of the program. */
export const OBJECTIVE = -1;
const IGNORED = -2;

/** Character code of the type N. */
const N = 78;

/** A refusal at a line of the file. */
export type MpsRefusal = (code: ProblemErrorCode, line: number, what: string, hint: string, field?: string) => ProblemError;

export class MpsRows {
  /** All names of ROWS in their order; what each means is `meaning`. */
  readonly table = new NameTable();
  /** For each name the row it is, OBJECTIVE or IGNORED. */
  readonly meaning = new IntList();
  /** For each name the last variable that had an entry in it. */
  readonly lastColumn = new IntList();
  /** The rows of the program. */
  readonly names = new NameTable();
  objectiveName: string | null = null;
  objectiveConstant = 0;
  #objectiveConstantLine = 0;
  /** Character codes of L, G, E. */
  readonly #type = new IntList();
  readonly #rhs = new FloatList();
  readonly #rhsLine = new IntList();
  readonly #range = new FloatList();
  readonly #rangeLine = new IntList();
  readonly #refusal: MpsRefusal;

  constructor(refusal: MpsRefusal) {
    this.#refusal = refusal;
  }

  /**
   * Declares a name that is not in the table.
   * @param type character code of N, L, G or E
   * @param wantedObjective the N row that is the objective; null takes the first
   * @returns false where it is an N row that is ignored
   */
  declare(type: number, bytes: Uint8Array, from: number, to: number, text: string, wantedObjective: string | null): boolean {
    this.table.add(bytes, from, to);
    this.lastColumn.push(-1);
    if (type === N) {
      const chosen = wantedObjective === null ? this.objectiveName === null : text === wantedObjective;
      this.meaning.push(chosen ? OBJECTIVE : IGNORED);
      if (chosen) this.objectiveName = text;
      return chosen;
    }
    this.meaning.push(this.names.add(bytes, from, to));
    this.#type.push(type);
    this.#rhs.push(0);
    this.#rhsLine.push(0);
    this.#range.push(0);
    this.#rangeLine.push(0);
    return true;
  }

  /** @param name number in the table @param text the name, for a message */
  setRhs(name: number, value: number, line: number, text: () => string): void {
    const row = this.meaning.items[name]!;
    const before = row >= 0 ? this.#rhsLine.items[row]! : row === OBJECTIVE ? this.#objectiveConstantLine : 0;
    if (before > 0) throw this.#refusal(
      'problem-duplicate', line, `the right-hand side of row ${quoted(text())} was already given in line ${before}`, 'Keep one of the two.',
      text(),
    );
    if (row >= 0) {
      this.#rhs.items[row] = value;
      this.#rhsLine.items[row] = line;
    } else if (row === OBJECTIVE) {
      this.objectiveConstant = -value;
      this.#objectiveConstantLine = line;
    }
  }

  setRange(name: number, value: number, line: number, text: () => string): void {
    const row = this.meaning.items[name]!;
    if (row === OBJECTIVE) throw this.#refusal(
      'problem-bound', line, `the objective ${quoted(text())} has a range`, 'Make it a row of type L or G if it is to be bounded.', text(),
    );
    if (row < 0) return;
    const before = this.#rangeLine.items[row]!;
    if (before > 0) throw this.#refusal(
      'problem-duplicate', line, `the range of row ${quoted(text())} was already given in line ${before}`, 'Keep one of the two.', text(),
    );
    this.#range.items[row] = value;
    this.#rangeLine.items[row] = line;
  }

  /** Bounds of the program's rows. */
  bounds(): { rowLower: Float64Array; rowUpper: Float64Array } {
    const m = this.names.count;
    const rowLower = new Float64Array(m);
    const rowUpper = new Float64Array(m);
    for (let i = 0; i < m; i++) {
      const range = this.#rangeLine.items[i]! > 0 ? this.#range.items[i]! : null;
      const [lower, upper] = mpsRowBounds(this.#type.items[i]!, this.#rhs.items[i]!, range);
      // The side that a range makes; without one a side may be infinite.
      const isGiven = range !== null && Number.isFinite(range) && Number.isFinite(this.#rhs.items[i]!);
      if (isGiven && !(Number.isFinite(lower) && Number.isFinite(upper))) throw this.#refusal(
        'problem-number', this.#rangeLine.items[i]!, `the range ${range} and the right-hand side ${this.#rhs.items[i]!} make a side that no double holds`,
        SCALE_HINT,
      );
      rowLower[i] = lower;
      rowUpper[i] = upper;
    }
    return { rowLower, rowUpper };
  }
}
