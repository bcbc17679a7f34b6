/**
 * Puts a generated program together from rows as lists of entries; names are counted from 1, as in the
 * papers. Not for files: their readers keep names and order as they find them.
 */
import { FREE } from '../program.ts';
import type { ObjectiveSense, Program } from '../program.ts';
import { FloatList } from '../formats/lists.ts';
import { EntryList } from '../formats/program-builder.ts';

export class GeneratedRows {
  readonly #entries = new EntryList();
  readonly #lower = new FloatList();
  readonly #upper = new FloatList();
  readonly #names: string[] = [];

  get count(): number {
    return this.#names.length;
  }

  /** Begins a row; its entries follow. */
  begin(name: string, lower: number, upper: number): void {
    this.#names.push(name);
    this.#lower.push(lower);
    this.#upper.push(upper);
  }

  /** An entry of the row last begun; each variable at most once a row. */
  entry(variable: number, value: number): void {
    if (value !== 0) this.#entries.add(this.#names.length - 1, variable, value);
  }

  /** The program over these rows. */
  program(parts: { name: string; sense: ObjectiveSense; objectiveName: string; objective: Float64Array; prefix: string }): Program {
    const d = parts.objective.length;
    return {
      name: parts.name,
      sense: parts.sense,
      objectiveName: parts.objectiveName,
      objective: parts.objective,
      objectiveConstant: 0,
      variableNames: Array.from({ length: d }, (_, j) => `${parts.prefix}${j + 1}`),
      fixed: new Int8Array(d).fill(FREE),
      rowNames: this.#names,
      rows: this.#entries.sparseRows(this.#names.length, d),
      rowLower: this.#lower.taken(),
      rowUpper: this.#upper.taken(),
    };
  }
}
