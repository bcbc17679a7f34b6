/**
 * Maximum independent set on a Barabási–Albert graph (Science 286, 1999; preferential attachment with
 * the given affinity), edges merged into cliques by a greedy partition of the nodes (Gasse et al.,
 * NeurIPS 2019): one packing row a clique, one edge row for every edge outside them.
 */
import type { Draws } from './draws.ts';
import { GeneratedRows } from './assemble.ts';
import { integerParameter, mismatch } from './family.ts';
import type { FamilyGenerator } from './family.ts';

/** Neighbors of each node. */
type Graph = readonly Set<number>[];

/**
 * A Barabási–Albert graph: node `affinity` is joined to all before it, every later one to `affinity`
 * distinct earlier nodes drawn in proportion to their degrees.
 */
export function barabasiAlbert(nodes: number, affinity: number, draws: Draws): Graph {
  const graph: Set<number>[] = Array.from({ length: nodes }, () => new Set());
  // Each node as often as its degree: a uniform draw from here is a draw in proportion to degrees.
  const ends: number[] = [];
  for (let node = affinity; node < nodes; node++) {
    const chosen = new Set<number>();
    if (node === affinity) for (let k = 0; k < affinity; k++) chosen.add(k);
    while (chosen.size < affinity) chosen.add(ends[draws.integer(0, ends.length - 1)]!);
    for (const other of chosen) {
      graph[node]!.add(other);
      graph[other]!.add(node);
      ends.push(node, other);
    }
  }
  return graph;
}

/** Partition of the nodes into cliques: from the node of largest degree, its neighbors of largest degree that fit. */
export function greedyCliques(graph: Graph): number[][] {
  const byDegree = (a: number, b: number): number => graph[b]!.size - graph[a]!.size || a - b;
  const left = new Set(graph.keys());
  const cliques: number[][] = [];
  for (const center of [...left].sort(byDegree)) {
    if (!left.has(center)) continue;
    const clique = [center];
    for (const node of [...graph[center]!].filter((other) => left.has(other)).sort(byDegree)) {
      if (clique.every((member) => graph[node]!.has(member))) clique.push(node);
    }
    for (const node of clique) left.delete(node);
    cliques.push(clique.sort((a, b) => a - b));
  }
  return cliques;
}

export const independentSet: FamilyGenerator = {
  name: 'independent-set',
  label: 'Independent set',
  help: 'Choose as many nodes of a Barabási–Albert graph as possible, no two of them joined.',
  parameters: [
    integerParameter('nodes', 'Nodes', 'Number of nodes: the variables.', 100, 2, 50_000),
    integerParameter('affinity', 'Affinity', 'Edges that each new node brings.', 4, 1, 100),
  ],
  make(parameter, draws, name) {
    const nodes = parameter('nodes');
    const affinity = parameter('affinity');
    if (affinity >= nodes) {
      throw mismatch(`an affinity of ${affinity} needs more than ${nodes} nodes`, 'Choose more nodes or a smaller affinity.', 'affinity');
    }
    const graph = barabasiAlbert(nodes, affinity, draws);
    const cliqueOf = new Int32Array(nodes);
    const cliques = greedyCliques(graph);
    cliques.forEach((clique, c) => {
      for (const node of clique) cliqueOf[node] = c;
    });
    const result = new GeneratedRows();
    for (const clique of cliques) {
      if (clique.length < 2) continue;
      result.begin(`clique${result.count + 1}`, Number.NEGATIVE_INFINITY, 1);
      for (const node of clique) result.entry(node, 1);
    }
    for (let node = 0; node < nodes; node++) {
      for (const other of [...graph[node]!].sort((a, b) => a - b)) {
        if (other <= node || cliqueOf[node] === cliqueOf[other]) continue;
        result.begin(`edge${node + 1}_${other + 1}`, Number.NEGATIVE_INFINITY, 1);
        result.entry(node, 1);
        result.entry(other, 1);
      }
    }
    return result.program({ name, sense: 'max', objectiveName: 'size', objective: new Float64Array(nodes).fill(1), prefix: 'x' });
  },
};
