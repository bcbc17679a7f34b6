/**
 * The problems that ship: files in `examples/problems/` with an index that states where each comes from
 * and its optimum. A problem is asked for by its name in the index, never by a path.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, ExampleProblem } from '../../../src-contract/ipc.ts';
import { generatorFamilies } from './generator-families.ts';
import { examplesFolder } from '../entry-points.ts';
import { EngineError } from '../error-value.ts';
import { PROBLEM_FILE_ENDINGS } from '../../../src-science/program/formats/format-table.ts';

/** The example problems, in the index's order. @throws if the index is not what it should be */
export function exampleProblems(folder = join(examplesFolder(), 'problems')): ExampleProblem[] {
  const [head, ...lines] = readFileSync(join(folder, 'index.tsv'), 'utf8').split(/\r?\n/).filter((line) => line !== '');
  const columns = head?.split('\t') ?? [];
  return lines.map((line, index) => {
    const cells = line.split('\t');
    const text = (column: string): string => {
      const cell = cells[columns.indexOf(column)];
      if (cell === undefined || cell === '') throw new Error(`line ${index + 2} of the index of examples has no ${column}`);
      return cell;
    };
    const number = (column: string): number => {
      const value = Number(text(column));
      if (!Number.isFinite(value)) throw new Error(`line ${index + 2} of the index of examples: ${column} is no number`);
      return value;
    };
    return {
      name: text('name'), source: text('source'), optimum: number('optimum'), variables: number('variables'), rows: number('rows'),
      nonzeros: number('nonzeros'),
    };
  });
}

export function listExamples(): Answer<'problem.examples'> {
  return { examples: exampleProblems(), families: generatorFamilies() };
}

/** @throws EngineError `example-missing` */
export function exampleFile(
  name: string, folder = join(examplesFolder(), 'problems'),
): { readonly path: string; readonly optimum: number } {
  const example = exampleProblems(folder).find((each) => each.name === name);
  const path =
    PROBLEM_FILE_ENDINGS.map((ending) => join(folder, `${example?.name ?? ''}${ending}`)).find((candidate) => existsSync(candidate));
  if (example === undefined || path === undefined) {
    throw new EngineError('example-missing', `There is no example problem “${name}”.`, 'The list of examples shows what there is.');
  }
  return { path, optimum: example.optimum };
}

/** The circuit c17 of ISCAS-85. */
export function exampleCircuit(): string {
  return join(examplesFolder(), 'circuits', 'c17.bench');
}
