/** Random combinational circuits: gates read nets drawn from those before them, later ones more often, so that they are deep. */
import type { Draws } from '../generators/draws.ts';
import { GATE_KINDS } from './circuit.ts';
import type { Circuit, Gate } from './circuit.ts';

/** @param inputs at least 2 @param gates at least 1; nets that nothing reads are outputs */
export function randomCircuit(inputs: number, gates: number, draws: Draws, name: string): Circuit {
  const nets = [...Array.from({ length: inputs }, (_, k) => `i${k + 1}`), ...Array.from({ length: gates }, (_, k) => `g${k + 1}`)];
  const made: Gate[] = [];
  const unread = new Set(nets.keys());
  for (let k = 0; k < gates; k++) {
    const kind = GATE_KINDS[draws.integer(0, GATE_KINDS.length - 1)]!;
    const to = inputs + k;
    const count = kind === 'NOT' || kind === 'BUFF' ? 1 : draws.integer(2, 3);
    const from = new Set<number>();
    // The later of two draws: recent nets are read more often.
    while (from.size < Math.min(count, to)) from.add(Math.max(draws.integer(0, to - 1), draws.integer(0, to - 1)));
    for (const net of from) unread.delete(net);
    made.push({ kind, from: [...from], to });
  }
  const outputs = [...unread].filter((net) => net >= inputs);
  return { name, nets, inputs: Array.from({ length: inputs }, (_, k) => k), outputs, gates: made };
}
