/**
 * The names of a program as a text format writes them: as they are if the format can hold them all,
 * else all of them escaped, and the file says so (`name-escape.ts`).
 */
import type { Program } from '../program.ts';
import { checkNameLength, escapeName, hasHidden, utf8Of } from './name-escape.ts';

/** Whether the byte at a place of a name must not stand as it is. */
export type NameRule = (name: string) => (byte: number, place: number) => boolean;

export interface WrittenNames {
  readonly escaped: boolean;
  readonly program: string;
  readonly objective: string;
  readonly variables: readonly string[];
  readonly rows: readonly string[];
}

/** A program's name stands at the end of a line: single blanks inside it are no harm. */
const inLine: NameRule = (name) => {
  const last = utf8Of(name).length - 1;
  const free = /^\S+ FREE$/.test(name);
  let previous = 0;
  return (byte, place) => {
    const bad = byte < 32 || byte === 127 || (byte === 32 && (place === 0 || place === last || previous === 32 || free));
    previous = byte;
    return bad;
  };
};

/**
 * @param options.sharedNames the objective must not be named like a row (MPS)
 * @param options.emptyObjective the objective may have no name (LP)
 * @param options.percentFree the writer puts something after a % of its own, so no row's name may hold one
 * @throws ProblemError where a name is too long for the format's other readers
 */
export function writtenNames(
  program: Program, format: string, rule: NameRule, options: { sharedNames: boolean; emptyObjective: boolean; percentFree: boolean },
): WrittenNames {
  const all = (how: (name: string, rule: NameRule) => string): WrittenNames => {
    const rows = program.rowNames.map((name) => checkNameLength(how(name, rule), format));
    const objective = program.objectiveName === '' && options.emptyObjective ? '' : how(program.objectiveName, rule);
    return {
      escaped: false,
      program: program.name === '' ? '' : how(program.name, inLine),
      objective: checkNameLength(objective, format),
      variables: program.variableNames.map((name) => checkNameLength(how(name, rule), format)),
      rows,
    };
  };
  let clean = !options.percentFree || !program.rowNames.some((name) => name.includes('%'));
  const plain = all((name, nameRule) => {
    const mustEscape = nameRule(name);
    const bytes = utf8Of(name);
    if (bytes.length === 0 || hasHidden(name)) clean = false;
    for (let i = 0; i < bytes.length && clean; i++) if (mustEscape(bytes[i]!, i)) clean = false;
    return name;
  });
  if (clean && !(options.sharedNames && program.rowNames.includes(program.objectiveName))) return plain;
  const escaped = all((name, nameRule) => escapeName(name, nameRule(name)));
  let objective = escaped.objective;
  if (options.sharedNames) {
    const rows = new Set(escaped.rows);
    while (rows.has(objective)) objective += '%';
  }
  return { ...escaped, escaped: true, objective };
}
