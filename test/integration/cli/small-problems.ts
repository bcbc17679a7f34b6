/** Problems small enough to be solved by hand, as the text of LP files. */

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
