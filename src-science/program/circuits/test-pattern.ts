/**
 * Test pattern generation as a 0-1 program (after DEFT, Li et al. 2025): a pattern of as few specified inputs as possible that
 * shows a stuck-at fault at some output, whatever the other inputs are.
 *
 * Each net n has two bits, `n.1` and `n.0`: it is known to be 1, or 0; neither says X. Rows say what must be known for that
 * (one direction of Tseitin's clauses, which suffices: what is claimed of an output is claimed of inputs in the end, and
 * an input has one value). Nets that the fault can reach have two more, `n.f1` and `n.f0`, for the faulty circuit. `o.d1`
 * says that the output o is 1 and 0 in the faulty circuit, `o.d0` the reverse; one of them must hold.
 */
import { FREE } from '../program.ts';
import type { Program } from '../program.ts';
import { ProblemError, quoted } from '../problem-error.ts';
import { EntryList } from '../formats/program-builder.ts';
import type { Circuit, Fault, Gate, MayGoOn, Value } from './circuit.ts';

const INF = Number.POSITIVE_INFINITY;

/** Two variables of a net in one of the circuits. */
interface Rails {
  readonly one: number;
  readonly zero: number;
}

class Rows {
  readonly names: string[] = [];
  readonly lower: number[] = [];
  readonly upper: number[] = [];
  readonly entries = new EntryList();

  /** A row that is Σ terms ≤ upper, or ≥ lower. */
  add(name: string, terms: readonly (readonly [number, number])[], lower: number, upper: number): void {
    const row = this.names.push(name) - 1;
    this.lower.push(lower);
    this.upper.push(upper);
    // A gate may read one net twice.
    const merged = new Map<number, number>();
    for (const [variable, value] of terms) merged.set(variable, (merged.get(variable) ?? 0) + value);
    for (const [variable, value] of merged) if (value !== 0) this.entries.add(row, variable, value);
  }
}

/**
 * @throws ProblemError where the fault reaches no output
 * Cost: O(gates · fan-in).
 */
export function testPatternProgram(circuit: Circuit, fault: Fault, mayGoOn: MayGoOn = () => undefined): Program {
  const { nets, inputs, outputs, gates } = circuit;
  const reached = new Set([fault.net]);
  for (const gate of gates) if (gate.from.some((net) => reached.has(net))) reached.add(gate.to);
  const observed = [...new Set(outputs)].filter((net) => reached.has(net));
  const name = `${circuit.name} ${nets[fault.net]!}/${fault.stuckAt}`;
  if (observed.length === 0) {
    throw new ProblemError(
      'problem-invalid',
      `the fault ${quoted(`${nets[fault.net]!}/${fault.stuckAt}`)} reaches no output, so that no pattern shows it`,
      'Choose a net on a path to an output.',
      { field: 'fault' },
    );
  }
  const variableNames: string[] = [];
  const fixed: number[] = [];
  const objective: number[] = [];
  const variable = (of: string, cost = 0, value = FREE): number => {
    objective.push(cost);
    fixed.push(value);
    return variableNames.push(of) - 1;
  };
  const rails = (net: number, mark: string, cost: number): Rails => ({ one: variable(`${nets[net]!}.${mark}1`, cost), zero: variable(`${nets[net]!}.${mark}0`, cost) });
  // Inputs first, in their order, so that a pattern is read off the front.
  const good: Rails[] = [];
  for (const net of inputs) good[net] = rails(net, '', 1);
  for (const { to } of gates) good[to] = rails(to, '', 0);
  const faulty: Rails[] = [...good];
  for (const net of reached) {
    faulty[net] = net === fault.net
      ? { one: variable(`${nets[net]!}.f1`, 0, fault.stuckAt), zero: variable(`${nets[net]!}.f0`, 0, 1 - fault.stuckAt) }
      : rails(net, 'f', 0);
  }
  const rows = new Rows();
  for (const net of inputs) rows.add(`${nets[net]!}.one`, [[good[net]!.one, 1], [good[net]!.zero, 1]], -INF, 1);
  for (const gate of gates) {
    mayGoOn();
    gateRows(rows, gate, good, nets[gate.to]!, variable);
    if (reached.has(gate.to) && gate.to !== fault.net) gateRows(rows, gate, faulty, `${nets[gate.to]!}.f`, variable);
  }
  const site = good[fault.net]!;
  rows.add('activate', [[fault.stuckAt === 1 ? site.zero : site.one, 1]], 1, INF);
  const shown: number[] = [];
  for (const net of observed) {
    for (const [mark, here, there] of [['1', good[net]!.one, faulty[net]!.zero], ['0', good[net]!.zero, faulty[net]!.one]] as const) {
      const shows = variable(`${nets[net]!}.d${mark}`);
      shown.push(shows);
      rows.add(`${nets[net]!}.d${mark}.good`, [[shows, 1], [here, -1]], -INF, 0);
      rows.add(`${nets[net]!}.d${mark}.faulty`, [[shows, 1], [there, -1]], -INF, 0);
    }
  }
  rows.add('detect', shown.map((shows) => [shows, 1] as const), 1, INF);
  const d = variableNames.length;
  return {
    name,
    sense: 'min',
    objectiveName: 'specified',
    objective: Float64Array.from(objective),
    objectiveConstant: 0,
    variableNames,
    fixed: Int8Array.from(fixed),
    rowNames: rows.names,
    rows: rows.entries.sparseRows(rows.names.length, d),
    rowLower: Float64Array.from(rows.lower),
    rowUpper: Float64Array.from(rows.upper),
  };
}

/** What must be known of a gate's inputs for its output to be known. */
function gateRows(rows: Rows, { kind, from, to }: Gate, rails: readonly Rails[], label: string, variable: (name: string) => number): void {
  const out = rails[to]!;
  const turned = kind === 'NAND' || kind === 'NOR' || kind === 'XNOR' || kind === 'NOT';
  const high = turned ? out.zero : out.one;
  const low = turned ? out.one : out.zero;
  const read = from.map((net) => rails[net]!);
  if (kind === 'XOR' || kind === 'XNOR') {
    let left = read[0]!;
    read.slice(1).forEach((right, k) => {
      const last = k === read.length - 2;
      const result = last ? { one: high, zero: low } : { one: variable(`${label}.x${k + 1}.1`), zero: variable(`${label}.x${k + 1}.0`) };
      xorRows(rows, last ? label : `${label}.x${k + 1}`, left, right, result);
      left = result;
    });
    return;
  }
  // An AND is 1 if all are, 0 if one is; an OR is the reverse; NOT and BUFF are both.
  const or = kind === 'OR' || kind === 'NOR';
  const all = or ? low : high;
  const one = or ? high : low;
  read.forEach((rail, k) => rows.add(`${label}.all${k + 1}`, [[all, 1], [or ? rail.zero : rail.one, -1]], -INF, 0));
  rows.add(`${label}.any`, [[one, 1], ...[...new Set(read)].map((rail) => [or ? rail.one : rail.zero, -1] as const)], -INF, 0);
}

function xorRows(rows: Rows, label: string, a: Rails, b: Rails, out: Rails): void {
  for (const [mark, result, same] of [['1', out.one, true], ['0', out.zero, false]] as const) {
    rows.add(`${label}.${mark}.a`, [[result, 1], [a.one, -1], [a.zero, -1]], -INF, 0);
    rows.add(`${label}.${mark}.b`, [[result, 1], [b.one, -1], [b.zero, -1]], -INF, 0);
    rows.add(`${label}.${mark}.p`, [[result, 1], [a.one, 1], [same ? b.one : b.zero, 1]], -INF, 2);
    rows.add(`${label}.${mark}.q`, [[result, 1], [a.zero, 1], [same ? b.zero : b.one, 1]], -INF, 2);
  }
}

/** The pattern in a solution of `testPatternProgram`. @param x length d */
export function patternOf(circuit: Circuit, x: ArrayLike<number>): readonly Value[] {
  return circuit.inputs.map((_, k) => (x[2 * k] === 1 ? 1 : x[2 * k + 1] === 1 ? 0 : null));
}

/** `1X0`: for each input its value. */
export function patternText(pattern: readonly Value[]): string {
  return pattern.map((value) => (value === null ? 'X' : String(value))).join('');
}
