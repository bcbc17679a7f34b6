/** The words of what a circuit or a graph can become. */
import type { ProblemSource } from '../../src-contract/problem-choice.ts';
import type { GraphProblem } from '../../src-science/program/graphs/graph-problem-names.ts';
import { formatCount } from '../format/index.ts';

interface GraphChoice {
  readonly value: GraphProblem;
  readonly label: string;
  readonly help: string;
}

const INDEPENDENT_SET: GraphChoice = {
  value: 'independent-set', label: 'Maximum independent set', help: 'Most nodes of which no two are joined; a row for each edge.',
};

export const GRAPH_CHOICES: readonly GraphChoice[] = [
  INDEPENDENT_SET,
  { value: 'clique', label: 'Maximum clique', help: 'Most nodes of which every two are joined; a row for each pair that is not.' },
  { value: 'vertex-cover', label: 'Minimum vertex cover', help: 'Fewest nodes with one at each edge; a row for each edge.' },
  {
    value: 'partition', label: 'Minimum bisection',
    help: 'Two sides that differ by at most one node, with fewest edges between them; a variable and two rows for each edge.',
  },
];

/** The first where the text names none. */
export function graphChoice(text: string | null): GraphChoice {
  return GRAPH_CHOICES.find(({ value }) => value === text) ?? INDEPENDENT_SET;
}

const counted = (count: number, one: string, many: string): string => `${formatCount(count)} ${count === 1 ? one : many}`;

/** `5 inputs, 2 outputs, 6 gates`. */
export function countWords(source: ProblemSource): string {
  return source.kind === 'circuit'
    ? [
        counted(source.inputs, 'input', 'inputs'), counted(source.outputs, 'output', 'outputs'), counted(source.gates, 'gate', 'gates'),
      ].join(', ')
    : [counted(source.nodes, 'node', 'nodes'), counted(source.edges, 'edge', 'edges')].join(', ');
}

/** What is wrong with the net that was typed; null where it is one that can be chosen. */
export function netComplaint(nets: readonly string[], typed: string): string | null {
  const net = typed.trim();
  if (net === '') return 'Choose a net';
  return nets.includes(net) ? null : 'No net of this name leads to an output';
}
