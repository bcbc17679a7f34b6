/** The problems on a graph, apart from their code. */
export const GRAPH_PROBLEMS = ['clique', 'independent-set', 'vertex-cover', 'partition'] as const;
export type GraphProblem = (typeof GRAPH_PROBLEMS)[number];
