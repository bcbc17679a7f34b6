/**
 * A form of MPS and LP files that every reader takes alike. Readers differ on the sense of an MPS file, on the constant of
 * an objective, on names and on LP files without rows (docs/formats.md). So here a maximization is the minimization
 * of the negated objective where the format is MPS; the constant is the cost of one more variable, the last one, which is
 * fixed at 1; an LP file has a row; and names that some reader could take for anything else are replaced.
 * Comments say all that, and our readers take it back. In fixed MPS (`mps-lines.ts`) names are also cut to eight characters so.
 */
import type { UserForm } from '../integers.ts';
import { ProblemError, quoted } from '../problem-error.ts';
import { isLpKeyword } from './lp-tokens.ts';
import { FIXED_NAME } from './mps-lines.ts';
import type { UnsettledParts } from './settle-variables.ts';
import type { VariableDomains } from './variable-domains.ts';

/** The comments’ texts, after the format's own comment character. */
const NEGATED_MARK = 'Leibniz: the objective is negated: what is minimized here is to be maximized';
const CONSTANT_MARK = 'Leibniz: the last variable is 1, and its cost is the constant of the objective';
const ROW_MARK = 'Leibniz: the program has no rows: this one is for readers that need one';
/** Before the name in the file, its kind and the name it stands for, as JSON in ASCII. */
const NAME_MARK = /^Leibniz: the (program|objective|variable|row) (\S+) is ("(?:[^"\\]|\\.)*")$/;

type NameKind = 'program' | 'objective' | 'variable' | 'row';

/** CBC 2.10 does not survive names of 170 bytes. */
const LONGEST = 100;
/** Sections and their entries in MPS. */
const MPS_WORDS = new Set([
  'name', 'rows', 'columns', 'rhs', 'ranges', 'bounds', 'endata', 'objsense', 'objname', 'objsect', 'max', 'min', 'marker',
  'intorg', 'intend', 'rng', 'bnd', 'sos1', 'sos2', 'sets', 'sos', 'quadobj', 'qmatrix', 'qsection', 'csection', 'negative', 'up',
  'lo', 'fx', 'bv', 'li', 'ui', 'mi', 'pl', 'fr', 'sc', 'n', 'l', 'g', 'e',
]);

/** Whether every reader takes a name for a name in either format. */
function isSafe(name: string, longest: number): boolean {
  const lower = name.toLowerCase();
  const plain = /^[A-Za-z_][A-Za-z0-9_.]*$/.test(name) && name.length <= longest;
  return plain && !/^(e$|e[0-9e.]|nan|inf)/.test(lower) && !isLpKeyword(lower) && !MPS_WORDS.has(lower);
}

const asciiJson = (text: string): string =>
  JSON.stringify(text).replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * Names of one kind, unsafe ones replaced.
 * @param instead what the k-th is replaced by
 * @param taken names that none of them may be
 * @param marks takes a comment for each that was replaced
 * @throws ProblemError where more than `longest` characters are needed to tell them apart
 */
function safeNames(
  names: readonly string[], kind: NameKind, instead: (k: number) => string, longest: number, marks: string[],
  taken: readonly string[] = [],
): readonly string[] {
  const own = new Set(names);
  const others = new Set(taken);
  return names.map((name, k) => {
    if (isSafe(name, longest) && !others.has(name)) return name;
    const written = freeName(instead(k), own, others);
    if (written.length > longest) throw new ProblemError(
      'problem-unwritable', `${longest} characters are too few for the names of ${names.length} ${kind}s`,
      'Write the portable form, whose names may be longer.', { field: name },
    );
    marks.push(`Leibniz: the ${kind} ${written} is ${asciiJson(name)}`);
    return written;
  });
}

const variableNamesIn = ({ variableNames }: Pick<UserForm, 'variableNames'>, longest: number, marks: string[]): readonly string[] =>
  safeNames(variableNames, 'variable', (k) => `x${k + 1}`, longest, marks);

/**
 * What each name that stands for a variable in the portable form, or in that of fixed columns, is replaced for.
 * @param names of the variables
 */
export function replacedNames(names: readonly string[]): ReadonlyMap<string, string> {
  const own = new Set(names);
  const meant = new Map<string, string>();
  names.forEach((name, k) => {
    if (!isSafe(name, FIXED_NAME)) meant.set(freeName(`x${k + 1}`, own), name);
  });
  return meant;
}

function freeName(wanted: string, ...taken: readonly ReadonlySet<string>[]): string {
  let name = wanted;
  while (taken.some((names) => names.has(name))) name += '_';
  return name;
}

/** Of the variable whose cost is the constant: the first of `constant`, `const1`, `const2`, … that is free. */
export function constantName(names: readonly string[]): string {
  const taken = new Set(names);
  let name = 'constant';
  for (let k = 1; taken.has(name); k++) name = `const${k}`;
  return name;
}

export interface PortableForm {
  readonly program: UserForm;
  /** Comments that must stand before everything else. */
  readonly marks: readonly string[];
}

/**
 * The program as the format's portable form has it.
 * @param longest characters of a name
 */
export function portableForm(program: UserForm, format: 'mps' | 'lp', longest = LONGEST): PortableForm {
  const marks: string[] = [];
  const rowNames = safeNames(program.rowNames, 'row', (k) => `r${k + 1}`, longest, marks);
  const nameless = program.objectiveName === '' && format === 'lp';
  let form: UserForm = {
    ...program,
    name: program.name === '' ? '' : safeNames([program.name], 'program', () => 'program', longest, marks)[0]!,
    objectiveName: nameless ? '' : safeNames([program.objectiveName], 'objective', () => 'obj', longest, marks, rowNames)[0]!,
    variableNames: variableNamesIn(program, longest, marks),
    rowNames,
  };
  if (format === 'mps' && form.sense === 'max') {
    marks.push(NEGATED_MARK);
    form = { ...form, sense: 'min', objective: form.objective.map((cost) => 0 - cost), objectiveConstant: 0 - form.objectiveConstant };
  }
  if (form.objectiveConstant !== 0) {
    marks.push(CONSTANT_MARK);
    const name = constantName(form.variableNames);
    form = {
      ...form,
      objective: Float64Array.of(...form.objective, form.objectiveConstant),
      objectiveConstant: 0,
      variableNames: [...form.variableNames, name],
      fixed: Int8Array.of(...form.fixed, 1),
      ranges: [...form.ranges, null],
    };
  }
  if (format === 'lp' && rowNames.length === 0) {
    marks.push(ROW_MARK);
    form = {
      ...form,
      rowNames: ['none'],
      rows: { start: Int32Array.of(0, 0), column: new Int32Array(0), value: new Float64Array(0) },
      rowLower: Float64Array.of(0),
      rowUpper: Float64Array.of(Number.POSITIVE_INFINITY),
    };
  }
  return { program: form, marks };
}

/** What the comments of a file say of its form. */
export class PortableMarks {
  #negated = false;
  #constant = false;
  #row = false;
  /** What names in the file stand for. */
  readonly #names: Record<NameKind, Map<string, string>> = {
    program: new Map(), objective: new Map(), variable: new Map(), row: new Map(),
  };

  /** @param text a comment before the program, trimmed */
  comment(text: string): void {
    if (!text.startsWith('Leibniz: ')) return;
    if (text === NEGATED_MARK) this.#negated = true;
    if (text === CONSTANT_MARK) this.#constant = true;
    if (text === ROW_MARK) this.#row = true;
    const [, kind, written, json] = NAME_MARK.exec(text) ?? [];
    if (json === undefined || written === undefined) return;
    // Its form was looked at, but for escapes that JSON has not.
    try {
      this.#names[kind as NameKind].set(written, JSON.parse(json) as string);
    } catch {
      // The name stays as it is in the file.
    }
  }

  /**
   * The program that was written so: names, sense and objective as they were, without what was added.
   * @param verdict what kind and bounds of a variable say of it
   * @throws ProblemError where the file is not as we wrote it
   */
  takenBack(read: UnsettledParts, verdict: VariableDomains['verdict'], file: string): UnsettledParts {
    const refused = (what: string): ProblemError => new ProblemError(
      'problem-syntax', what, 'The file was changed after Leibniz wrote it: export it again, or take that comment out.', { file },
    );
    let parts = read;
    if (this.#constant) {
      const last = parts.objective.length - 1;
      const found = last < 1 ? null : verdict(last);
      if (found?.is !== 'fixed' || found.value !== 1 || parts.rows.column.includes(last) || parts.objectiveConstant !== 0) {
        throw refused('the last variable is not fixed at 1 outside all rows, as a comment of Leibniz says');
      }
      parts = {
        ...parts,
        objective: parts.objective.slice(0, last),
        objectiveConstant: parts.objective[last]!,
        variableNames: parts.variableNames.slice(0, last),
      };
    }
    if (this.#row) {
      if (parts.rowNames.length !== 1 || parts.rows.column.length > 0) {
        throw refused('there is more than the one empty row that a comment of Leibniz speaks of');
      }
      const none = new Float64Array(0);
      parts = { ...parts, rowNames: [], rows: { ...parts.rows, start: new Int32Array(1) }, rowLower: none, rowUpper: none };
    }
    if (this.#negated) parts = {
      ...parts, sense: 'max', objective: parts.objective.map((cost) => 0 - cost), objectiveConstant: 0 - parts.objectiveConstant,
    };
    const { program, objective, variable, row } = this.#names;
    const named = (names: readonly string[], map: ReadonlyMap<string, string>, what: string): readonly string[] => {
      if (map.size === 0) return names;
      const plain = names.map((name) => map.get(name) ?? name);
      const seen = new Set<string>();
      for (const name of plain) {
        if (seen.has(name)) throw refused(`two ${what}s are named ${quoted(name)}, as a comment of Leibniz says`);
        seen.add(name);
      }
      return plain;
    };
    return {
      ...parts,
      name: program.get(parts.name) ?? parts.name,
      objectiveName: objective.get(parts.objectiveName) ?? parts.objectiveName,
      variableNames: named(parts.variableNames, variable, 'variable'),
      rowNames: named(parts.rowNames, row, 'row'),
    };
  }
}
