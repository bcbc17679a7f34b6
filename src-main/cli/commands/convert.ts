/** `leibniz convert`: a problem file in another format. */
import { FORMAT_ENDINGS } from '../../../src-science/program/formats/format-table.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';
import { writeProblem } from '../../engine/session/problem-source.ts';
import { factLines } from '../number-text.ts';
import type { CommandReply } from '../output.ts';
import { saidProblem } from '../problem-argument.ts';
import type { ProblemOptions } from '../problem-argument.ts';
import { formOf, programFormatOf } from '../program-format.ts';
import type { FormOptions } from '../program-format.ts';
import { checkTarget } from '../target-file.ts';

export interface ConvertOptions extends ProblemOptions, FormOptions {
  readonly output: string;
  readonly force?: boolean;
}

export async function convert(path: string, options: ConvertOptions): Promise<CommandReply> {
  const { ending, seen } = checkTarget('--output', options.output, FORMAT_ENDINGS, options.force === true);
  const { program, format, optimum, warnings } = await saidProblem(path, options);
  const written = programFormatOf(ending);
  const form = formOf(options);
  await writeProblem(program, written, options.output, { optimum: optimum ?? null, form }, seen);
  const size = { variables: program.objective.length, rows: program.rowLower.length, nonzeros: program.rows.value.length };
  return {
    json: {
      file: options.output, name: program.name, from: format, to: written,
      portable: form !== 'as-is', fixedColumns: form === 'fixed', ...size, warnings,
    },
    text: factLines([
      ['wrote', options.output],
      ['problem', program.name === '' ? null : oneLine(program.name)],
      ['size', `${size.variables} variables, ${size.rows} rows, ${size.nonzeros} nonzeros`],
    ]),
    exitCode: 0,
  };
}
