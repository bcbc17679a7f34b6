/** Problems small enough to be solved by hand, and one that nobody solves, as the text of LP files. */

/** Maximize 5a + 4b + 3c + 10: the optimum is a = c = 1 with 18; b is worth less than c with its row. */
export const KNAPSACK = `\\ a knapsack
Maximize
 profit: 5 a + 4 b + 3 c + 10
Subject To
 weight: 2 a + 3 b + c <= 3
Binary
 a b c
End
`;

/** No vector keeps its row. */
export const INFEASIBLE = 'Minimize\n obj: x + y\nSubject To\n r: x + y >= 3\nBinary\n x y\nEnd\n';

/** Market split with five rows over forty variables: no solver ends on it soon. */
export function hardProblem(): string {
  let state = 4321;
  const next = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return 1 + ((state >> 8) % 99);
  };
  const names = Array.from({ length: 50 }, (_, j) => `x${j}`);
  const rows = Array.from({ length: 6 }, (_, i) => {
    const weights = names.map(next);
    const half = Math.floor(weights.reduce((sum, weight) => sum + weight, 0) / 2);
    return ` r${i}: ${names.map((name, j) => `${weights[j]} ${name}`).join('\n + ')} = ${half}`;
  });
  return `Minimize\n obj: ${names.join(' + ')}\nSubject To\n${rows.join('\n')}\nBinary\n ${names.join(' ')}\nEnd\n`;
}
