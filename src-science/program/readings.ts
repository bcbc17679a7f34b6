/**
 * What a solution of a program that was made of a circuit or a graph says in their terms: the test pattern, with the circuits
 * simulated, or the nodes of a set. Such a program is known by its form alone, whichever file it came from: what is read off its
 * names and rows has to give the same program again (`circuits/test-pattern.ts`), or every one of its rows (`graphs/`).
 */
import { detects } from './circuits/circuit.ts';
import { circuitOfProgram } from './circuits/circuit-of-program.ts';
import { patternOf, patternText } from './circuits/test-pattern.ts';
import { graphOfProgram } from './graphs/graph-of-program.ts';
import type { ProgramGraph } from './graphs/graph-of-program.ts';
import type { Program } from './program.ts';

/** A 0/1 vector in the terms of what the program is about. */
export type SolutionReading =
  | {
      readonly kind: 'test-pattern';
      /** `10/1`: the net and the value it is stuck at. */
      readonly fault: string;
      /** For each input 0, 1 or X. */
      readonly pattern: string;
      /** Names, in the order of the pattern. */
      readonly inputs: readonly string[];
      /** By simulation of the good and the faulty circuit with X where nothing is said. */
      readonly holds: boolean;
    }
  | {
      readonly kind: 'clique' | 'independent-set' | 'vertex-cover' | 'partition';
      /** Of the set, or of the second side; from 1 on, ascending. */
      readonly nodes: readonly number[];
      /** Edges between the sides of a partition. */
      readonly cut: number | null;
      readonly holds: boolean;
    };

type ReadingOf = (x: ArrayLike<number>) => SolutionReading;

/** A program is looked at once. */
const known = new WeakMap<Program, ReadingOf | null>();

/**
 * @param x length d
 * @returns null where the program is none of these
 * Cost: O(nnz + d) the first time for a program, then what the check takes.
 */
export function readingOf(program: Program, x: ArrayLike<number>): SolutionReading | null {
  let read = known.get(program);
  if (read === undefined) {
    read = readerOf(program);
    known.set(program, read);
  }
  return read === null ? null : read(x);
}

function readerOf(program: Program): ReadingOf | null {
  const found = circuitOfProgram(program);
  if (found !== null) {
    const { circuit, fault } = found;
    return (x) => {
      const pattern = patternOf(circuit, x);
      return {
        kind: 'test-pattern',
        fault: `${circuit.nets[fault.net]!}/${fault.stuckAt}`,
        pattern: patternText(pattern),
        inputs: circuit.inputs.map((net) => circuit.nets[net]!),
        holds: circuit.inputs.every((_, k) => x[2 * k] === 0 || x[2 * k + 1] === 0) && detects(circuit, pattern, fault),
      };
    };
  }
  const graph = graphOfProgram(program);
  return graph === null ? null : (x) => setReading(graph, x);
}

function setReading({ problem, nodes, pairs }: ProgramGraph, x: ArrayLike<number>): SolutionReading {
  const within: number[] = [];
  for (let j = 0; j < nodes; j++) if (x[j] === 1) within.push(j + 1);
  let [neither, both, apart] = [0, 0, 0];
  for (let k = 0; k < pairs.length; k += 2) {
    const inside = x[pairs[k]!]! + x[pairs[k + 1]!]!;
    if (inside === 0) neither++;
    else if (inside === 2) both++;
    else apart++;
  }
  const holds = problem === 'vertex-cover'
    ? neither === 0
    : problem === 'partition' ? Math.abs(nodes - 2 * within.length) <= 1 : both === 0;
  return { kind: problem, nodes: within, cut: problem === 'partition' ? apart : null, holds };
}

/** What it is called. */
export function readingLabel({ kind }: SolutionReading): string {
  switch (kind) {
    case 'test-pattern': return 'pattern';
    case 'clique': return 'clique';
    case 'independent-set': return 'independent set';
    case 'vertex-cover': return 'vertex cover';
    case 'partition': return 'second side';
  }
}

/** `1XX0, 2 of 4 inputs`; `3 nodes: 1 4 7`. @param most names of nodes that are written out */
export function readingText(reading: SolutionReading, most = Number.POSITIVE_INFINITY): string {
  if (reading.kind === 'test-pattern') {
    const { pattern } = reading;
    const shown = pattern.length > most ? `${pattern.slice(0, most)}…` : pattern;
    return `${shown}, ${pattern.length - pattern.split('X').length + 1} of ${pattern.length} inputs`;
  }
  const { nodes, cut } = reading;
  const listed = nodes.slice(0, most).join(' ') + (nodes.length > most ? ' …' : '');
  return `${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}${nodes.length === 0 ? '' : `: ${listed}`}${cut === null ? '' : `; ${cut} ${cut === 1 ? 'edge' : 'edges'} cut`}`;
}

/** What the check found. */
export function readingVerdict(reading: SolutionReading): string {
  const { kind, holds } = reading;
  switch (kind) {
    case 'test-pattern': return holds
      ? `simulated: the fault ${reading.fault} shows at an output, whatever the other inputs are`
      : `simulated: the fault ${reading.fault} does not show`;
    case 'clique': return holds ? 'every two of them are joined' : 'two of them are not joined';
    case 'independent-set': return holds ? 'no two of them are joined' : 'two of them are joined';
    case 'vertex-cover': return holds ? 'every edge has an end in it' : 'an edge has no end in it';
    case 'partition': return holds ? 'the sides differ by at most one node' : 'the sides differ by more than one node';
  }
}
