/** The words of what circuits and graphs can become. */
import { expect, it } from 'vitest';
import { countWords, GRAPH_CHOICES, graphChoice, netComplaint } from '../../../../src-renderer/problems/source-choices.ts';
import { GRAPH_PROBLEMS } from '../../../../src-science/program/graphs/graph-problem-names.ts';

it('offers every problem on a graph once, and counts what a file holds', () => {
  expect(GRAPH_CHOICES.map(({ value }) => value).toSorted()).toEqual([...GRAPH_PROBLEMS].toSorted());
  expect(graphChoice('clique').label).toBe('Maximum clique');
  expect(graphChoice(null).value).toBe('independent-set');
  const circuit = { kind: 'circuit', id: 1, file: 'a.bench', nets: [], inputs: 1, outputs: 2, gates: 1 } as const;
  expect(countWords(circuit)).toBe('1 input, 2 outputs, 1 gate');
  expect(countWords({ kind: 'graph', id: 1, file: 'a.clq', nodes: 3, edges: 1, warnings: [] })).toBe('3 nodes, 1 edge');
  expect([netComplaint(['a', 'b'], ' b '), netComplaint(['a'], ''), netComplaint(['a'], 'z')])
    .toEqual([null, 'Choose a net', 'No net of this name leads to an output']);
});
