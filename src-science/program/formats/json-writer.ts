/**
 * Writes Leibniz's own JSON (docs/formats.md), a row a line. It holds every program and every name.
 */
import { userForm } from '../integers.ts';
import type { Program } from '../program.ts';
import { FREE } from '../program.ts';
import { plainJson } from '../one-line.ts';
import { validateProgram } from '../validate-program.ts';
import { JSON_FORMAT } from './json-reader.ts';
import type { WriteOptions } from './write-options.ts';

/**
 * A program as JSON.
 * @throws ProblemError where the program is not valid
 * Cost: O(nnz + d + m).
 */
export function writeJson(inBits: Program, { optimum = null }: WriteOptions = {}): string {
  validateProgram(inBits);
  const program = userForm(inBits);
  const { start, column, value } = program.rows;
  const quotedNames = program.variableNames.map((name) => jsonName(name));
  const term = (j: number, a: number): string => `[${quotedNames[j]!},${a + 0}]`;
  const objective: string[] = [];
  program.objective.forEach((c, j) => {
    if (c !== 0) objective.push(term(j, c));
  });
  const rows = program.rowNames.map((name, i) => {
    const terms: string[] = [];
    for (let k = start[i]!; k < start[i + 1]!; k++) terms.push(term(column[k]!, value[k]!));
    return `    {"name":${jsonName(name)},"lower":${bound(program.rowLower[i]!)},"upper":${bound(program.rowUpper[i]!)},"terms":[${terms.join(',')}]}`;
  });
  const variables = quotedNames.map((name, j) => {
    const range = program.ranges[j]!;
    if (range !== null) return `{"name":${name},"lower":${range.lower + 0},"upper":${range.upper + 0}}`;
    return program.fixed[j] === FREE ? name : `{"name":${name},"fixed":${program.fixed[j]!}}`;
  });
  return [
    '{',
    `  "format": "${JSON_FORMAT}",`,
    '  "version": 1,',
    `  "name": ${jsonName(program.name)},`,
    `  "sense": "${program.sense}",`,
    ...(optimum === null ? [] : [`  "optimum": ${String(optimum + 0)},`]),
    `  "variables": [${variables.join(',')}],`,
    `  "objective": {"name":${jsonName(program.objectiveName)},"constant":${program.objectiveConstant + 0},"terms":[${objective.join(',')}]},`,
    rows.length === 0 ? '  "rows": []' : `  "rows": [\n${rows.join(',\n')}\n  ]`,
    '}',
    '',
  ].join('\n');
}

/** Characters that no line shows stand as escapes, so that a tool that takes lines apart finds none in a name. */
function jsonName(name: string): string {
  return plainJson(JSON.stringify(name));
}

function bound(value: number): string {
  return Number.isFinite(value) ? String(value + 0) : 'null';
}
