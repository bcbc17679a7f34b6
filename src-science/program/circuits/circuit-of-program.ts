/**
 * The circuit and the fault that a program was made of by `testPatternProgram`, read off its names and rows. What is read has to
 * give the same program again, so that no other program is taken for one. Outputs that the fault does not reach are not in it.
 */
import { FREE } from '../program.ts';
import type { Program } from '../program.ts';
import { ProblemError } from '../problem-error.ts';
import type { Circuit, Fault, Gate, GateKind } from './circuit.ts';
import { testPatternProgram } from './test-pattern.ts';

export interface ProgramCircuit {
  readonly circuit: Circuit;
  readonly fault: Fault;
}

/** @returns null where it is no such program. Cost: O(nnz + d). */
export function circuitOfProgram(program: Program): ProgramCircuit | null {
  const { fixed, rowNames } = program;
  // The rails of the faulty net are the first that are fixed; before them stand two of each input and of each gate.
  const good = fixed.findIndex((value) => value !== FREE);
  if (program.integers !== undefined || good < 2 || good % 2 !== 0 || rowNames.at(-1) !== 'detect') return null;
  const read = circuitOf(program, good, new Map(rowNames.map((name, i) => [name, i])));
  if (read === null) return null;
  try {
    return isSame(testPatternProgram(read.circuit, read.fault), program) ? read : null;
  } catch (error) {
    // The fault that is read reaches no output.
    if (error instanceof ProblemError) return null;
    throw error;
  }
}

function circuitOf(program: Program, good: number, rowOf: ReadonlyMap<string, number>): ProgramCircuit | null {
  const { variableNames, objective, fixed } = program;
  const nets: string[] = [];
  for (let j = 0; j < good; j += 2) {
    const name = variableNames[j]!.slice(0, -2);
    if (variableNames[j] !== `${name}.1` || variableNames[j + 1] !== `${name}.0`) return null;
    nets.push(name);
  }
  const inputs: number[] = [];
  while (inputs.length < nets.length && objective[2 * inputs.length] === 1) inputs.push(inputs.length);
  const gates: Gate[] = [];
  for (let net = inputs.length; net < nets.length; net++) {
    const gate = gateOf(program, nets[net]!, net, rowOf);
    // Each stands after those it reads.
    if (gate === null || gate.from.some((read) => read < 0 || read >= net)) return null;
    gates.push(gate);
  }
  const site = nets.indexOf(variableNames[good]!.slice(0, -3));
  if (site < 0) return null;
  const outputs = nets.flatMap((name, net) => (rowOf.has(`${name}.d1.good`) ? [net] : []));
  // The order of outputs is that of the variables that show the fault.
  const places = new Map(variableNames.map((name, j) => [name, j]));
  outputs.sort((a, b) => (places.get(`${nets[a]!}.d1`) ?? 0) - (places.get(`${nets[b]!}.d1`) ?? 0));
  return { circuit: { name: '', nets, inputs, outputs, gates }, fault: { net: site, stuckAt: fixed[good] === 1 ? 1 : 0 } };
}

/** The gate that the rows of a net say: which rail of the output claims which rails of what is read. */
function gateOf({ rows: { start, column, value } }: Program, name: string, to: number, rowOf: ReadonlyMap<string, number>): Gate | null {
  /** The variable of coefficient 1, and the others. */
  const termsOf = (row: number): { readonly result: number; readonly others: readonly number[] } => {
    if (row < 0) return { result: -1, others: [] };
    const places = Array.from({ length: start[row + 1]! - start[row]! }, (_, k) => start[row]! + k);
    const result = places.find((k) => value[k] === 1);
    return { result: result === undefined ? -1 : column[result]!, others: places.filter((k) => k !== result).map((k) => column[k]!) };
  };
  const last = rowOf.get(`${name}.1.a`);
  if (last !== undefined) {
    const from: number[] = [];
    // A chain of exclusive ors: x1 of the first two nets, x2 of that and the third, …, and the gate itself.
    for (let k = 1; rowOf.has(`${name}.x${k}.1.a`); k++) {
      if (k === 1) from.push(netOf(termsOf(rowOf.get(`${name}.x1.1.a`)!).others));
      from.push(netOf(termsOf(rowOf.get(`${name}.x${k}.1.b`) ?? -1).others));
    }
    if (from.length === 0) from.push(netOf(termsOf(last).others));
    from.push(netOf(termsOf(rowOf.get(`${name}.1.b`) ?? -1).others));
    return { kind: termsOf(last).result === 2 * to ? 'XOR' : 'XNOR', from, to };
  }
  const from: number[] = [];
  let turned: boolean | null = null;
  let or = false;
  for (let k = 1; ; k++) {
    const row = rowOf.get(`${name}.all${k}`);
    if (row === undefined) break;
    const { result, others: [rail = -1] } = termsOf(row);
    or = rail % 2 === 1;
    turned = (result === 2 * to) === or;
    from.push(Math.floor(rail / 2));
  }
  if (turned === null) return null;
  const kind: GateKind = from.length === 1 ? (turned ? 'NOT' : 'BUFF') : or ? (turned ? 'NOR' : 'OR') : turned ? 'NAND' : 'AND';
  return { kind, from, to };
}

function netOf(rails: readonly number[]): number {
  return Math.floor((rails[0] ?? -2) / 2);
}

function isSame(made: Program, given: Program): boolean {
  const alike = (a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean => {
    if (a.length !== b.length) return false;
    for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
    return true;
  };
  return made.sense === given.sense && given.objectiveConstant === 0 && alike(made.variableNames, given.variableNames) &&
    alike(made.objective, given.objective) && alike(made.fixed, given.fixed) && alike(made.rowNames, given.rowNames) &&
    alike(made.rows.start, given.rows.start) && alike(made.rows.column, given.rows.column) && alike(made.rows.value, given.rows.value) &&
    alike(made.rowLower, given.rowLower) && alike(made.rowUpper, given.rowUpper);
}
