/** Files of circuits and graphs: what can be chosen in one, and the program that a choice makes of it. */
import { basename } from 'node:path';
import { promisify } from 'node:util';
import type { ProblemChoice, UnnumberedSource } from '../../../src-contract/problem-choice.ts';
import { parseBench, parseFault } from '../../../src-science/program/circuits/circuit.ts';
import type { Circuit } from '../../../src-science/program/circuits/circuit.ts';
import { testPatternProgram } from '../../../src-science/program/circuits/test-pattern.ts';
import { graphProgram, parseDimacsGraph } from '../../../src-science/program/graphs/graph-problems.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';
import { sourceKindOf } from '../../../src-science/program/source-endings.ts';
import { EngineError } from '../error-value.ts';
import { heapLeft } from '../files/heap-left.ts';
import { lazyZlib } from '../lazy-node.ts';
import type { NewProblem } from './problem-store.ts';
import { LARGEST_FILE, wholeFile } from './solution-source.ts';

/** A name without the endings of graphs and circuits. */
const withoutSourceEnding = (fileName: string): string => fileName.replace(/(?:\.[a-z]+)(?:\.gz)?$/i, '');

/** @throws EngineError or ProblemError naming the file, and the line where there is one */
export async function sourceOfFile(path: string): Promise<UnnumberedSource> {
  const file = oneLine(basename(path));
  const text = await textOf(path);
  if (sourceKindOf(path) === 'circuit') {
    const circuit = parseBench(text, file);
    const nets = observable(circuit).map((net) => oneLine(circuit.nets[net] ?? ''));
    return { kind: 'circuit', file, nets, inputs: circuit.inputs.length, outputs: circuit.outputs.length, gates: circuit.gates.length };
  }
  const { graph, warnings } = parseDimacsGraph(text, file, { heapBytes: heapLeft() });
  return { kind: 'graph', file, nodes: graph.nodes, edges: graph.edges.length, warnings };
}

/** @throws EngineError or ProblemError as `sourceOfFile`, and where the choice makes no program */
export async function problemOfChoice(path: string, choice: ProblemChoice): Promise<NewProblem> {
  const file = oneLine(basename(path));
  const text = await textOf(path);
  const common = { fallbackName: withoutSourceEnding(file), publishedOptimum: null };
  if (choice.kind === 'circuit') {
    const circuit = { ...parseBench(text, file), name: withoutSourceEnding(file) };
    const origin = `${file}, fault ${choice.net}/${choice.stuckAt}`;
    const net = circuit.nets.findIndex((name) => oneLine(name) === choice.net);
    const fault = net < 0 ? parseFault(`${choice.net}/${choice.stuckAt}`, circuit) : { net, stuckAt: choice.stuckAt };
    return { ...common, program: testPatternProgram(circuit, fault), origin, warnings: [] };
  }
  const { graph, warnings } = parseDimacsGraph(text, file, { heapBytes: heapLeft() });
  const name = `${choice.problem} ${withoutSourceEnding(file)}`;
  const program = graphProgram(choice.problem, graph, name, { heapBytes: heapLeft() });
  return { ...common, program, origin: `${file}, ${choice.problem}`, warnings: [...warnings] };
}

/** Nets on a path to an output: inputs, then gates in their order. */
function observable({ inputs, outputs, gates }: Circuit): readonly number[] {
  const seen = new Set(outputs);
  for (const { from, to } of gates.toReversed()) if (seen.has(to)) for (const net of from) seen.add(net);
  return [...inputs, ...gates.map(({ to }) => to)].filter((net) => seen.has(net));
}

/** The text of a file, decompressed where its first bytes say so. */
async function textOf(path: string): Promise<string> {
  const bytes = await wholeFile(path);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return new TextDecoder().decode(bytes);
  try {
    const zlib = lazyZlib();
    return new TextDecoder().decode(await promisify(zlib.gunzip)(bytes, { maxOutputLength: LARGEST_FILE }));
  } catch (error) {
    throw new EngineError(
      'problem-corrupt', `“${oneLine(basename(path))}” cannot be decompressed: it is damaged, or holds more than ${LARGEST_FILE / 2 ** 20} MiB.`,
      'Get the file again, or decompress it and open the result.', { file: path }, error,
    );
  }
}
