/**
 * Multidimensional knapsacks as Chu & Beasley draw them (J. Heuristics 4, 1998): uniform integer
 * weights, capacities a share of the total weight, profits that go with the weights; and random
 * programs around a planted solution, with rows of all senses, for tests and for first tries.
 */
import { GeneratedRows } from './assemble.ts';
import { integerParameter, realParameter } from './family.ts';
import type { FamilyGenerator } from './family.ts';

export const knapsack: FamilyGenerator = {
  name: 'knapsack',
  label: 'Multidimensional knapsack',
  help: 'Pack the most profitable items within several capacities (Chu–Beasley).',
  parameters: [
    integerParameter('variables', 'Items', 'Number of items: the variables.', 50, 1, 20_000),
    integerParameter('rows', 'Capacities', 'Number of capacities: dense rows.', 5, 1, 1000),
    realParameter('tightness', 'Tightness', 'Capacity as a share of the total weight.', 0.5, 0.01, 0.99),
    integerParameter('maxWeight', 'Largest weight', 'Weights are uniform from 1 to this.', 1000, 1, 1_000_000),
  ],
  make(parameter, draws, name) {
    const variables = parameter('variables');
    const rows = parameter('rows');
    const maxWeight = parameter('maxWeight');
    const sum = new Float64Array(variables);
    const result = new GeneratedRows();
    for (let i = 0; i < rows; i++) {
      const weight = Float64Array.from({ length: variables }, () => draws.integer(1, maxWeight));
      const total = weight.reduce((s, w) => s + w, 0);
      result.begin(`capacity${i + 1}`, Number.NEGATIVE_INFINITY, Math.floor(parameter('tightness') * total));
      weight.forEach((w, j) => {
        result.entry(j, w);
        sum[j]! += w;
      });
    }
    const objective = sum.map((s) => Math.max(1, Math.round(s / rows + (maxWeight / 2) * draws.uniform())));
    return result.program({ name, sense: 'max', objectiveName: 'profit', objective, prefix: 'x' });
  },
};

export const randomProgram: FamilyGenerator = {
  name: 'random',
  label: 'Random program',
  help: 'Sparse integer rows of all senses around a hidden solution, so that it is feasible.',
  parameters: [
    integerParameter('variables', 'Variables', 'Number of variables.', 20, 1, 20_000),
    integerParameter('rows', 'Rows', 'Number of rows.', 10, 0, 20_000),
    realParameter('density', 'Density', 'Share of the matrix that is not zero; each row has at least one entry.', 0.3, 0.0001, 1),
    integerParameter(
      'maxCoefficient', 'Largest coefficient', 'Coefficients are uniform from minus this to this, without 0.', 9, 1, 1_000_000,
    ),
    realParameter('equalities', 'Equalities', 'Share of the rows that are equalities.', 0.1, 0, 1),
  ],
  make(parameter, draws, name) {
    const variables = parameter('variables');
    const largest = parameter('maxCoefficient');
    const planted = Uint8Array.from({ length: variables }, () => draws.integer(0, 1));
    const coefficient = (): number => {
      const value = draws.integer(1, 2 * largest);
      return value > largest ? largest - value : value;
    };
    const result = new GeneratedRows();
    for (let i = 0; i < parameter('rows'); i++) {
      let count = 0;
      for (let j = 0; j < variables; j++) if (draws.uniform() < parameter('density')) count++;
      const columns = draws.distinct(Math.max(1, count), variables).slice().sort();
      const values = Array.from(columns, coefficient);
      let activity = 0;
      columns.forEach((j, k) => {
        activity += values[k]! * planted[j]!;
      });
      const slack = draws.integer(0, largest);
      const equality = draws.uniform() < parameter('equalities');
      const upper = draws.uniform() < 0.5;
      result.begin(
        `row${i + 1}`,
        equality ? activity : upper ? Number.NEGATIVE_INFINITY : activity - slack,
        equality ? activity : upper ? activity + slack : Number.POSITIVE_INFINITY,
      );
      columns.forEach((j, k) => result.entry(j, values[k]!));
    }
    const objective = Float64Array.from({ length: variables }, coefficient);
    return result.program({ name, sense: 'min', objectiveName: 'objective', objective, prefix: 'x' });
  },
};
