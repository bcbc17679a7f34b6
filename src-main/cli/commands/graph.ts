/** `leibniz graph`: a problem on a DIMACS graph, written as a program. */
import { basename } from 'node:path';
import { FORMAT_ENDINGS } from '../../../src-science/program/formats/format-table.ts';
import { graphProgram, parseDimacsGraph } from '../../../src-science/program/graphs/graph-problems.ts';
import type { GraphProblem } from '../../../src-science/program/graphs/graph-problem-names.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';
import { heapLeft } from '../../engine/files/heap-left.ts';
import { wholeFile } from '../../engine/session/solution-source.ts';
import { writeProblem } from '../../engine/session/problem-source.ts';
import { factLines } from '../number-text.ts';
import type { CommandReply } from '../output.ts';
import { formOf, programFormatOf } from '../program-format.ts';
import type { FormOptions } from '../program-format.ts';
import { checkTarget } from '../target-file.ts';

export interface GraphOptions extends FormOptions {
  readonly problem: GraphProblem;
  readonly output: string;
  readonly force?: boolean;
}

export async function graph(path: string, options: GraphOptions): Promise<CommandReply> {
  const { ending, seen } = checkTarget('--output', options.output, FORMAT_ENDINGS, options.force === true);
  const file = basename(path);
  const { graph: read, warnings } = parseDimacsGraph(new TextDecoder().decode(await wholeFile(path)), file, { heapBytes: heapLeft() });
  for (const warning of warnings) process.stderr.write(`warning: ${oneLine(warning)}\n`);
  const program = graphProgram(options.problem, read, `${options.problem} ${file.replace(/\.[a-z]+$/i, '')}`, { heapBytes: heapLeft() });
  await writeProblem(program, programFormatOf(ending), options.output, { form: formOf(options) }, seen);
  const size = { variables: program.objective.length, rows: program.rowLower.length, nonzeros: program.rows.value.length };
  return {
    json: {
      problem: options.problem, nodes: read.nodes, edges: read.edges.length,
      file: options.output, name: program.name, ...size, warnings,
    },
    text: factLines([
      ['wrote', options.output],
      ['graph', `${read.nodes} nodes, ${read.edges.length} edges`],
      ['size', `${size.variables} variables, ${size.rows} rows, ${size.nonzeros} nonzeros`],
    ]),
    exitCode: 0,
  };
}
