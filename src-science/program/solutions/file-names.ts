/**
 * Names of a solution file as those of the program. A solver that read a file of ours has the names that stand there: those of the
 * portable and the fixed-column form (`formats/portable.ts`), which the program's own decide, or escaped ones (`formats/name-escape.ts`).
 */
import { unescapeName } from '../formats/name-escape.ts';
import { constantName, replacedNames } from '../formats/portable.ts';
import { ProblemError, quoted } from '../problem-error.ts';

interface Valued {
  readonly value: number;
  readonly line: number;
}

export interface ProgramNames<T> {
  readonly byName: Map<string, T>;
  readonly warnings: readonly string[];
}

/**
 * @param byName what the file says
 * @param names of the user's variables, in order
 * @param others that the program knows besides: of bits
 * @param hasConstant whether the objective has one, whose variable in the portable form then means nothing
 * @throws ProblemError where two names of the file stand for one variable
 * Cost: O(names).
 */
export function inProgramNames<T extends Valued>(
  byName: ReadonlyMap<string, T>, names: readonly string[], others: readonly string[], hasConstant: boolean, file: string,
): ProgramNames<T> {
  const known = new Set([...names, ...others]);
  const constant = hasConstant ? constantName(names) : null;
  const given = [...byName].filter(([name, { value }]) => name !== constant || Math.abs(value - 1) > 1e-5);
  if (given.every(([name]) => known.has(name))) return { byName: new Map(given), warnings: [] };
  const replaced = replacedNames(names);
  const ways = [
    { mean: (name: string): string => name, called: '' },
    { mean: (name: string): string => (known.has(name) ? name : (replaced.get(name) ?? name)), called: 'the portable form' },
    { mean: (name: string): string => unescapeName(name) ?? name, called: 'escaped names' },
  ];
  const counts = ways.map(({ mean }) => given.filter(([name]) => known.has(mean(name))).length);
  const { mean, called } = ways[counts.indexOf(Math.max(...counts))]!;
  if (called === '') return { byName: new Map(given), warnings: [] };
  const plain = new Map<string, T>();
  const written = new Map<string, string>();
  for (const [name, entry] of given) {
    const meant = mean(name);
    const before = written.get(meant);
    if (before !== undefined) throw new ProblemError(
      'problem-duplicate', `${quoted(before)} and ${quoted(name)} both stand for the variable ${quoted(meant)}`,
      'Give each variable one value.', { file, line: entry.line, field: name },
    );
    written.set(meant, name);
    plain.set(meant, entry);
  }
  const [example = ''] = given.map(([name]) => name).filter((name) => mean(name) !== name);
  return {
    byName: plain,
    warnings: [`Names were read as a file of Leibniz has them in ${called}: ${quoted(example)} is ${quoted(mean(example))}.`],
  };
}
