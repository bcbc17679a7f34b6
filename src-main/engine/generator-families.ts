/** The generators of programs, as the window lists them and the engine calls them by name. */
import type { GeneratorFamily } from '../../src-contract/ipc.ts';
import type { Program } from '../../src-science/program/program.ts';
import { EngineError } from './error-value.ts';

interface Generator extends GeneratorFamily {
  readonly generate: (parameters: Readonly<Record<string, number>>, seed: number) => Program;
}

const GENERATORS: readonly Generator[] = [];

export function generatorFamilies(): GeneratorFamily[] {
  return GENERATORS.map(({ generate: _generate, ...family }) => family);
}

/** @throws EngineError `family-unknown`, or the generator's own error naming the parameter */
export function generateProgram(family: string, parameters: Readonly<Record<string, number>>, seed: number): Program {
  const generator = GENERATORS.find((each) => each.name === family);
  if (generator === undefined) throw new EngineError('family-unknown', `There is no generator “${family}”.`, `There are: ${GENERATORS.map((each) => each.name).join(', ')}.`, { field: 'family' });
  return generator.generate(parameters, seed);
}
