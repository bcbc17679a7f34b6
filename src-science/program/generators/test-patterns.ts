/** Test patterns for a stuck-at fault of a random circuit (after DEFT, Li et al. 2025): `circuits/test-pattern.ts`. */
import { randomCircuit } from '../circuits/random-circuit.ts';
import { testPatternProgram } from '../circuits/test-pattern.ts';
import { integerParameter } from './family.ts';
import type { FamilyGenerator } from './family.ts';

export const testPattern: FamilyGenerator = {
  name: 'test-pattern',
  label: 'Test pattern',
  help: 'Specify as few inputs of a random circuit as possible so that a stuck-at fault shows at an output.',
  parameters: [
    integerParameter('inputs', 'Inputs', 'Inputs of the circuit.', 12, 2, 5000),
    integerParameter('gates', 'Gates', 'Gates of the circuit, each of one to three inputs.', 60, 1, 50_000),
  ],
  make(parameter, draws, name) {
    const circuit = randomCircuit(parameter('inputs'), parameter('gates'), draws, name);
    // Every gate leads to an output; the fault is at one of them.
    const gate = circuit.gates[draws.integer(0, circuit.gates.length - 1)]!;
    return { ...testPatternProgram(circuit, { net: gate.to, stuckAt: draws.integer(0, 1) === 1 ? 1 : 0 }), name };
  },
};
