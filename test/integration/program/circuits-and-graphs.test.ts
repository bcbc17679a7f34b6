/**
 * Test patterns and graph problems as programs: HiGHS on the written program against all patterns by simulation, and against
 * all subsets of the nodes. Circuits and graphs are drawn from the seeds that the loops count.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import loadHighs from 'highs';
import type { Highs } from 'highs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/set-up/places.mjs';
import { detects, parseBench, parseFault, simulate } from '../../../src-science/program/circuits/circuit.ts';
import type { Circuit, Fault, Value } from '../../../src-science/program/circuits/circuit.ts';
import { randomCircuit } from '../../../src-science/program/circuits/random-circuit.ts';
import { patternOf, testPatternProgram } from '../../../src-science/program/circuits/test-pattern.ts';
import { Draws } from '../../../src-science/program/generators/draws.ts';
import { GRAPH_PROBLEMS } from '../../../src-science/program/graphs/graph-problem-names.ts';
import type { GraphProblem } from '../../../src-science/program/graphs/graph-problem-names.ts';
import { graphProgram, parseDimacsGraph } from '../../../src-science/program/graphs/graph-problems.ts';
import type { Graph } from '../../../src-science/program/graphs/graph-problems.ts';
import { parseProgram } from '../../../src-science/program/parse-program.ts';
import type { Program } from '../../../src-science/program/program.ts';
import { solutionReport } from '../../../src-science/program/solution-report.ts';
import { validateProgram } from '../../../src-science/program/validate-program.ts';
import { writeProgram } from '../../../src-science/program/write-program.ts';
import { leibniz, leibnizJson } from '../cli/leibniz-process.ts';

const c17File = join(projectRoot, 'examples', 'circuits', 'c17.bench');
const c17 = parseBench(readFileSync(c17File, 'utf8'), 'c17.bench');
let highs: Highs;
let folder = '';
beforeAll(async () => {
  highs = await loadHighs();
  folder = await mkdtemp(join(tmpdir(), 'leibniz-circuits-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The optimal vector by HiGHS, with variables named by number so that no name is escaped; null where there is none. */
function solved(program: Program): Uint8Array | null {
  const d = program.objective.length;
  const plain = {
    ...program,
    variableNames: Array.from({ length: d }, (_, j) => `v${j}`),
    rowNames: program.rowNames.map((_, i) => `r${i}`),
    objectiveName: 'o',
  };
  const { Status, Columns } = highs.solve(writeProgram(plain, 'lp'));
  if (Status !== 'Optimal') return null;
  return Uint8Array.from({ length: d }, (_, j) => Math.round((Columns[`v${j}`] as { Primal: number }).Primal));
}

/** Fewest specified inputs of a pattern that shows the fault, over all patterns of 0, 1 and X. */
function fewest(circuit: Circuit, fault: Fault): number | null {
  const n = circuit.inputs.length;
  let best: number | null = null;
  for (let code = 0; code < 3 ** n; code++) {
    const pattern = Array.from({ length: n }, (_, k): Value => ([0, 1, null] as const)[Math.floor(code / 3 ** k) % 3]!);
    const specified = pattern.filter((value) => value !== null).length;
    if ((best === null || specified < best) && detects(circuit, pattern, fault)) best = specified;
  }
  return best;
}

function checkFault(circuit: Circuit, fault: Fault, label: string): void {
  const program = testPatternProgram(circuit, fault);
  validateProgram(program);
  const x = solved(program);
  const truth = fewest(circuit, fault);
  expect(x === null ? null : solutionReport(program, x).objective, label).toBe(truth);
  if (x === null) return;
  expect(solutionReport(program, x).feasible, label).toBe(true);
  const pattern = patternOf(circuit, x);
  expect(pattern.filter((value) => value !== null).length, label).toBe(truth);
  expect(detects(circuit, pattern, fault), label).toBe(true);
}

describe('test patterns', () => {
  it('of c17 have the fewest specified inputs, for every net stuck at 0 and at 1', () => {
    for (const net of c17.nets.keys()) {
      for (const stuckAt of [0, 1] as const) checkFault(c17, { net, stuckAt }, `${c17.nets[net]!}/${stuckAt}`);
    }
  });

  it('of random circuits with all kinds of gates have them too, or there is none', () => {
    const kinds = new Set<string>();
    let untestable = 0;
    for (let seed = 0; seed < 60; seed++) {
      const draws = new Draws(seed);
      const circuit = randomCircuit(5, 12, draws, `seed ${seed}`);
      for (const gate of circuit.gates) kinds.add(gate.kind);
      const fault: Fault = { net: draws.integer(5, 16), stuckAt: draws.integer(0, 1) === 1 ? 1 : 0 };
      if (fewest(circuit, fault) === null) untestable++;
      checkFault(circuit, fault, `seed ${seed}, ${circuit.nets[fault.net]!}/${fault.stuckAt}`);
    }
    expect(kinds.size).toBe(8);
    expect(untestable).toBeGreaterThan(0);
  });

  it('come with a simulation that knows what Boolean algebra says', () => {
    const gates = parseBench('INPUT(a)\nINPUT(b)\nOUTPUT(x)\nOUTPUT(y)\n# a comment\nx = XOR(a, n)\ny = nor(b, n)\nn = NOT(a)\n', 'g.bench');
    const outputs = (pattern: readonly Value[]): readonly Value[] => gates.outputs.map((net) => simulate(gates, pattern)[net]!);
    expect(outputs([0, 0])).toEqual([1, 0]);
    expect(outputs([1, 0])).toEqual([1, 1]);
    expect(outputs([null, 1])).toEqual([null, 0]);
  });

  it('are refused by line where the circuit or the fault is none', () => {
    for (const [text, message] of [
      ['INPUT(a)\nOUTPUT(z)\nz = AND(a, b)\n', 'the net “b” is read, but nothing drives it'],
      ['INPUT(a)\nOUTPUT(z)\nz = AND(a, y)\ny = NOT(z)\n', 'is part of a loop'],
      ['INPUT(a)\nOUTPUT(a)\na = NOT(a)\n', 'line 3: the net “a” was already driven in line 1'],
      ['INPUT(a)\nOUTPUT(z)\nz = DFF(a)\n', 'line 3: “DFF” is no gate of a combinational circuit'],
      ['INPUT(a)\nOUTPUT(z)\nz = AND(a)\n', 'line 3: the gate AND has 1 inputs'],
      ['INPUT(a)\nz := a\n', 'line 2: “z := a” is no line of a .bench file'],
      ['', 'no inputs or no outputs'],
    ] as const) expect(() => parseBench(text, 'c.bench'), text).toThrow(message);
    expect(() => parseFault('10/2', c17)).toThrow('“10/2” is no fault of this circuit');
    expect(() =>
      testPatternProgram(parseBench('INPUT(a)\nINPUT(b)\nOUTPUT(z)\nz = NOT(a)\nw = NOT(b)\n', 'c.bench'), { net: 4, stuckAt: 0 })
    ).toThrow('reaches no output');
  });

  it('are found at the command line, which writes the program too', async () => {
    const out = join(folder, 'c17.lp');
    expect(await leibnizJson('test-pattern', c17File, '--fault', '10/1', '-o', out)).toMatchObject({
      status: 'optimal',
      specified: fewest(c17, parseFault('10/1', c17)),
      detected: true,
    });
    expect(parseProgram(await readFile(out), 'c17.lp').program).toStrictEqual(testPatternProgram(c17, parseFault('10/1', c17)));
    expect((await leibniz('test-pattern', c17File, '--fault', '99/1')).stderr).toContain('“99/1” is no fault of this circuit');
    const { reading } = await leibnizJson('solve', out);
    expect(reading).toMatchObject({ kind: 'test-pattern', fault: '10/1', holds: true, inputs: ['1', '2', '3', '6', '7'] });
    const decoded = await leibniz('decode', out, '--at', '0', '--decoder', 'threshold');
    expect(decoded.stdout).toContain('pattern    XXXXX, 0 of 5 inputs\nchecked    simulated: the fault 10/1 does not show\n');
  });
});

/** The optimum over all subsets of the nodes, from the definition. */
function bestSubset(problem: GraphProblem, { nodes, edges }: Graph): number {
  let best = problem === 'clique' || problem === 'independent-set' ? -1 : Number.POSITIVE_INFINITY;
  for (let code = 0; code < 2 ** nodes; code++) {
    const has = (node: number): boolean => ((code >> node) & 1) === 1;
    const members = Array.from({ length: nodes }, (_, node) => node).filter(has);
    const inside = edges.filter(([u, v]) => has(u) && has(v)).length;
    const cut = edges.filter(([u, v]) => has(u) !== has(v)).length;
    if (problem === 'clique' && inside === (members.length * (members.length - 1)) / 2) best = Math.max(best, members.length);
    if (problem === 'independent-set' && inside === 0) best = Math.max(best, members.length);
    if (problem === 'vertex-cover' && edges.every(([u, v]) => has(u) || has(v))) best = Math.min(best, members.length);
    if (problem === 'partition' && Math.abs(2 * members.length - nodes) <= 1) best = Math.min(best, cut);
  }
  return best;
}

describe('problems on graphs', () => {
  for (const problem of GRAPH_PROBLEMS) {
    it(`${problem} has the optimum over all subsets of the nodes`, () => {
      for (let seed = 0; seed < 20; seed++) {
        const draws = new Draws(seed);
        const nodes = draws.integer(2, 9);
        const lines: string[] = [];
        for (let u = 1; u <= nodes; u++) {
          for (let v = u + 1; v <= nodes; v++) {
            if (draws.uniform() < 0.5) lines.push(draws.uniform() < 0.5 ? `e ${u} ${v}` : `e ${v} ${u}`);
          }
        }
        const { graph, warnings } = parseDimacsGraph(`c drawn\np edge ${nodes} ${lines.length}\n${lines.join('\n')}\n`, 'g.clq');
        expect(warnings).toEqual([]);
        const program = graphProgram(problem, graph, 'g');
        validateProgram(program);
        const x = solved(program);
        expect(x === null ? null : solutionReport(program, x).objective, `seed ${seed}`).toBe(bestSubset(problem, graph));
      }
    });
  }

  it('take edges that colorings give twice once, and refuse what is no graph by line', () => {
    expect(parseDimacsGraph('p col 3 4\ne 1 2\ne 2 1\ne 2 3\ne 3 2\n', 'g.col')).toEqual({
      graph: { nodes: 3, edges: [[0, 1], [1, 2]] },
      warnings: ['2 edges were given twice, as some files of colorings do, and taken once.'],
    });
    expect(parseDimacsGraph('c PACE\np td 3 2\n1 2\n3 2\n', 'g.gr')).toEqual({
      graph: { nodes: 3, edges: [[0, 1], [1, 2]] }, warnings: [] });
    for (
      const [text, message] of [
        ['e 1 2\n', 'line 1: an edge stands before the line p'],
        ['p edge 2 1\ne 1 3\n', 'line 2: the edge joins a node outside 1..2'],
        ['p edge 3 3\ne 1 2\n', 'announces 3 edges and has 1'],
        ['p edge 2\n', 'line 1: the line is not “p edge NODES EDGES”'],
        ['p edge 9007199254740991 0\n', 'the line p says 9007199254740991 nodes, and 0 edges stand in the file'],
        ['p edge 200000 1\ne 1 2\n', 'the line p says 200000 nodes'],
        ['p edge 16777216 0\n', 'the line p says 16777216 nodes'],
        ['p edge 2 1\nx\n', 'line 2: “x” is no line of a graph'],
        ['p sp 2 1\na 1 2 7\n', 'line 1: “p sp” is a network of arcs with weights'],
        ['p td 2 1\na 1 2\n', 'line 2: “a 1 2” is no line of a graph'],
        ['p edge 2 1\n1 2\n', 'line 2: “1 2” is no line of a graph'],
        ['', 'the line “p edge NODES EDGES” is missing'],
      ] as const
    ) expect(() => parseDimacsGraph(text, 'g.clq'), text).toThrow(message);
  });
});

describe('a time limit of a test pattern', () => {
  it('counts the reading of the circuit and the building of its program, which end at it', async () => {
    const late = await leibniz('test-pattern', c17File, '--fault', `${c17.nets[0] ?? ''}/1`, '--time-limit', '0.000001');
    expect(late).toMatchObject({ code: 1, stdout: '' });
    expect(late.stderr).toContain('were over before the program of the circuit was built');
    const asked = { reading: 0, building: 0 };
    const circuit = parseBench(readFileSync(c17File, 'utf8'), 'c17.bench', () => void asked.reading++);
    testPatternProgram(circuit, { net: 0, stuckAt: 1 }, () => void asked.building++);
    expect(asked.reading).toBeGreaterThanOrEqual(circuit.gates.length + circuit.inputs.length + circuit.outputs.length);
    expect(asked.building).toBe(circuit.gates.length);
  });
});
