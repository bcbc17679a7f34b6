/** `leibniz generate`: a random program of a family, to a file; the same seed gives the same file. */
import type { GeneratorFamily } from '../../../src-contract/ipc.ts';
import { formOf, programFormatOf } from '../program-format.ts';
import type { FormOptions } from '../program-format.ts';
import { FORMAT_ENDINGS } from '../../../src-science/program/formats/format-table.ts';
import { EngineError } from '../../engine/error-value.ts';
import { generateProgram, generatorFamilies } from '../../engine/problems/generator-families.ts';
import { writeProblem } from '../../engine/session/problem-source.ts';
import { factLines } from '../number-text.ts';
import type { CommandReply } from '../output.ts';
import { checkTarget } from '../target-file.ts';

export interface GenerateOptions extends FormOptions {
  readonly size?: readonly string[];
  readonly seed: number;
  readonly output: string;
  readonly force?: boolean;
}

export async function generate(familyName: string, options: GenerateOptions): Promise<CommandReply> {
  const { ending, seen } = checkTarget('--output', options.output, FORMAT_ENDINGS, options.force === true);
  const family = familyOf(familyName);
  const parameters = parametersOf(family, options.size ?? []);
  const program = generateProgram(family.name, parameters, options.seed);
  await writeProblem(program, programFormatOf(ending), options.output, { form: formOf(options) }, seen);
  const size = { variables: program.objective.length, rows: program.rowLower.length, nonzeros: program.rows.value.length };
  return {
    json: { family: family.name, seed: options.seed, parameters, file: options.output, name: program.name, ...size },
    text: factLines([
      ['wrote', options.output],
      ['family', family.name],
      ['parameters', Object.entries(parameters).map(([name, value]) => `${name}=${value}`).join(' ')],
      ['seed', String(options.seed)],
      ['size', `${size.variables} variables, ${size.rows} rows, ${size.nonzeros} nonzeros`],
    ]),
    exitCode: 0,
  };
}

export function familyOf(name: string): GeneratorFamily {
  const families = generatorFamilies();
  const family = families.find((each) => each.name === name);
  if (family !== undefined) return family;
  throw new EngineError(
    'usage', `There is no family “${name}”.`, `The families are ${families.map((each) => each.name).join(', ')}.`, { field: 'family' },
  );
}

/** `name=value` pairs over the family's defaults. */
export function parametersOf(family: GeneratorFamily, pairs: readonly string[]): Record<string, number> {
  const parameters = Object.fromEntries(family.parameters.map((parameter) => [parameter.name, parameter.default]));
  const known = family.parameters.map((parameter) => `${parameter.name} (${parameter.min} to ${parameter.max})`).join(', ');
  for (const pair of pairs.flatMap((text) => text.split(','))) {
    const [name = '', text = ''] = pair.split('=');
    const parameter = family.parameters.find((each) => each.name === name);
    const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
    if (parameter === undefined) throw refused(`${family.name} has no parameter “${name}”`, known);
    if (!Number.isFinite(value) || (parameter.integer && !Number.isInteger(value))) {
      throw refused(`${name} must be a ${parameter.integer ? 'whole ' : ''}number, not “${text}”`, known);
    }
    if (value < parameter.min || value > parameter.max) {
      throw refused(`${name} is ${value}, outside ${parameter.min} to ${parameter.max}`, known);
    }
    parameters[name] = value;
  }
  return parameters;
}

function refused(what: string, known: string): EngineError {
  return new EngineError('usage', `In --size, ${what}.`, `Its parameters are ${known}.`, { field: '--size' });
}

/** What `leibniz generate --help` says of each family. */
export function familyHelp(): string {
  return generatorFamilies()
    .map((family) =>
      `  ${family.name}\n      ${family.parameters.map((parameter) => `${parameter.name}=${parameter.default}`).join(' ')}\n`)
    .join('');
}
