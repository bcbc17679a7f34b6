/** What solutions of circuits and graphs say: against the circuit and the graph themselves, on random ones and random vectors. */
import { describe, expect, it } from 'vitest';
import { detects, parseBench } from '../../../src-science/program/circuits/circuit.ts';
import { circuitOfProgram } from '../../../src-science/program/circuits/circuit-of-program.ts';
import { randomCircuit } from '../../../src-science/program/circuits/random-circuit.ts';
import { patternOf, testPatternProgram } from '../../../src-science/program/circuits/test-pattern.ts';
import { Draws } from '../../../src-science/program/generators/draws.ts';
import { graphOfProgram } from '../../../src-science/program/graphs/graph-of-program.ts';
import { GRAPH_PROBLEMS } from '../../../src-science/program/graphs/graph-problem-names.ts';
import type { GraphProblem } from '../../../src-science/program/graphs/graph-problem-names.ts';
import { graphProgram } from '../../../src-science/program/graphs/graph-problems.ts';
import type { Graph } from '../../../src-science/program/graphs/graph-problems.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import { ProblemError } from '../../../src-science/program/problem-error.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { readingOf, readingText, readingVerdict } from '../../../src-science/program/readings.ts';
import { writeProgram } from '../../../src-science/program/write-program.ts';
import { bytesOf } from './arbitrary-program.ts';

const drawnVector = (draws: Draws, d: number): Uint8Array => Uint8Array.from({ length: d }, () => draws.integer(0, 1));

describe('a program of a circuit', () => {
  it('gives back its gates and its fault, and patterns are simulated in it', () => {
    const shown = { yes: 0, no: 0 };
    for (let seed = 0; seed < 60; seed++) {
      const draws = new Draws(seed);
      const circuit = randomCircuit(6, 14, draws, `seed ${seed}`);
      const fault = { net: draws.integer(0, 19), stuckAt: draws.integer(0, 1) === 1 ? 1 : 0 } as const;
      let program: Program;
      try {
        program = testPatternProgram(circuit, fault);
      } catch (error) {
        expect(error).toBeInstanceOf(ProblemError);
        continue;
      }
      for (const same of [program, parseProgram(bytesOf(writeProgram(program, 'lp', { form: 'portable' })), 'a.lp').program]) {
        const found = circuitOfProgram(same);
        expect(found?.circuit.gates.map(({ kind, from, to }) => [kind, from, to]))
          .toEqual(circuit.gates.map(({ kind, from, to }) => [kind, from.map((net) => orderOf(circuit)[net]), orderOf(circuit)[to]]));
        expect(found?.circuit.nets[found.fault.net]).toBe(circuit.nets[fault.net]);
        for (let trial = 0; trial < 20; trial++) {
          const x = drawnVector(draws, program.objective.length);
          // An input has one value.
          circuit.inputs.forEach((_, k) => {
            if (x[2 * k] === 1) x[2 * k + 1] = 0;
          });
          const holds = detects(circuit, patternOf(circuit, x), fault);
          expect(readingOf(same, x)).toMatchObject({ kind: 'test-pattern', holds, fault: `${circuit.nets[fault.net]!}/${fault.stuckAt}` });
          shown[holds ? 'yes' : 'no']++;
        }
      }
    }
    expect(shown.yes).toBeGreaterThan(100);
    expect(shown.no).toBeGreaterThan(100);
  });

  it('reads long exclusive ors, gates of one net twice and names with dots', () => {
    const circuit = parseBench(
      'INPUT(a)\nINPUT(a.f)\nINPUT(c)\nOUTPUT(z)\nOUTPUT(w)\nx = XNOR(a, a.f, c, a)\nz = NAND(x, x)\nw = XOR(c, x)\n', 'c.bench',
    );
    const fault = { net: 1, stuckAt: 0 } as const;
    const found = circuitOfProgram(testPatternProgram(circuit, fault));
    expect(found?.circuit.gates.map(({ kind, from }) => [kind, from])).toEqual([['XNOR', [0, 1, 2, 0]], ['NAND', [3, 3]], ['XOR', [2, 3]]]);
  });

  it('is none once anything in it is changed', () => {
    const draws = new Draws(3);
    const program = testPatternProgram(randomCircuit(5, 10, draws, 'c'), { net: 7, stuckAt: 1 });
    expect(circuitOfProgram(program)).not.toBeNull();
    for (let k = 0; k < program.rows.value.length; k += 3) {
      const value = program.rows.value.slice();
      value[k] = 2;
      expect(circuitOfProgram({ ...program, rows: { ...program.rows, value } }), `entry ${k}`).toBeNull();
    }
    for (let i = 0; i < program.rowNames.length; i += 5) {
      const rowNames = program.rowNames.with(i, 'other');
      expect(circuitOfProgram({ ...program, rowNames }), `row ${i}`).toBeNull();
    }
  });
});

/** Of each net its place among inputs and gates in their order. */
function orderOf({ inputs, gates }: ReturnType<typeof randomCircuit>): Record<number, number> {
  return Object.fromEntries([...inputs, ...gates.map(({ to }) => to)].map((net, k) => [net, k]));
}

function isRight(problem: GraphProblem, { nodes, edges }: Graph, x: Uint8Array): boolean {
  const joined = (u: number, v: number): boolean => edges.some(([a, b]) => a === Math.min(u, v) && b === Math.max(u, v));
  const inside = Array.from({ length: nodes }, (_, j) => j).filter((j) => x[j] === 1);
  switch (problem) {
    case 'clique': return inside.every((u) => inside.every((v) => u === v || joined(u, v)));
    case 'independent-set': return inside.every((u) => inside.every((v) => !joined(u, v)));
    case 'vertex-cover': return edges.every(([u, v]) => x[u] === 1 || x[v] === 1);
    case 'partition': return Math.abs(nodes - 2 * inside.length) <= 1;
  }
}

describe('a program of a graph', () => {
  it.each(GRAPH_PROBLEMS)('shows the nodes of a vector and whether they are a %s', (problem) => {
    let right = 0;
    for (let seed = 0; seed < 40; seed++) {
      const draws = new Draws(seed);
      const nodes = draws.integer(2, 7);
      const edges: (readonly [number, number])[] = [];
      for (let u = 0; u < nodes; u++) for (let v = u + 1; v < nodes; v++) if (draws.integer(0, 1) === 1) edges.push([u, v]);
      const graph = { nodes, edges };
      const program = graphProgram(problem, graph, `${problem} g`);
      expect(graphOfProgram(program)).toMatchObject({ problem, nodes });
      for (let trial = 0; trial < 20; trial++) {
        const x = drawnVector(draws, program.objective.length);
        const holds = isRight(problem, graph, x);
        const cut = problem === 'partition' ? edges.filter(([u, v]) => x[u] !== x[v]).length : null;
        const within = [...x.subarray(0, nodes)].flatMap((value, j) => (value === 1 ? [j + 1] : []));
        expect(readingOf(program, x)).toEqual({ kind: problem, nodes: within, cut, holds });
        if (holds) right++;
      }
      if (program.rowNames.length === 0) continue;
      const renamed = graphOfProgram({ ...program, rowNames: program.rowNames.with(0, 'r') });
      if (problem !== 'partition') expect(renamed).toBeNull();
      expect(graphOfProgram({ ...program, rowUpper: program.rowUpper.with(0, 2.5) })).toBeNull();
      expect(graphOfProgram({ ...program, objective: program.objective.with(0, 3) })).toBeNull();
    }
    expect(right).toBeGreaterThan(50);
  });

  it('says so in words', () => {
    const triangle = graphProgram('partition', { nodes: 3, edges: [[0, 1], [0, 2], [1, 2]] }, 'p');
    const reading = readingOf(triangle, Uint8Array.of(0, 1, 1, 1, 1, 0))!;
    expect([readingText(reading), readingText(reading, 1), readingVerdict(reading)])
      .toEqual(['2 nodes: 2 3; 2 edges cut', '2 nodes: 2 …; 2 edges cut', 'the sides differ by at most one node']);
    const none = readingOf(triangle, Uint8Array.of(0, 0, 0, 0, 0, 0))!;
    expect([readingText(none), readingVerdict(none)]).toEqual(['0 nodes; 0 edges cut', 'the sides differ by more than one node']);
    expect(readingOf({ ...triangle, sense: 'max' }, new Uint8Array(6))).toBeNull();
  });
});
