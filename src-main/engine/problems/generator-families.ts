/** The science's generators of programs, as the contract lists them and the engine calls them by name. */
import type { GeneratorFamily } from '../../../src-contract/ipc.ts';
import { generate, PROBLEM_FAMILIES } from '../../../src-science/program/generate.ts';
import type { Program } from '../../../src-science/program/program.ts';

export function generatorFamilies(): GeneratorFamily[] {
  return PROBLEM_FAMILIES.map(({ name, label, help, parameters }) => ({ name, label, help, parameters }));
}

/** @throws ProblemError naming the family, parameter or seed that is wrong */
export function generateProgram(family: string, parameters: Readonly<Record<string, number>>, seed: number): Program {
  return generate(family, parameters, seed);
}
