/** `leibniz test-pattern`: a pattern of fewest specified inputs that shows a stuck-at fault of a circuit, checked by simulation. */
import { basename } from 'node:path';
import { parseBench, parseFault, detects } from '../../../src-science/program/circuits/circuit.ts';
import { patternOf, patternText, testPatternProgram } from '../../../src-science/program/circuits/test-pattern.ts';
import { FORMAT_ENDINGS } from '../../../src-science/program/formats/format-table.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';
import { EngineError, errorOf } from '../../engine/error-value.ts';
import { wholeFile } from '../../engine/session/solution-source.ts';
import { writeProblem } from '../../engine/session/problem-source.ts';
import { factLines } from '../number-text.ts';
import type { CommandReply } from '../output.ts';
import { formOf, programFormatOf } from '../program-format.ts';
import type { FormOptions } from '../program-format.ts';
import { runJob } from '../run-job.ts';
import { checkTarget } from '../target-file.ts';

export interface TestPatternOptions extends FormOptions {
  readonly fault: string;
  readonly output?: string;
  readonly force?: boolean;
  readonly timeLimit?: number;
}

export async function testPattern(path: string, options: TestPatternOptions): Promise<CommandReply> {
  const target = options.output === undefined ? null : checkTarget('--output', options.output, FORMAT_ENDINGS, options.force === true);
  // Reading a large circuit and writing its program counts too.
  const secondsLeft = secondsWithin(options.timeLimit);
  const circuit = parseBench(new TextDecoder().decode(await wholeFile(path)), basename(path), secondsLeft);
  const fault = parseFault(options.fault, circuit);
  const program = testPatternProgram(circuit, fault, secondsLeft);
  if (target !== null && options.output !== undefined) {
    await writeProblem(program, programFormatOf(target.ending), options.output, { form: formOf(options) }, target.seen);
  }
  const exact = { solver: 'highs', timeLimitSeconds: secondsLeft(), relativeGap: 0, start: null, ball: null } as const;
  const outcome = await runJob(program, { version: 1, kind: 'exact', exact });
  if (outcome.status === 'failed') throw errorOf(outcome.error);
  if (outcome.result?.kind !== 'exact') throw new EngineError('cancelled', 'The solve was cancelled.', 'Start it again.');
  const { status, statusText, solution } = outcome.result;
  const pattern = solution === null ? null : patternOf(circuit, solution.x);
  const isDetected = pattern === null ? null : detects(circuit, pattern, fault);
  if (isDetected === false) {
    throw new EngineError(
      'pattern-refuted',
      'The pattern of the solution does not show the fault when the circuits are simulated.',
      'This is a fault of Leibniz: please report it with the circuit.',
    );
  }
  const specified = pattern === null ? null : pattern.filter((value) => value !== null).length;
  const inputs = circuit.inputs.map((net) => circuit.nets[net] ?? '');
  return {
    json: {
      fault: options.fault,
      status,
      statusText,
      pattern: pattern === null ? null : patternText(pattern),
      inputs: pattern === null ? null : Object.fromEntries(inputs.map((name, k) => [name, pattern[k] ?? null])),
      specified,
      detected: isDetected,
      variables: program.objective.length,
      rows: program.rowLower.length,
      file: options.output ?? null,
    },
    text: factLines([
      ['fault', oneLine(options.fault)],
      ['status', status === 'infeasible' ? 'no pattern shows it: the fault cannot be tested' : statusText],
      ['inputs', pattern === null ? null : inputs.map(oneLine).join(' ')],
      ['pattern', pattern === null ? null : patternText(pattern)],
      ['specified', specified === null ? null : `${specified} of ${inputs.length}`],
      ['simulated', isDetected === null ? null : 'the two circuits differ at an output, whatever the other inputs are'],
      ['wrote', options.output ?? null],
    ]),
    exitCode: status === 'cancelled' || status === 'failed' ? 1 : 0,
  };
}

/**
 * @param limit in seconds from now; undefined for none
 * @returns how many are left, or null for no limit; it throws EngineError `time-limit` once none are
 */
function secondsWithin(limit: number | undefined): () => number | null {
  const began = performance.now();
  return () => {
    if (limit === undefined) return null;
    const left = limit - (performance.now() - began) / 1000;
    if (left > 0) return left;
    throw new EngineError(
      'time-limit', `The ${limit} s of --time-limit were over before the program of the circuit was built.`, 'Allow more time.',
      { field: '--time-limit' },
    );
  };
}
