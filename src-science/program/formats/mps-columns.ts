/** The variables of an MPS file as COLUMNS declares them, one after the other, with their entries. */
import type { ProgramLimits } from '../limits.ts';
import { quoted } from '../problem-error.ts';
import { FloatList } from './lists.ts';
import { OBJECTIVE } from './mps-rows.ts';
import type { MpsRefusal } from './mps-rows.ts';
import { NameTable } from './name-table.ts';
import { EntryList, zerosWarning } from './program-builder.ts';
import { decodeLoosely } from './utf8.ts';
import { VariableDomains } from './variable-domains.ts';

export class MpsColumns {
  readonly variables = new NameTable();
  readonly domains: VariableDomains;
  readonly objective = new FloatList();
  readonly entries = new EntryList();
  /** The variable whose lines are read; −1 before the first. */
  current = -1;
  readonly #limits: ProgramLimits;
  readonly #refusal: MpsRefusal;
  #inMarker = false;
  #zeros = 0;
  #firstZeroLine = 0;

  constructor(file: string, limits: ProgramLimits, refusal: MpsRefusal) {
    this.domains = new VariableDomains(file);
    this.#limits = limits;
    this.#refusal = refusal;
  }

  /** Makes the variable of a line the current one. Hot. */
  enter(bytes: Uint8Array, from: number, to: number, line: number): void {
    if (this.current >= 0 && this.variables.equals(this.current, bytes, from, to)) return;
    const text = (): string => decodeLoosely(bytes, from, to);
    if (this.variables.find(bytes, from, to) >= 0) throw this.#refusal(
      'problem-duplicate', line, `the variable ${quoted(text())} comes again after other variables`,
      'Put all lines of a variable together.', text(),
    );
    if (bytes[from] === 36) throw this.#refusal(
      'problem-name', line, `the name ${quoted(text())} begins with $, which begins a comment in other fields`,
      'Rename the variable.', text(),
    );
    if (this.variables.count >= this.#limits.names) {
      throw this.#refusal('problem-too-large', line, `there are more than ${this.#limits.names} variables`, 'Split the problem.');
    }
    this.current = this.variables.add(bytes, from, to);
    this.domains.add(this.#inMarker ? 'marked' : 'continuous', line);
    this.objective.push(0);
  }

  /** An entry of the current variable. Hot. @param meaning of its row, as in `MpsRows.meaning` */
  add(meaning: number, value: number, line: number): void {
    if (meaning === OBJECTIVE) this.objective.items[this.current] = value;
    if (meaning < 0) return;
    if (value === 0) {
      if (this.#zeros++ === 0) this.#firstZeroLine = line;
      return;
    }
    if (this.entries.length >= this.#limits.nonzeros) {
      throw this.#refusal('problem-too-large', line, `there are more than ${this.#limits.nonzeros} nonzeros`, 'Split the problem.');
    }
    this.entries.add(meaning, this.current, value);
  }

  /** A line that begins or ends a run of integers. */
  mark(marker: string, line: number): void {
    const begins = marker === "'INTORG'";
    if (!begins && marker !== "'INTEND'") throw this.#refusal(
      'problem-unsupported', line, `the marker ${quoted(marker)} is not supported`, "Markers are 'INTORG' and 'INTEND'.", 'COLUMNS',
    );
    if (begins === this.#inMarker) throw this.#refusal(
      'problem-syntax', line, begins ? 'INTORG stands inside another INTORG' : 'INTEND has no INTORG before it',
      'Markers come in pairs of INTORG and INTEND.', 'COLUMNS',
    );
    this.#inMarker = begins;
  }

  /** @returns warnings @param line of the section that follows */
  leave(line: number): string[] {
    if (this.variables.count === 0) {
      throw this.#refusal('problem-section', line, 'COLUMNS has no variables', 'A program needs at least one variable.', 'COLUMNS');
    }
    const open = this.#inMarker;
    this.#inMarker = false;
    return open ? [`COLUMNS ends in line ${line} without an INTEND for its last INTORG.`] : [];
  }

  zerosWarning(): string[] {
    return zerosWarning(this.#zeros, `line ${this.#firstZeroLine}`);
  }
}
