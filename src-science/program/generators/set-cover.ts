/**
 * Random set covering after Balas & Ho (1980) as Gasse et al. (NeurIPS 2019) draw it: every column
 * covers at least two rows, every row is covered by at least one column, the remaining entries fall
 * on columns uniformly. Costs are uniform integers.
 */
import { GeneratedRows } from './assemble.ts';
import { integerParameter, mismatch, realParameter } from './family.ts';
import type { FamilyGenerator } from './family.ts';

export const setCover: FamilyGenerator = {
  name: 'set-cover',
  label: 'Set cover',
  help: 'Choose the cheapest columns that cover every row (Balas–Ho).',
  parameters: [
    integerParameter('rows', 'Rows', 'Number of elements to cover.', 100, 2, 20_000),
    integerParameter('columns', 'Columns', 'Number of sets to choose from: the variables.', 200, 1, 50_000),
    realParameter('density', 'Density', 'Share of the matrix that is not zero.', 0.05, 0.0001, 1),
    integerParameter('maxCost', 'Largest cost', 'Costs are uniform from 1 to this.', 100, 1, 1_000_000),
  ],
  make(parameter, draws, name) {
    const rows = parameter('rows');
    const columns = parameter('columns');
    const nonzeros = Math.floor(rows * columns * parameter('density'));
    if (nonzeros < 2 * columns || nonzeros < rows) {
      throw mismatch(
        `a density of ${parameter('density')} gives ${nonzeros} nonzeros, fewer than two a column and one a row`,
        `Choose a density of at least ${Math.ceil((1e4 * Math.max(2 * columns, rows)) / (rows * columns)) / 1e4}.`, 'density',
      );
    }
    // How many rows each column covers: two, and its share of the rest, at most all.
    const degree = new Int32Array(columns).fill(2);
    for (let left = nonzeros - 2 * columns; left > 0; ) {
      const column = draws.integer(0, columns - 1);
      if (degree[column]! < rows) {
        degree[column]!++;
        left--;
      } else if (nonzeros === rows * columns) {
        degree.fill(rows);
        left = 0;
      }
    }
    // The first `rows` places go to all rows in a random order, so that each is covered; the others are drawn.
    const order = draws.distinct(rows, rows);
    const covering: number[][] = Array.from({ length: rows }, () => []);
    const taken = new Int32Array(rows).fill(-1);
    let place = 0;
    for (let column = 0; column < columns; column++) {
      let left = degree[column]!;
      while (left > 0 && place < rows) {
        const row = order[place]!;
        place++;
        taken[row] = column;
        covering[row]!.push(column);
        left--;
      }
      if (left > rows / 2) {
        const open = Int32Array.from({ length: rows }, (_, i) => i).filter((i) => taken[i] !== column);
        for (const k of draws.distinct(left, open.length)) covering[open[k]!]!.push(column);
        continue;
      }
      while (left > 0) {
        const row = draws.integer(0, rows - 1);
        if (taken[row] === column) continue;
        taken[row] = column;
        covering[row]!.push(column);
        left--;
      }
    }
    const result = new GeneratedRows();
    for (let row = 0; row < rows; row++) {
      result.begin(`cover${row + 1}`, 1, Number.POSITIVE_INFINITY);
      for (const column of covering[row]!) result.entry(column, 1);
    }
    const objective = Float64Array.from({ length: columns }, () => draws.integer(1, parameter('maxCost')));
    return result.program({ name, sense: 'min', objectiveName: 'cost', objective, prefix: 'x' });
  },
};
