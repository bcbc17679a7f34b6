/**
 * Combinational circuits in the `.bench` form of the ISCAS benchmarks (`INPUT(a)`, `OUTPUT(z)`, `z = NAND(a, b)`), and
 * their simulation with three values: 0, 1 and X, which is unknown. A stuck-at fault holds one net at a value.
 */
import { linesOf } from '../one-line.ts';
import { ProblemError, quoted } from '../problem-error.ts';
import { requireShort } from '../long-line.ts';

export const GATE_KINDS = ['AND', 'NAND', 'OR', 'NOR', 'XOR', 'XNOR', 'NOT', 'BUFF'] as const;
export type GateKind = (typeof GATE_KINDS)[number];

export interface Gate {
  readonly kind: GateKind;
  /** Nets, each an input or the output of an earlier gate. */
  readonly from: readonly number[];
  /** The net it drives. */
  readonly to: number;
}

export interface Circuit {
  readonly name: string;
  /** Names of nets. */
  readonly nets: readonly string[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** In an order in which each comes after those it reads. */
  readonly gates: readonly Gate[];
}

export interface Fault {
  readonly net: number;
  readonly stuckAt: 0 | 1;
}

/** In characters: some hundred thousand inputs of one gate. */
const LONGEST_LINE = 1 << 22;

/** X is null. */
export type Value = 0 | 1 | null;

/** Asked at each line or gate: throws where the work is to end. */
export type MayGoOn = () => void;

/** @throws ProblemError naming the line */
export function parseBench(text: string, file: string, mayGoOn: MayGoOn = () => undefined): Circuit {
  const nets: string[] = [];
  const places = new Map<string, number>();
  const net = (name: string): number => {
    const known = places.get(name);
    if (known !== undefined) return known;
    places.set(name, nets.length);
    return nets.push(name) - 1;
  };
  const inputs: number[] = [];
  const outputs: number[] = [];
  const gates: Gate[] = [];
  const driven = new Map<number, number>();
  linesOf(text).forEach((line, k) => {
    mayGoOn();
    const place = { file, line: k + 1 };
    requireShort(line, place, LONGEST_LINE, 'Take a gate of so many inputs apart.');
    const trimmed = line.replace(/#.*$/, '').trim();
    if (trimmed === '') return;
    const drive = (name: string): number => {
      const to = net(name);
      const before = driven.get(to);
      if (before !== undefined) {
        throw new ProblemError(
          'problem-duplicate',
          `the net ${quoted(name)} was already driven in line ${before}`,
          'Each net is an input or the output of one gate.',
          { ...place, field: name },
        );
      }
      driven.set(to, k + 1);
      return to;
    };
    const port = /^(INPUT|OUTPUT)\s*\(\s*([^\s(),]+)\s*\)$/i.exec(trimmed);
    if (port !== null) {
      if (port[1]!.toUpperCase() === 'INPUT') inputs.push(drive(port[2]!));
      else outputs.push(net(port[2]!));
      return;
    }
    const gate = /^([^\s(),=]+)\s*=\s*([A-Za-z]+)\s*\(([^()]*)\)$/.exec(trimmed);
    if (gate === null) {
      throw new ProblemError(
        'problem-syntax',
        `${quoted(trimmed)} is no line of a .bench file`,
        'Lines are INPUT(a), OUTPUT(z) and z = NAND(a, b).',
        place,
      );
    }
    const word = gate[2]!.toUpperCase() === 'BUF' ? 'BUFF' : gate[2]!.toUpperCase();
    const kind = GATE_KINDS.find((each) => each === word);
    if (kind === undefined) {
      throw new ProblemError(
        'problem-unsupported',
        `${quoted(gate[2]!)} is no gate of a combinational circuit`,
        `Gates are ${GATE_KINDS.join(', ')}; flip-flops must be cut into inputs and outputs.`,
        place,
      );
    }
    const from = gate[3]!.split(',').map((name) => name.trim());
    const single = kind === 'NOT' || kind === 'BUFF';
    if (from.some((name) => name === '') || (single ? from.length !== 1 : from.length < 2)) {
      throw new ProblemError(
        'problem-syntax',
        `the gate ${kind} has ${from.length} inputs`,
        single ? 'It has one.' : 'It has two or more.',
        place,
      );
    }
    const read = from.map(net);
    gates.push({ kind, from: read, to: drive(gate[1]!) });
  });
  if (inputs.length === 0 || outputs.length === 0) {
    throw new ProblemError(
      'problem-section',
      'the circuit has no inputs or no outputs',
      'Name them by INPUT(a) and OUTPUT(z).',
      { file },
    );
  }
  const open = nets.findIndex((_, j) => !driven.has(j));
  if (open >= 0) {
    throw new ProblemError(
      'problem-unknown-name',
      `the net ${quoted(nets[open]!)} is read, but nothing drives it`,
      'Make it an input, or the output of a gate.',
      { file, field: nets[open]! },
    );
  }
  return { name: file.replace(/\.bench$/i, ''), nets, inputs, outputs, gates: inOrder(gates, inputs, nets, file) };
}

function inOrder(gates: readonly Gate[], inputs: readonly number[], nets: readonly string[], file: string): Gate[] {
  const known = new Set(inputs);
  const readers = new Map<number, Gate[]>();
  const waiting = new Map<Gate, number>();
  for (const gate of gates) {
    const from = new Set(gate.from.filter((net) => !known.has(net)));
    waiting.set(gate, from.size);
    for (const net of from) {
      const others = readers.get(net);
      if (others === undefined) readers.set(net, [gate]);
      else others.push(gate);
    }
  }
  const ready = gates.filter((gate) => waiting.get(gate) === 0);
  for (let k = 0; k < ready.length; k++) {
    for (const reader of readers.get(ready[k]!.to) ?? []) {
      const left = waiting.get(reader)! - 1;
      waiting.set(reader, left);
      if (left === 0) ready.push(reader);
    }
  }
  if (ready.length < gates.length) {
    const stuck = gates.find((gate) => waiting.get(gate)! > 0);
    throw new ProblemError(
      'problem-invalid',
      `the net ${quoted(nets[stuck?.to ?? 0]!)} is part of a loop`,
      'A combinational circuit has none.',
      { file },
    );
  }
  return ready;
}

/** `G10/1`: the net G10 stuck at 1. @throws ProblemError */
export function parseFault(text: string, circuit: Circuit): Fault {
  const parts = /^(.*)\/([01])$/.exec(text);
  const net = parts === null ? -1 : circuit.nets.indexOf(parts[1]!);
  if (parts === null || net < 0) {
    throw new ProblemError(
      'problem-parameter',
      `${quoted(text)} is no fault of this circuit`,
      'Write it as NET/0 or NET/1, with a net of the circuit.',
      { field: 'fault' },
    );
  }
  return { net, stuckAt: parts[2] === '1' ? 1 : 0 };
}

/**
 * Values of all nets.
 * @param pattern for each input its value
 * @param fault null for the good circuit
 */
export function simulate({ nets, inputs, gates }: Circuit, pattern: readonly Value[], fault: Fault | null = null): readonly Value[] {
  const values: Value[] = nets.map(() => null);
  const set = (net: number, value: Value): void => {
    values[net] = fault?.net === net ? fault.stuckAt : value;
  };
  inputs.forEach((net, k) => set(net, pattern[k] ?? null));
  for (const { kind, from, to } of gates) set(to, gateValue(kind, from.map((net) => values[net] ?? null)));
  return values;
}

function inverted(value: Value): Value {
  return value === null ? null : value === 1 ? 0 : 1;
}

function gateValue(kind: GateKind, values: readonly Value[]): Value {
  switch (kind) {
    case 'NOT': return inverted(values[0] ?? null);
    case 'BUFF': return values[0] ?? null;
    case 'AND': return values.includes(0) ? 0 : values.includes(null) ? null : 1;
    case 'NAND': return inverted(gateValue('AND', values));
    case 'OR': return values.includes(1) ? 1 : values.includes(null) ? null : 0;
    case 'NOR': return inverted(gateValue('OR', values));
    case 'XOR': return values.includes(null) ? null : values.filter((value) => value === 1).length % 2 === 1 ? 1 : 0;
    case 'XNOR': return inverted(gateValue('XOR', values));
  }
}

/** Whether a pattern shows a fault: some output is known in both circuits, and differs. */
export function detects(circuit: Circuit, pattern: readonly Value[], fault: Fault): boolean {
  const good = simulate(circuit, pattern);
  const faulty = simulate(circuit, pattern, fault);
  return circuit.outputs.some((net) => good[net] !== null && faulty[net] !== null && good[net] !== faulty[net]);
}
