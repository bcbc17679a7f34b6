/** `leibniz info`: what is known of a problem before anything is run. */
import { programFacts } from '../../../src-science/program/facts.ts';
import { wasInterrupted } from '../interrupts.ts';
import { factLines, numberText } from '../number-text.ts';
import type { CommandReply } from '../output.ts';
import { parsedProblem } from '../problem-argument.ts';
import type { ProblemOptions } from '../problem-argument.ts';
import { oneLine } from '../../../src-science/program/one-line.ts';

export interface InfoOptions extends ProblemOptions {
  /** Seconds that exact solves may take for the tight μ, where enumeration does not give it. */
  readonly tightMu?: number;
}

export async function info(path: string, options: InfoOptions = {}): Promise<CommandReply> {
  const { program, format, warnings } = await parsedProblem(path, options);
  const known = programFacts(program);
  const asked = options.tightMu !== undefined && known.mu.tight === null;
  const solved = asked ? await (await import('./tight-mu.ts')).solvedTightMu(program, options.tightMu ?? 0) : null;
  const facts = solved === null ? known : { ...known, mu: { ...known.mu, tight: solved } };
  const range = (
    pair: { min: number; max: number } | null,
  ): string | null => (pair === null ? null : `${numberText(pair.min)} to ${numberText(pair.max)}`);
  const violation = facts.smallestPositiveViolation;
  return {
    json: { name: program.name, format, ...facts, warnings },
    text:
      factLines([
        ['problem', program.name === '' ? null : oneLine(program.name)],
        ['format', format],
        ['sense', facts.sense],
        ['variables', `${facts.variables}${facts.fixedVariables > 0 ? `, ${facts.fixedVariables} of them fixed` : ''}`],
        ['integers', facts.integers === undefined
          ? null
          : `${facts.integers.variables}, in ${facts.integers.bits} bits and ${facts.integers.rows} rows`],
        ['rows', String(facts.rows)],
        ['nonzeros', `${facts.nonzeros} (density ${numberText(Number(facts.density.toPrecision(3)))})`],
        ['row classes', Object.entries(facts.rowClasses).map(([name, count]) => `${count} ${name}`).join(', ') || null],
        ['objective', range(facts.objectiveRange)],
        ['coefficients', range(facts.coefficientRange)],
        ['right-hand sides', range(facts.rhsRange)],
        [
          'smallest positive violation',
          violation === null ? 'none: no row can be violated' : `${violation.exact ? '' : 'at least '}${numberText(violation.value)}`,
        ],
        ['mu by Theorem 2', facts.mu.theorem2 === null ? null : `above ${numberText(facts.mu.theorem2)}`],
        ['mu by the 1-norm', facts.mu.norm1 === null ? null : `above ${numberText(facts.mu.norm1)}`],
        ['mu, tight', facts.mu.tight !== null
          ? numberText(facts.mu.tight)
          : asked
          ? wasInterrupted() ? 'stopped before it was found' : 'not found in that time, or rows are not of integers'
          : null],
      ]) + warnings.map((warning) => `warning: ${oneLine(warning)}\n`).join(''),
    exitCode: wasInterrupted() ? 1 : 0,
  };
}
