/**
 * Problems that Leibniz makes itself: one registry, from which the form and the command line are built,
 * and one function. The same family, parameters and seed give the same program on any machine. What each
 * family is, and which paper it is from, is in its file in `generators/`.
 */
import { combinatorialAuction } from './generators/combinatorial-auction.ts';
import { Draws } from './generators/draws.ts';
import type { FamilyGenerator, FamilyParameter, ProblemFamily } from './generators/family.ts';
import { independentSet } from './generators/independent-set.ts';
import { knapsack, randomProgram } from './generators/knapsacks.ts';
import { graphPartition, maximumClique, vertexCover } from './generators/random-graphs.ts';
import { setCover } from './generators/set-cover.ts';
import { testPattern } from './generators/test-patterns.ts';
import { toyInfeasible, toyOne, toyTwo } from './generators/toys.ts';
import { ProblemError, quoted } from './problem-error.ts';
import type { Program } from './program.ts';

export type { ProblemFamily } from './generators/family.ts';

const GENERATORS: readonly FamilyGenerator[] = [
  setCover, independentSet, maximumClique, vertexCover, graphPartition, combinatorialAuction, knapsack, testPattern, randomProgram, toyOne,
  toyTwo, toyInfeasible,
];

/** All families, in the order they are shown; plain data. */
export const PROBLEM_FAMILIES: readonly ProblemFamily[] =
  GENERATORS.map(({ name, label, help, parameters }) => ({ name, label, help, parameters }));

/**
 * Largest product of sizes that is generated at once (set covers, auctions, dense knapsacks): 2·10⁷
 * nonzeros take about a quarter of a gigabyte.
 */
const LARGEST_PROGRAM = 2e7;

/**
 * Makes a program.
 * @param family name in `PROBLEM_FAMILIES`
 * @param parameters by name; what is missing takes its default
 * @param seed integer in [0, 2⁵³); toys do not depend on it
 * @throws ProblemError naming the family, parameter or seed that is wrong
 */
export function generate(family: string, parameters: Readonly<Record<string, number>>, seed: number): Program {
  const generator = GENERATORS.find(({ name }) => name === family);
  if (generator === undefined) {
    throw new ProblemError(
      'problem-parameter', `there is no family ${quoted(family)}`, `Families are ${GENERATORS.map(({ name }) => name).join(', ')}.`,
      { field: 'family' },
    );
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new ProblemError(
      'problem-parameter', `the seed ${seed} is not an integer from 0 to 2⁵³ − 1`, 'Choose another seed.', { field: 'seed' },
    );
  }
  for (const name of Object.keys(parameters)) {
    if (!generator.parameters.some((parameter) => parameter.name === name)) {
      throw new ProblemError(
        'problem-parameter', `${family} has no parameter ${quoted(name)}`,
        `Its parameters are ${generator.parameters.map((parameter) => parameter.name).join(', ')}.`, { field: name },
      );
    }
  }
  const values = new Map(generator.parameters.map((parameter) => [parameter.name, valueOf(parameter, parameters)]));
  const parameterOf = (name: string): number => {
    const value = values.get(name);
    if (value === undefined) throw new RangeError(`${family} reads a parameter ${name} that it does not declare`);
    return value;
  };
  checkSize(generator, values);
  const name = [
    family, ...generator.parameters.filter(({ integer }) => integer).slice(0, 2).map((parameter) => parameterOf(parameter.name)),
  ].join('-');
  return generator.make(parameterOf, new Draws(seed), isToy(generator) ? family : `${name}-seed${seed}`);
}

const isToy = (generator: ProblemFamily): boolean => generator.name.startsWith('toy-');

function valueOf(parameter: FamilyParameter, given: Readonly<Record<string, number>>): number {
  const value = Object.hasOwn(given, parameter.name) ? given[parameter.name]! : parameter.default;
  const range = `from ${parameter.min} to ${parameter.max}`;
  if (!Number.isFinite(value) || value < parameter.min || value > parameter.max || (parameter.integer && !Number.isInteger(value))) {
    throw new ProblemError(
      'problem-parameter', `${parameter.name} = ${value} is not ${parameter.integer ? 'an integer' : 'a number'} ${range}`,
      `Choose ${parameter.integer ? 'an integer' : 'a number'} ${range}.`, { field: parameter.name },
    );
  }
  return value;
}

/** Each size is in its range; together they must still fit in memory. */
function checkSize(generator: ProblemFamily, values: ReadonlyMap<string, number>): void {
  const of = (name: string, otherwise: number): number => values.get(name) ?? otherwise;
  const entries = of('rows', 1) *
    of('columns', of('variables', of('nodes', 1) * of('affinity', 1))) * (generator.name === 'knapsack' ? 1 : of('density', 1));
  if (entries <= LARGEST_PROGRAM) return;
  throw new ProblemError(
    'problem-too-large', `a program of about ${Math.round(entries)} nonzeros is more than the ${LARGEST_PROGRAM} that are generated`,
    'Choose fewer rows or variables, or a smaller density.', { field: generator.parameters[0]?.name ?? 'family' },
  );
}
