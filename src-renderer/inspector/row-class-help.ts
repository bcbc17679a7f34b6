/** What the names of row classes mean; the classes themselves are decided by the science room. */
const HELP: Readonly<Record<string, string>> = {
  empty: 'No variables: the row is satisfied or violated whatever x is',
  redundant: 'Satisfied by every 0/1 vector',
  cover: 'Σ x ≥ 1 over its variables: at least one is chosen',
  packing: 'Σ x ≤ 1 over its variables: at most one is chosen',
  partition: 'Σ x = 1 over its variables: exactly one is chosen',
  partitioning: 'Σ x = 1 over its variables: exactly one is chosen',
  cardinality: 'Σ x bounded by a number: how many are chosen',
  knapsack: 'Σ w x ≤ b with positive weights',
  equality: 'A weighted sum that must have one value',
  'equality-knapsack': 'Σ w x = b with positive weights',
  'invariant-knapsack': 'Σ x ≤ b: as a knapsack with equal weights',
  implication: 'x ≤ y between two variables',
  precedence: 'x ≤ y between two variables',
  'variable-bound': 'One variable bounds another',
  range: 'A weighted sum between two bounds',
  general: 'Any other row',
  singleton: 'One variable only',
};

export function rowClassHelp(name: string): string | undefined {
  return HELP[name];
}
