/** What `leibniz solve` says of its result: facts, a list of solutions, why there is none. */
import type { ExplanationValue } from '../../src-contract/explanation-value.ts';
import type { ExactResult, SolutionListValue } from '../../src-contract/job-event.ts';
import { userDistance } from '../../src-science/exact/hamming-ball.ts';
import type { Program } from '../../src-science/program/program.ts';
import { exactObjectiveText, factLines, numberText, secondsText, tableText } from './number-text.ts';
import { readingLines } from './reading-text.ts';
import { assignmentOf, valueLines } from './output.ts';

/** Lists up to this long have all their distances in JSON. */
const MOST_PAIRS = 100;

export function fixedText({ count, free }: NonNullable<ExactResult['fixing']>): string {
  return `${count} of ${free} free variables, by the bound`;
}

function metText({ met, tolerance, largestViolation }: NonNullable<ExactResult['feasibility']>): string {
  return met === 'exactly' ? 'exactly' : `only within ${numberText(tolerance)}: one is missed by ${numberText(largestViolation)}`;
}

/** The reply of `leibniz solve` for people. */
export function solveText(result: ExactResult, program: Program): string {
  return (
    `${result.statusText}\n` +
    factLines([
      ['objective', result.objective === null ? null : exactObjectiveText(result.objective)],
      ['bound', result.bound === null ? null : exactObjectiveText(result.bound)],
      ['gap', result.gap === null ? null : `${numberText(100 * result.gap)} %`],
      ['solver tolerance', result.tolerance === undefined ? null : numberText(result.tolerance)],
      ['rows met', typeof result.feasibility?.met === 'string' ? metText(result.feasibility) : null],
      ['bound in the ball', typeof result.ball?.bound === 'number' ? numberText(result.ball.bound) : null],
      ['start', result.start === undefined
        ? null
        : result.start.feasible
        ? numberText(result.start.objective)
        : `infeasible by ${numberText(result.start.violation)}`],
      ['flips from start', typeof result.start?.distance === 'number' ? String(result.start.distance) : null],
      ['fixed', result.fixing === undefined ? null : fixedText(result.fixing)],
      ['nodes', result.nodes === null ? null : String(result.nodes)],
      ['seconds', secondsText(result.seconds)],
      ['solver', `${result.solver} ${result.solverVersion}`.trim()],
      ['won by', result.race === undefined ? null : (result.race.winner ?? 'nobody')],
      ...readingLines(program, result.solution?.x ?? null),
      ...(result.list === undefined ? valueLines(program, result.solution?.x ?? null) : []),
    ]) +
    (result.list === undefined ? '' : listText(result.list, program)) +
    (result.explanation === undefined ? '' : explanationText(result.explanation))
  );
}

/** Hamming distances in the user's variables: an integer that differs counts once. */
export function listJson({ asked, complete, tied, tolerance, text, solutions }: SolutionListValue, program: Program): object {
  const first = solutions[0];
  return {
    asked,
    complete,
    tied,
    ...(tolerance === undefined ? {} : { tolerance }),
    text,
    solutions: solutions.map((solution) => ({
      objective: solution.objective,
      violation: solution.violation,
      feasible: solution.feasible,
      distance: first === undefined ? 0 : userDistance(program, first.x, solution.x),
      x: assignmentOf(program, solution.x),
    })),
    ...(solutions.length > MOST_PAIRS ? {} : { distances: solutions.map((a) => solutions.map((b) => userDistance(program, a.x, b.x))) }),
  };
}

function listText({ text, solutions }: SolutionListValue, program: Program): string {
  const first = solutions[0];
  if (first === undefined) return `\n${text}\n`;
  const columns = [
    { label: '#', numeric: true }, { label: 'objective', numeric: true }, { label: 'differs in', numeric: true },
    ...valueLines(program, first.x).map(([label]) => ({ label, numeric: false })),
  ];
  const rows = solutions.map(({ objective, x }, k) => {
    const values = valueLines(program, x).map(([, value]) => value ?? '');
    return [String(k + 1), exactObjectiveText(objective), String(userDistance(program, first.x, x)), ...values];
  });
  return `\n${text}\n${tableText(columns, rows)}`;
}

function explanationText({ text, rows, rowCount, fixings, fixingCount, ranges, chain, questions, seconds }: ExplanationValue): string {
  const more = (shown: number, of: number): string => (of > shown ? `… and ${of - shown} more\n` : '');
  return [
    `\n${text}\n`,
    factLines(rows.map(({ name, text: row }) => [`  ${name}`, row])),
    more(rows.length, rowCount),
    factLines(fixings.map(({ name, value }) => [`  ${name}`, `fixed at ${value}`])),
    more(fixings.length, fixingCount),
    ranges.length === 0 ? '' : `with integers ${ranges.map(({ name, lower, upper }) => `${lower} <= ${name} <= ${upper}`).join(', ')}\n`,
    chain === null ? '' : `One after the other:\n${chain.map((step, k) => `  ${k + 1}. ${step.text}\n`).join('')}`,
    `found in ${secondsText(seconds)} with ${questions} ${questions === 1 ? 'question' : 'questions'} to a solver or enumeration\n`,
  ].join('');
}
