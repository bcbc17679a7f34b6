/** Maximum clique, minimum vertex cover and partition into halves (the problems of KL20) on a random graph G(n, p). */
import { graphProgram } from '../graphs/graph-problems.ts';
import type { GraphProblem } from '../graphs/graph-problem-names.ts';
import type { Graph } from '../graphs/graph-problems.ts';
import type { Draws } from './draws.ts';
import { integerParameter, realParameter } from './family.ts';
import type { FamilyGenerator } from './family.ts';

/** Each pair of nodes is joined with the given chance, independently of the others. */
function randomGraph(nodes: number, chance: number, draws: Draws): Graph {
  const edges: (readonly [number, number])[] = [];
  for (let u = 0; u < nodes; u++) for (let v = u + 1; v < nodes; v++) if (draws.uniform() < chance) edges.push([u, v]);
  return { nodes, edges };
}

function onRandomGraph(
  problem: GraphProblem, words: Pick<FamilyGenerator, 'name' | 'label' | 'help'>, nodes: number, chance: number,
): FamilyGenerator {
  return {
    ...words,
    parameters: [
      integerParameter('nodes', 'Nodes', 'Number of nodes of the graph.', nodes, 2, 3000),
      realParameter('edgeChance', 'Chance of an edge', 'Chance that two nodes are joined.', chance, 0, 1),
    ],
    make: (parameter, draws, name) => graphProgram(problem, randomGraph(parameter('nodes'), parameter('edgeChance'), draws), name),
  };
}

export const maximumClique = onRandomGraph('clique', {
  name: 'clique', label: 'Maximum clique', help: 'Choose as many nodes of a random graph as possible, any two of them joined.',
}, 60, 0.5);

export const vertexCover = onRandomGraph('vertex-cover', {
  name: 'vertex-cover', label: 'Vertex cover', help: 'Choose as few nodes of a random graph as possible so that each edge has one.',
}, 60, 0.1);

export const graphPartition = onRandomGraph('partition', {
  name: 'graph-partition',
  label: 'Graph partition',
  help: 'Split the nodes of a random graph into two halves with as few edges between them as possible.',
}, 24, 0.25);
