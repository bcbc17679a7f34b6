/** Values of variables that a solution file does not know, since they came into the program on reading: products and slack bits. */
import { firstSoftSlack } from '../formats/opb-soft.ts';
import type { Program } from '../program.ts';

/** A variable that the file does not know, but that rows `NAME#all` make a product, is what its factors make it. */
export function completeProducts(program: Program, x: Uint8Array, missing: readonly number[]): void {
  if (missing.length === 0) return;
  const rowOf =
    new Map(program.rowNames.flatMap((name, i) => (name.endsWith('#all') ? [[name.slice(0, -'#all'.length), i] as const] : [])));
  const { start, column, value } = program.rows;
  for (const j of missing) {
    const row = rowOf.get(program.variableNames[j]!);
    if (row === undefined) continue;
    let activity = 0;
    for (let k = start[row]!; k < start[row + 1]!; k++) if (column[k] !== j) activity += value[k]! * x[column[k]!]!;
    if (activity > program.rowUpper[row]!) x[j] = 1;
  }
}

/** A slack bit of a soft constraint (`formats/opb-soft.ts`) that the file does not know is 1 where its constraint is broken. */
export function completeSlacks(program: Program, x: Uint8Array, missing: readonly number[]): void {
  const first = firstSoftSlack(program.variableNames, program.objective, program.sense);
  const unknown = new Set(missing.filter((j) => j >= first));
  if (unknown.size === 0) return;
  const { start, column, value } = program.rows;
  for (let i = 0; i < program.rowLower.length; i++) {
    const from = start[i]!;
    const end = start[i + 1]!;
    // The row of the top cost has slack bits alone.
    if (end === from || column[from]! >= first || !unknown.has(column[end - 1]!)) continue;
    let activity = 0;
    for (let k = from; k < end - 1; k++) activity += value[k]! * x[column[k]!]!;
    if (activity < program.rowLower[i]! || activity > program.rowUpper[i]!) x[column[end - 1]!] = 1;
  }
}
