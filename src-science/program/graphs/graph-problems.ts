/**
 * Problems on a graph as 0-1 programs, the families of KL20 among them: maximum clique, maximum independent set, minimum vertex
 * cover, and partition into two halves of fewest edges between them. Graphs come from files in the form of DIMACS.
 */
import { FREE } from '../program.ts';
import type { ObjectiveSense, Program } from '../program.ts';
import { HEAP_BYTES, LIMITS, mostNodes, requireHeap } from '../limits.ts';
import type { ProgramLimits } from '../limits.ts';
import { EntryList } from '../formats/program-builder.ts';
import { linesOf } from '../one-line.ts';
import type { GraphProblem } from './graph-problem-names.ts';
import { LONGEST_WORDS, requireShort } from '../long-line.ts';
import { ProblemError, quoted } from '../problem-error.ts';

export interface Graph {
  readonly nodes: number;
  /** Each once, the smaller node first, ascending; nodes from 0 on. */
  readonly edges: readonly (readonly [number, number])[];
}

type Heap = Pick<ProgramLimits, 'heapBytes'>;

/** Edges between two looks at the heap. */
const LOOK_EVERY = 4096;

/** Rows that a problem may have; of a clique one for each pair that is not joined. */
const MOST_ROWS = 2e7;

/**
 * `p edge NODES EDGES` (or `p col`), then `e u v`, nodes from 1 on; `c` begins a comment. PACE's form has `p td` (or `p tw`) and
 * edges without their letter.
 * @param limits what is left of the heap
 * @throws ProblemError naming the line
 */
export function parseDimacsGraph(
  text: string, file: string, limits: Heap = LIMITS,
): { readonly graph: Graph; readonly warnings: readonly string[] } {
  requireHeap(`the lines of a file of ${text.length} characters`, text.length * HEAP_BYTES.characterOfGraph, limits, { file });
  let nodes = 0;
  let announced = 0;
  let twice = 0;
  let loops = 0;
  let letter = 'e';
  const edges = new Map<number, readonly [number, number]>();
  linesOf(text).forEach((line, k) => {
    const place = { file, line: k + 1 };
    requireShort(line, place, LONGEST_WORDS, 'Each line is a comment, the line p or an edge.');
    const words = line.trim().split(/\s+/);
    const [first = ''] = words;
    if (first === '' || first === 'c' || first === 'n') return;
    const number = (word: string | undefined): number => {
      if (word === undefined || !/^\d+$/.test(word) || !Number.isSafeInteger(Number(word))) {
        throw new ProblemError(
          'problem-number',
          `${quoted(word ?? '')} is no whole number`,
          'Nodes and counts are whole numbers.',
          place,
        );
      }
      return Number(word);
    };
    if (first === 'p') {
      if (nodes > 0) throw new ProblemError('problem-duplicate', 'a second line p stands here', 'A file holds one graph.', place);
      if (words[1] === 'sp' || words[1] === 'max' || words[1] === 'min') {
        throw new ProblemError(
          'problem-unsupported', `“p ${words[1]}” is a network of arcs with weights`,
          'Give a graph: “p edge NODES EDGES”, then “e U V”.', place,
        );
      }
      if (words.length !== 4 || !/^(edge|edges|col|td|tw)$/.test(words[1]!)) {
        throw new ProblemError(
          'problem-syntax',
          'the line is not “p edge NODES EDGES”',
          'Graphs in the form of DIMACS begin with it.',
          place,
        );
      }
      if (words[1]!.startsWith('t')) letter = '';
      nodes = number(words[2]);
      announced = number(words[3]);
      if (nodes === 0) throw new ProblemError('problem-section', 'the graph has no nodes', 'A graph has at least one.', place);
      return;
    }
    const [from, to] = letter === '' && /^\d/.test(first) ? words : words.slice(1);
    if (first !== 'e' && from !== first) {
      throw new ProblemError(
        'problem-syntax',
        `${quoted(line.trim())} is no line of a graph`,
        'Lines begin with p, e or c.',
        place,
      );
    }
    if (nodes === 0) {
      throw new ProblemError(
        'problem-section',
        'an edge stands before the line p',
        'The file begins with “p edge NODES EDGES”.',
        place,
      );
    }
    const [u, v] = [number(from) - 1, number(to) - 1].toSorted((a, b) => a - b) as [number, number];
    if (u < 0 || v >= nodes) {
      throw new ProblemError(
        'problem-unknown-name',
        `the edge joins a node outside 1..${nodes}`,
        'Check the nodes and the line p.',
        place,
      );
    }
    if (u === v) loops++;
    else if (edges.has(u * nodes + v)) twice++;
    else {
      edges.set(u * nodes + v, [u, v]);
      if (edges.size % LOOK_EVERY === 0) requireHeap(`the first ${edges.size} edges`, edges.size * HEAP_BYTES.edge, limits, place);
    }
  });
  if (nodes === 0) {
    throw new ProblemError(
      'problem-section',
      'the line “p edge NODES EDGES” is missing',
      'Graphs in the form of DIMACS begin with it.',
      { file },
    );
  }
  if (nodes > Math.min(LIMITS.names, mostNodes(edges.size))) {
    throw new ProblemError(
      'problem-too-large',
      `the line p says ${nodes} nodes, and ${edges.size} edges stand in the file`,
      'Correct the line, or leave out the nodes that no edge joins.',
      { file },
    );
  }
  const found = edges.size + twice + loops;
  if (found < announced && 2 * edges.size !== announced) {
    throw new ProblemError(
      'problem-truncated',
      `the file announces ${announced} edges and has ${found}`,
      'The file seems to be cut off: get it again.',
      { file },
    );
  }
  const warnings = [
    ...(loops > 0 ? [`${loops} ${loops === 1 ? 'edge joins a node to itself and was' : 'edges join nodes to themselves and were'} left out.`] : []),
    ...(twice > 0 ? [`${twice} ${twice === 1 ? 'edge was' : 'edges were'} given twice, as some files of colorings do, and taken once.`] : []),
  ];
  return { graph: { nodes, edges: [...edges.values()].toSorted((a, b) => a[0] - b[0] || a[1] - b[1]) }, warnings };
}

/**
 * A problem on a graph. Nodes are `x1`, `x2`, …: in the clique, set or cover, or on the second side. Of a partition, `y_u_v` says
 * that the edge is cut, and the sides differ by at most one node.
 * @param limits what is left of the heap besides the graph
 * @throws ProblemError where it would have too many rows
 */
export function graphProgram(problem: GraphProblem, graph: Graph, name: string, limits: Heap = LIMITS): Program {
  const { nodes, edges } = graph;
  const joined = problem === 'clique' ? (nodes * (nodes - 1)) / 2 - edges.length : edges.length;
  requireHeap(
    `the rows of ${joined} pairs of nodes`, joined * HEAP_BYTES[problem === 'partition' ? 'cutRows' : 'row'], limits, {},
  );
  const pairs = problem === 'clique' ? missingPairs(graph) : edges;
  if (pairs.length * (problem === 'partition' ? 2 : 1) > MOST_ROWS) {
    throw new ProblemError(
      'problem-too-large',
      `the program would have more than ${MOST_ROWS} rows`,
      'Choose a smaller graph.',
    );
  }
  const variableNames = Array.from({ length: nodes }, (_, j) => `x${j + 1}`);
  const objective = Array.from({ length: nodes }, () => (problem === 'partition' ? 0 : 1));
  const rowNames: string[] = [];
  const rowLower: number[] = [];
  const rowUpper: number[] = [];
  const entries = new EntryList();
  const row = (label: string, terms: readonly (readonly [number, number])[], lower: number, upper: number): void => {
    const place = rowNames.push(label) - 1;
    rowLower.push(lower);
    rowUpper.push(upper);
    for (const [variable, value] of terms) entries.add(place, variable, value);
  };
  const infinity = Number.POSITIVE_INFINITY;
  for (const [u, v] of pairs) {
    const label = `${u + 1}_${v + 1}`;
    if (problem === 'vertex-cover') row(`e${label}`, [[u, 1], [v, 1]], 1, infinity);
    else if (problem === 'partition') {
      const cut = variableNames.push(`y_${label}`) - 1;
      objective.push(1);
      row(`e${label}.1`, [[u, 1], [v, -1], [cut, -1]], -infinity, 0);
      row(`e${label}.2`, [[u, -1], [v, 1], [cut, -1]], -infinity, 0);
    } else row(`${problem === 'clique' ? 'n' : 'e'}${label}`, [[u, 1], [v, 1]], -infinity, 1);
  }
  if (problem === 'partition') {
    row('balance', Array.from({ length: nodes }, (_, j) => [j, 1] as const), Math.floor(nodes / 2), Math.ceil(nodes / 2));
  }
  const sense: ObjectiveSense = problem === 'clique' || problem === 'independent-set' ? 'max' : 'min';
  return {
    name,
    sense,
    objectiveName: problem === 'partition' ? 'cut' : 'size',
    objective: Float64Array.from(objective),
    objectiveConstant: 0,
    variableNames,
    fixed: new Int8Array(variableNames.length).fill(FREE),
    rowNames,
    rows: entries.sparseRows(rowNames.length, variableNames.length),
    rowLower: Float64Array.from(rowLower),
    rowUpper: Float64Array.from(rowUpper),
  };
}

function missingPairs({ nodes, edges }: Graph): (readonly [number, number])[] {
  if ((nodes * (nodes - 1)) / 2 - edges.length > MOST_ROWS) {
    throw new ProblemError(
      'problem-too-large',
      `the program would have more than ${MOST_ROWS} rows`,
      'Choose a smaller graph, or a denser one.',
    );
  }
  const joined = new Set(edges.map(([u, v]) => u * nodes + v));
  const pairs: (readonly [number, number])[] = [];
  for (let u = 0; u < nodes; u++) for (let v = u + 1; v < nodes; v++) if (!joined.has(u * nodes + v)) pairs.push([u, v]);
  return pairs;
}
