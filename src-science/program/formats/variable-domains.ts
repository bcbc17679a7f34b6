/**
 * What a file says of each variable's kind and bounds, and the verdict on each: free (0 or 1), fixed at
 * 0 or 1, a constant of another value, or in need of the rows to tell (`settle-variables.ts`). No bound
 * is rounded and none is set twice: readers differ on what that means, so it is the file that has to be
 * clear.
 */
import { WIDEST_RANGE } from '../integers.ts';
import { FREE } from '../program.ts';
import type { IntegerRange } from '../program.ts';
import { ProblemError, quoted } from '../problem-error.ts';
import { FloatList, IntList } from './lists.ts';

/** `marked`: integer by an MPS marker, whose bounds are 0..1 where the file gives none. */
export type VariableKind = 'continuous' | 'integer' | 'marked' | 'binary';
const KINDS: readonly VariableKind[] = ['continuous', 'integer', 'marked', 'binary'];

/** `rows`: kind and bounds do not settle it. `narrowed`: a binary variable whose bounds were wider than 0..1. */
export interface VariableVerdict {
  readonly is: 'free' | 'fixed' | 'constant' | 'rows';
  /** FREE, the 0 or 1 it is fixed at, or the constant. */
  readonly value: number;
  readonly narrowed: boolean;
}

export class VariableDomains {
  readonly #file: string;
  readonly #kind = new IntList();
  readonly #lower = new FloatList();
  readonly #upper = new FloatList();
  /** Lines that set the bounds; 0 where none did. */
  readonly #lowerLine = new IntList();
  readonly #upperLine = new IntList();
  readonly #line = new IntList();

  constructor(file: string) {
    this.#file = file;
  }

  /** Adds the next variable, seen first at `line`. */
  add(kind: VariableKind, line: number): void {
    this.#kind.push(KINDS.indexOf(kind));
    this.#lower.push(0);
    this.#upper.push(Number.POSITIVE_INFINITY);
    this.#lowerLine.push(0);
    this.#upperLine.push(0);
    this.#line.push(line);
  }

  kind(variable: number): VariableKind {
    return KINDS[this.#kind.items[variable]!] ?? 'continuous';
  }

  setKind(variable: number, kind: VariableKind): void {
    this.#kind.items[variable] = KINDS.indexOf(kind);
  }

  setLower(variable: number, value: number, line: number, name: string): void {
    const before = this.#lowerLine.items[variable]!;
    if (before > 0) throw this.#twice('lower', name, before, line);
    this.#lower.items[variable] = value;
    this.#lowerLine.items[variable] = line;
  }

  setUpper(variable: number, value: number, line: number, name: string): void {
    const before = this.#upperLine.items[variable]!;
    if (before > 0) throw this.#twice('upper', name, before, line);
    this.#upper.items[variable] = value;
    this.#upperLine.items[variable] = line;
  }

  /** Makes the lower bound −∞ unless the file gave one. */
  releaseLower(variable: number): void {
    if (this.#lowerLine.items[variable] === 0) this.#lower.items[variable] = Number.NEGATIVE_INFINITY;
  }

  /**
   * What kind and bounds alone say of a variable.
   * @returns `rows` where only the rows can make it one: the others are as in `VariableVerdict`
   */
  verdict(variable: number): VariableVerdict {
    const kind = this.kind(variable);
    const { lower, upper, narrowed } = this.range(variable);
    if (lower === upper && Number.isFinite(lower)) {
      if (lower === 0 || lower === 1) return { is: 'fixed', value: lower, narrowed };
      if (kind === 'continuous' || (kind !== 'binary' && Number.isInteger(lower))) return { is: 'constant', value: lower, narrowed };
    }
    if (kind !== 'continuous' && lower === 0 && upper === 1) return { is: 'free', value: FREE, narrowed };
    return { is: 'rows', value: Number.NaN, narrowed };
  }

  /** Bounds as they count; `narrowed` where a binary variable's were wider than 0..1 in the file. */
  range(variable: number): { readonly lower: number; readonly upper: number; readonly narrowed: boolean } {
    const kind = this.kind(variable);
    const lower = this.#lower.items[variable]!;
    const upper = this.#upper.items[variable]!;
    const bounded = this.#lowerLine.items[variable]! > 0;
    const capped = this.#upperLine.items[variable]! > 0;
    if (kind === 'marked' && !bounded && !capped) return { lower, upper: 1, narrowed: false };
    if (kind !== 'binary') return { lower, upper, narrowed: false };
    const wide = (bounded && lower < 0 && Number.isFinite(lower)) || (capped && upper > 1 && Number.isFinite(upper));
    return { lower: Math.max(0, lower), upper: Math.min(1, upper), narrowed: wide };
  }

  /** Whether the lower bound is not above the upper one. */
  isOrdered(variable: number): boolean {
    const { lower, upper } = this.range(variable);
    return lower <= upper;
  }

  /** Whether each bound is a whole number or none. */
  hasWholeBounds(variable: number): boolean {
    const { lower, upper } = this.range(variable);
    return [lower, upper].every((bound) => !Number.isFinite(bound) || Number.isInteger(bound));
  }

  /** The error on an integer variable that neither its bounds nor the rows keep to a range. @param found what the rows give */
  unboundedRefusal(variable: number, name: string, found: IntegerRange): ProblemError {
    const boundLine = Math.max(this.#lowerLine.items[variable]!, this.#upperLine.items[variable]!);
    const place = { file: this.#file, line: boundLine > 0 ? boundLine : this.#line.items[variable]!, field: name };
    const above = found.upper === Number.POSITIVE_INFINITY;
    const below = found.lower === Number.NEGATIVE_INFINITY;
    const what = above || below
      ? `${quoted(name)} is an integer variable without ${above && below ? 'bounds' : above ? 'an upper bound' : 'a lower bound'}, and the rows give it none`
      : `${quoted(name)} is an integer variable of the range ${found.lower}..${found.upper}, which is too wide to be written in bits`;
    return new ProblemError(
      'problem-not-binary', `variable ${what}`, `Give it bounds at most ${WIDEST_RANGE} apart: bounded integers are written in bits.`,
      place,
    );
  }

  /** The error on a variable that is neither 0 or 1, an integer of a range nor a constant, naming it and its line. */
  refusal(variable: number, name: string): ProblemError {
    const { lower, upper } = this.range(variable);
    return this.#refusal(variable, name, this.kind(variable), lower, upper);
  }

  #refusal(j: number, name: string, kind: VariableKind, lower: number, upper: number): ProblemError {
    const boundLine = Math.max(this.#lowerLine.items[j]!, this.#upperLine.items[j]!);
    const line = this.#line.items[j]!;
    const variable = `variable ${quoted(name)}`;
    if (lower > upper) {
      return new ProblemError(
        'problem-bound',
        `${variable} has no value: its lower bound ${lower} is above its upper bound ${upper}`,
        'Correct one of the two bounds.',
        { file: this.#file, line: boundLine > 0 ? boundLine : line, field: name },
      );
    }
    if (kind === 'continuous') {
      return new ProblemError(
        'problem-not-binary',
        `${variable} is continuous, and Leibniz works on programs whose variables are all 0 or 1 or bounded integers`,
        'Declare the variable binary or integer, or take it out of the program.',
        { file: this.#file, line, field: name },
      );
    }
    return new ProblemError(
      'problem-not-binary',
      `${variable} is an integer variable whose bounds ${lower} and ${upper} are not whole numbers`,
      'Round its bounds to whole numbers.',
      { file: this.#file, line: boundLine > 0 ? boundLine : line, field: name },
    );
  }

  #twice(side: string, name: string, before: number, line: number): ProblemError {
    return new ProblemError(
      'problem-duplicate',
      `the ${side} bound of variable ${quoted(name)} was already given in line ${before}`,
      'Keep one of the two bounds: readers differ on which would count.',
      { file: this.#file, line, field: name },
    );
  }
}
