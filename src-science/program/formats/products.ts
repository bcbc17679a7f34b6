/**
 * Products of 0/1 variables, made linear: a product z = l₁ l₂ … l_k of literals (a variable x or its negation
 * 1 − x) becomes a variable of its own, named `x*y` or `~x*y`, behind all others, and rows behind all others
 * that make it equal to the product at every 0/1 vector (Fortet 1960): `z ≤ l_i` for each literal, named
 * `x*y#1`, `x*y#2`, …, and `z ≥ Σ l_i − (k − 1)`, named `x*y#all`.
 */
import { HEAP_BYTES, LIMITS, requireHeap } from '../limits.ts';
import type { ProgramLimits } from '../limits.ts';
import { FREE } from '../program.ts';
import type { Program } from '../program.ts';
import { ProblemError, quoted } from '../problem-error.ts';

export interface Literal {
  readonly variable: number;
  readonly negated: boolean;
}

/** `coefficient · Π literals` in the objective or a row. */
export interface ProductTerm {
  /** −1 in the objective. */
  readonly row: number;
  readonly literals: readonly Literal[];
  readonly coefficient: number;
}

/** Characters that the names of products and of their rows may have in all: each of k + 1 rows is named after all k factors. */
const MOST_NAME_CHARACTERS = 2 ** 28;

/** Products are named in a warning up to this many. */
const NAMED = 3;

/**
 * Puts products into a program.
 * @param program without them
 * @param terms of at least two literals each, on different variables; equal products may come several times
 * @param limits what is left of the heap besides the terms
 * @throws ProblemError `problem-too-large` where there are more than the heap holds, and where they have so many factors that
 *   naming their rows takes too much
 * Cost: O(nnz + literals).
 */
export function withProducts(
  program: Program, terms: readonly ProductTerm[], limits: Pick<ProgramLimits, 'heapBytes'> = LIMITS,
): { readonly program: Program; readonly warnings: readonly string[] } {
  if (terms.length === 0) return { program, warnings: [] };
  const d = program.objective.length;
  const m = program.rowLower.length;
  const products = new Map<string, { readonly place: number; readonly literals: readonly Literal[] }>();
  const objective: number[] = Array.from(program.objective);
  /** For each row what is added to it, by product. */
  const added = new Map<number, Map<number, number>>();
  for (const { row, literals, coefficient } of terms) {
    const sorted = literals.toSorted((a, b) => a.variable - b.variable);
    const key = sorted.map(({ variable, negated }) => `${negated ? '~' : ''}${variable}`).join(' ');
    const known = products.get(key) ?? { place: d + products.size, literals: sorted };
    products.set(key, known);
    if (row < 0) objective[known.place] = (objective[known.place] ?? 0) + coefficient;
    else {
      const entries = added.get(row) ?? new Map<number, number>();
      entries.set(known.place, (entries.get(known.place) ?? 0) + coefficient);
      added.set(row, entries);
    }
  }
  requireHeap(`the ${products.size} products of variables`, products.size * (HEAP_BYTES.product - HEAP_BYTES.term), limits, {});
  const all = [...products.values()];
  const variableNames = [...program.variableNames];
  const rowNames = [...program.rowNames];
  const taken = { variables: new Set(variableNames), rows: new Set(rowNames) };
  const start = [0];
  const column: number[] = [];
  const value: number[] = [];
  for (let i = 0; i < m; i++) {
    for (let k = program.rows.start[i]!; k < program.rows.start[i + 1]!; k++) {
      column.push(program.rows.column[k]!);
      value.push(program.rows.value[k]!);
    }
    for (const [place, coefficient] of [...(added.get(i) ?? [])].toSorted((a, b) => a[0] - b[0])) {
      if (coefficient === 0) continue;
      column.push(place);
      value.push(coefficient);
    }
    start.push(column.length);
  }
  const rowUpper = Array.from(program.rowUpper);
  const row = (name: string, literals: readonly (readonly [Literal, number])[], place: number, factor: 1 | -1, upper: number): void => {
    let side = upper;
    for (const [{ variable, negated }, sign] of literals) {
      column.push(variable);
      value.push(negated ? -sign : sign);
      if (negated) side -= sign;
    }
    column.push(place);
    value.push(factor);
    start.push(column.length);
    rowNames.push(name);
    rowUpper.push(side + 0);
  };
  let characters = 0;
  for (const { place, literals } of all) {
    const plain = literals.map(({ variable, negated }) => `${negated ? '~' : ''}${program.variableNames[variable]!}`).join('*');
    let name = plain;
    characters += plain.length * (literals.length + 2);
    if (characters > MOST_NAME_CHARACTERS) throw new ProblemError(
      'problem-too-large', `the products of variables have too many factors, one of them ${literals.length}: each factor is a row named after all`,
      'Write long products as variables with rows of their own.',
    );
    const rowsOf = (of: string): string[] => [...literals.map((_, k) => `${of}#${k + 1}`), `${of}#all`];
    while (taken.variables.has(name) || rowsOf(name).some((each) => taken.rows.has(each))) name += '*';
    variableNames.push(name);
    taken.variables.add(name);
    for (const each of rowsOf(name)) taken.rows.add(each);
    literals.forEach((literal, k) => row(`${name}#${k + 1}`, [[literal, -1]], place, 1, 0));
    row(`${name}#all`, literals.map((literal) => [literal, 1] as const), place, -1, literals.length - 1);
  }
  const rowLower = new Float64Array(rowNames.length).fill(Number.NEGATIVE_INFINITY);
  rowLower.set(program.rowLower);
  const fixed = new Int8Array(d + all.length).fill(FREE);
  fixed.set(program.fixed);
  const names = variableNames.slice(d);
  return {
    program: {
      ...program,
      objective: Float64Array.from({ length: d + all.length }, (_, j) => objective[j] ?? 0),
      variableNames,
      fixed,
      rowNames,
      rows: { start: Int32Array.from(start), column: Int32Array.from(column), value: Float64Array.from(value) },
      rowLower,
      rowUpper: Float64Array.from(rowUpper),
    },
    warnings: [
      `${names.length === 1 ? 'The product' : `${names.length} products`} of variables ${names.length === 1 ? 'was' : 'were'} written as ${names.length === 1 ? 'a variable of its' : 'variables of their'} own, each with the rows that make it the product: ${names.slice(0, NAMED).map(quoted).join(', ')}${names.length > NAMED ? ', …' : ''}.`,
    ],
  };
}

/**
 * A product in its shortest form.
 * @returns literals on different variables, in the order they came; null where the product is 0 (x and 1 − x)
 */
export function reducedProduct(literals: readonly Literal[]): readonly Literal[] | null {
  const seen = new Map<number, Literal>();
  for (const literal of literals) {
    const before = seen.get(literal.variable);
    if (before !== undefined && before.negated !== literal.negated) return null;
    seen.set(literal.variable, before ?? literal);
  }
  return [...seen.values()];
}
