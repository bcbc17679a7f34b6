/** What the names of row classes mean; which row is which is decided by the science room. */
import type { RowClass } from '../../src-science/program/row-class.ts';

const HELP: Readonly<Record<RowClass, string>> = {
  cover: 'At least one of its literals (variables or their complements) is 1',
  packing: 'At most one of three or more literals is 1',
  edge: 'Not both of two literals are 1',
  partition: 'Exactly one literal is 1, or all but one',
  cardinality: 'A bound on how many literals are 1',
  knapsack: 'One bound on a sum with weights that are integers up to scale',
  equality: 'A weighted sum that must have one value',
  range: 'A weighted sum between two bounds that both bind',
  general: 'One bound on a sum with real weights',
  fixing: 'Leaves one value to each of its variables',
  redundant: 'Satisfied by every 0/1 vector',
  infeasible: 'Satisfied by no 0/1 vector',
};

export function rowClassHelp(name: string): string | undefined {
  return (HELP as Readonly<Record<string, string>>)[name];
}
