/**
 * Checks that a program is what `program.ts` says it is, whoever made it: lengths that agree, finite
 * numbers, columns ascending, names unique. For borders (decoding, generators, hand-made programs in
 * tests); the kernels trust what has passed here and index without looking.
 */
import { integersComplaint } from './integers-complaint.ts';
import { LIMITS } from './limits.ts';
import type { Program } from './program.ts';
import { ProblemError, quoted } from './problem-error.ts';
import { encodeUtf8 } from './formats/utf8.ts';

const HINT = 'The program is damaged: read or generate it again.';

function refuse(what: string, field: string): never {
  throw new ProblemError('problem-invalid', `the program is not valid: ${what}`, HINT, { field });
}

/**
 * Throws where a program breaks a rule of `program.ts`.
 * @throws ProblemError naming the first rule broken
 * Cost: O(nnz + d + m), and a set of all names.
 */
export function validateProgram(program: Program): void {
  const d = program.objective.length;
  const m = program.rowLower.length;
  for (const [count, what] of [[d, 'variables'], [m, 'rows']] as const) {
    if (count > LIMITS.names) throw new ProblemError(
      'problem-too-large', `the program has ${count} ${what}; there may be ${LIMITS.names}`, 'Split the problem.', { field: what },
    );
  }
  if (program.rows.value.length > LIMITS.nonzeros) throw new ProblemError(
    'problem-too-large', `the program has ${program.rows.value.length} nonzeros; there may be ${LIMITS.nonzeros}`, 'Split the problem.',
    { field: 'rows' },
  );
  if (d === 0) refuse('it has no variables', 'variables');
  if (program.sense !== 'min' && program.sense !== 'max') refuse(`its sense is ${quoted(String(program.sense))}`, 'sense');
  if (!Number.isFinite(program.objectiveConstant)) refuse('its objective constant is not finite', 'objectiveConstant');
  for (const text of [program.name, program.objectiveName]) {
    if (typeof text !== 'string' || encodeUtf8(text) === null) refuse('its name or its objective’s name is no text', 'name');
  }
  for (let j = 0; j < d; j++) {
    if (!Number.isFinite(program.objective[j]!)) refuse(`objective coefficient ${j} is not finite`, 'objective');
  }
  if (program.fixed.length !== d) refuse(`it has ${program.fixed.length} fixings for ${d} variables`, 'fixed');
  for (let j = 0; j < d; j++) {
    const fixed = program.fixed[j]!;
    if (fixed < -1 || fixed > 1) refuse(`variable ${j} is fixed to ${fixed}`, 'fixed');
  }
  checkNames(program.variableNames, d, 'variable');
  checkNames(program.rowNames, m, 'row');
  checkRows(program, d, m);
  if (program.integers?.length === 0) refuse('its list of integer variables is empty', 'integers');
  const complaint = integersComplaint(program);
  if (complaint !== null) refuse(complaint, 'integers');
}

function checkNames(names: readonly string[], count: number, what: string): void {
  if (names.length !== count) refuse(`it has ${names.length} ${what} names for ${count} ${what}s`, `${what}Names`);
  const seen = new Set<string>();
  for (const name of names) {
    if (typeof name !== 'string' || name === '') refuse(`a ${what} has no name`, `${what}Names`);
    if (encodeUtf8(name) === null) refuse(`the ${what} name ${quoted(name)} holds half of a character`, `${what}Names`);
    if (seen.has(name)) refuse(`two ${what}s are named ${quoted(name)}`, `${what}Names`);
    seen.add(name);
  }
}

function checkRows(program: Program, d: number, m: number): void {
  const { start, column, value } = program.rows;
  if (program.rowUpper.length !== m) refuse(`it has ${program.rowUpper.length} upper bounds for ${m} rows`, 'rowUpper');
  if (start.length !== m + 1 || start[0] !== 0) refuse('its row starts do not fit its rows', 'rows.start');
  if (column.length !== value.length || start[m] !== value.length) refuse('its row starts do not fit its nonzeros', 'rows.start');
  for (let i = 0; i < m; i++) {
    const from = start[i]!;
    const to = start[i + 1]!;
    if (to < from) refuse(`row ${i} ends before it starts`, 'rows.start');
    let previous = -1;
    for (let k = from; k < to; k++) {
      const j = column[k]!;
      if (j <= previous || j >= d) refuse(`the columns of row ${i} do not ascend within the variables`, 'rows.column');
      previous = j;
      const a = value[k]!;
      if (!Number.isFinite(a) || a === 0) refuse(`row ${i} has the coefficient ${a}`, 'rows.value');
    }
    const lower = program.rowLower[i]!;
    const upper = program.rowUpper[i]!;
    if (!(lower <= upper) || lower === Number.POSITIVE_INFINITY || upper === Number.NEGATIVE_INFINITY) {
      refuse(`row ${i} has the bounds ${lower} and ${upper}`, 'rowLower');
    }
  }
}
