/** `leibniz decode`: from x̂ to a 0/1 vector, and what it is worth. */
import type { DecoderName } from '../../../src-science/decoding/decoders.ts';
import { roundingSentence } from '../../../src-science/decoding/rounding-words.ts';
import { EngineError, errorOf } from '../../engine/error-value.ts';
import { readMarginals } from '../marginals-argument.ts';
import { factLines, numberText } from '../number-text.ts';
import { assignmentOf, valueLines, withFiles } from '../output.ts';
import type { CommandReply } from '../output.ts';
import { problemOf } from '../problem-argument.ts';
import type { ProblemOptions } from '../problem-argument.ts';
import { readingJson, readingLines } from '../reading-text.ts';
import { runJob } from '../run-job.ts';
import { solutionTarget } from '../solution-target.ts';
import type { SolutionTargetOptions } from '../solution-target.ts';

export interface DecodeOptions extends ProblemOptions, SolutionTargetOptions {
  readonly at: string;
  readonly decoder: DecoderName;
  readonly mu?: number;
  readonly samples: number;
  readonly seed: number;
  readonly searchWork?: number;
}

export async function decode(path: string, options: DecodeOptions): Promise<CommandReply> {
  const program = await problemOf(path, options);
  const xHat = await readMarginals('--at', options.at, program);
  const writeTo = solutionTarget(options);
  const { decoder, samples, seed } = options;
  const outcome = await runJob(
    program,
    { version: 1, kind: 'decode', decode: { decoder, xHat, mu: options.mu ?? null, samples, seed, searchWork: options.searchWork } },
  );
  if (outcome.status === 'failed') throw errorOf(outcome.error);
  if (outcome.result?.kind !== 'decode') throw new EngineError('cancelled', 'The decoding was cancelled.', 'Start it again.');
  const { solution } = outcome.result;
  const reply: CommandReply = {
    json: {
      decoder,
      objective: solution.objective,
      feasible: solution.feasible,
      violation: solution.violation,
      ...(solution.rounding === undefined ? {} : { rounding: solution.rounding }),
      ...readingJson(program, solution.x),
      x: assignmentOf(program, solution.x),
    },
    text: factLines([
      ['decoder', decoder],
      ['objective', numberText(solution.objective)],
      ['feasible', solution.feasible ? 'yes' : 'no'],
      ['violation', numberText(solution.violation)],
      ['rounding', solution.rounding === undefined ? null : roundingSentence(solution.rounding)],
      ...readingLines(program, solution.x),
      ...valueLines(program, solution.x),
    ]),
    exitCode: outcome.status === 'done' ? 0 : 1,
  };
  return withFiles(reply, () => writeTo(program, solution.x));
}
