/**
 * The papers' toys: the one-row programs on which S26 shows what the gradient schemes do (docs/science.md,
 * sections 6 and 7), with its names a, b, a₁, a₂, and an infeasible program, on which GWL25's Theorem 3
 * fails (section 8). The paper's objective is 0; a cost can be given.
 */
import { GeneratedRows } from './assemble.ts';
import { integerParameter, mismatch, realParameter } from './family.ts';
import type { FamilyGenerator } from './family.ts';

const COST_HELP = 'Objective coefficient of every variable; the paper has 0.';

export const toyOne: FamilyGenerator = {
  name: 'toy-1d',
  label: 'Toy in one dimension',
  help: 'One row a·x ≤ b with one variable (S26, section 2; there 0 < b < a).',
  parameters: [
    realParameter('a', 'a', 'Coefficient of the row.', 1, 1e-6, 1e6),
    realParameter('b', 'b', 'Right-hand side; the paper has 0 < b < a, other values give its case split.', 0.95, -1e6, 1e6),
    realParameter('c', 'c', COST_HELP, 0, -1e6, 1e6),
  ],
  make(parameter, _draws, name) {
    const rows = new GeneratedRows();
    rows.begin('row', Number.NEGATIVE_INFINITY, parameter('b'));
    rows.entry(0, parameter('a'));
    return rows.program({ name, sense: 'min', objectiveName: 'objective', objective: Float64Array.of(parameter('c')), prefix: 'x' });
  },
};

export const toyTwo: FamilyGenerator = {
  name: 'toy-2d',
  label: 'Toy in two dimensions',
  help: 'One row a₁x₁ + a₂x₂ ≤ b with a₁ + a₂ > b ≥ a₁ ≥ a₂ > 0 (S26, section 3).',
  parameters: [
    realParameter('a1', 'a₁', 'First coefficient.', 1, 1e-6, 1e6),
    realParameter('a2', 'a₂', 'Second coefficient, at most the first.', 1, 1e-6, 1e6),
    realParameter('b', 'b', 'Right-hand side: at least a₁, less than a₁ + a₂.', 1, 1e-6, 2e6),
    realParameter('c', 'c', COST_HELP, 0, -1e6, 1e6),
  ],
  make(parameter, _draws, name) {
    const [a1, a2, b] = [parameter('a1'), parameter('a2'), parameter('b')];
    if (!(a1 >= a2)) throw mismatch(`a₂ = ${a2} is larger than a₁ = ${a1}`, 'Exchange the two.', 'a2');
    if (!(b >= a1 && b < a1 + a2)) throw mismatch(
      `b = ${b} is not from a₁ = ${a1} up to below a₁ + a₂ = ${a1 + a2}`, 'Choose b so that either variable may be 1, but not both.', 'b',
    );
    const rows = new GeneratedRows();
    rows.begin('row', Number.NEGATIVE_INFINITY, b);
    rows.entry(0, a1);
    rows.entry(1, a2);
    return rows.program({
      name, sense: 'min', objectiveName: 'objective', objective: new Float64Array(2).fill(parameter('c')), prefix: 'x',
    });
  },
};

export const toyInfeasible: FamilyGenerator = {
  name: 'toy-infeasible',
  label: 'Infeasible toy',
  help: 'At least k and at most k − 1 of n variables: no solution, yet the penalty has a minimizer.',
  parameters: [
    integerParameter('variables', 'n', 'Number of variables.', 2, 1, 1000),
    integerParameter('k', 'k', 'At least k and at most k − 1 variables are 1.', 1, 1, 1000),
    realParameter('c', 'c', COST_HELP, 1, -1e6, 1e6),
  ],
  make(parameter, _draws, name) {
    const variables = parameter('variables');
    const k = parameter('k');
    if (k > variables) throw mismatch(`k = ${k} is larger than n = ${variables}`, 'Choose k from 1 to n.', 'k');
    const rows = new GeneratedRows();
    rows.begin('at-least', k, Number.POSITIVE_INFINITY);
    for (let j = 0; j < variables; j++) rows.entry(j, 1);
    rows.begin('at-most', Number.NEGATIVE_INFINITY, k - 1);
    for (let j = 0; j < variables; j++) rows.entry(j, 1);
    return rows.program({
      name, sense: 'min', objectiveName: 'objective', objective: new Float64Array(variables).fill(parameter('c')), prefix: 'x',
    });
  },
};
