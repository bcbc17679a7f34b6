/**
 * What a file says of each variable's kind and bounds, and the verdict whether it is binary. Integer
 * variables whose bounds are 0..1, 0..0 or 1..1 are binary (possibly fixed); everything else is refused,
 * naming the first such variable and its line. No bound is rounded and none is set twice: readers
 * differ on what that means, so it is the file that has to be clear.
 */
import { FREE } from '../program.ts';
import { ProblemError, quoted } from '../problem-error.ts';
import { FloatList, IntList } from './lists.ts';

/** `marked`: integer by an MPS marker, whose bounds are 0..1 where the file gives none. */
export type VariableKind = 'continuous' | 'integer' | 'marked' | 'binary';
const KINDS: readonly VariableKind[] = ['continuous', 'integer', 'marked', 'binary'];

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
   * The verdict on all variables.
   * @param names length d
   * @returns length d: FREE, 0 or 1
   * @throws ProblemError at the first variable that is not binary
   */
  fixed(names: readonly string[]): Int8Array {
    const fixed = new Int8Array(names.length).fill(FREE);
    for (let j = 0; j < names.length; j++) {
      const kind = this.kind(j);
      let lower = this.#lower.items[j]!;
      let upper = this.#upper.items[j]!;
      if (kind === 'marked' && this.#lowerLine.items[j] === 0 && this.#upperLine.items[j] === 0) upper = 1;
      if (kind === 'binary') {
        lower = Math.max(0, lower);
        upper = Math.min(1, upper);
      }
      if (kind === 'integer' || kind === 'marked' || kind === 'binary') {
        if (lower === 0 && upper === 1) continue;
        if (lower === upper && (lower === 0 || lower === 1)) {
          fixed[j] = lower;
          continue;
        }
      }
      throw this.#refusal(j, names[j] ?? '', kind, lower, upper);
    }
    return fixed;
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
        `${variable} is continuous, and Leibniz works on programs whose variables are all 0 or 1`,
        'Declare the variable binary, or take it out of the program.',
        { file: this.#file, line, field: name },
      );
    }
    const range = `${lower === Number.NEGATIVE_INFINITY ? '−∞' : lower}..${upper === Number.POSITIVE_INFINITY ? '∞' : upper}`;
    return new ProblemError(
      'problem-not-binary',
      `${variable} is an integer variable with bounds ${range}, and Leibniz works on programs whose variables are all 0 or 1`,
      'Give the variable bounds 0 and 1, or write a general integer as a sum of binary ones.',
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
