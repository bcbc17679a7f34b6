/**
 * What a claim is: a statement of a paper (or of our own) with its formula, its parameters, and a
 * computation that settles it. A claim is made from a template and the formulas it tests; the registry
 * takes each template with the formulas as they are printed, and the tests put in wrong ones to see the
 * verdict change. The registry is `claim-list.ts`.
 */
import type { FamilyParameter } from '../program/generators/family.ts';
import { falseAlarmRate, headline, verdictOf, type ClaimVerdict, type Evidence } from './evidence.ts';

/** One number that a claim can be rerun with: the same shape as a generator's. */
export type ClaimParameter = FamilyParameter;

/** Reads a parameter by its name; throws where the claim does not declare it. */
export type ClaimParameterOf = (name: string) => number;

export interface ClaimControl {
  /** Seconds from any fixed start. */
  readonly now: () => number;
  /** Asked between the parts of a claim. */
  readonly cancelled?: () => boolean;
}

/** Thrown by a run that was asked to stop. */
export class ClaimCancelled extends Error {
  override readonly name = 'ClaimCancelled';
}

/** What a computation found. */
interface Finding {
  readonly rows: readonly Evidence[];
  /** What was computed, in one or two sentences. */
  readonly explanation: string;
  /** The corrected formula as KaTeX source, where the printed one is wrong. */
  readonly rightFormula?: string;
}

export interface ClaimDefinition {
  readonly id: string;
  readonly title: string;
  /** Paper and section. */
  readonly source: string;
  /** The statement as KaTeX source. */
  readonly formula: string;
  readonly parameters: readonly ClaimParameter[];
  /**
   * Settles the claim.
   * @param parameters by name; what is missing takes its default
   * @throws ClaimParameterError for an unknown name or a value out of range; ClaimCancelled
   */
  readonly run: (parameters: Readonly<Record<string, number>>, control: ClaimControl) => ClaimResult;
}

export interface ClaimResult {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly verdict: ClaimVerdict;
  /** Of the row that stands for the claim: see `headline`. */
  readonly measured: number;
  readonly expected: number;
  readonly standardError: number | null;
  readonly z: number | null;
  /** Probability, at most, that chance alone refuses a true statement; null where nothing was sampled. */
  readonly falseAlarmRate: number | null;
  readonly seconds: number;
  readonly explanation: string;
  /** The corrected formula; null unless the verdict is `fails-as-printed`. */
  readonly rightFormula: string | null;
  readonly details: readonly Evidence[];
}

export interface ClaimTemplate<Formulas extends object> {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly formula: string;
  readonly parameters: readonly ClaimParameter[];
  /** The formulas under test, as the source has them, and the right ones where those are wrong. */
  readonly formulas: Formulas;
  readonly settle: (formulas: Formulas, parameter: ClaimParameterOf, control: ClaimControl) => Finding;
}

/** A parameter that is unknown, out of range, or does not go with the others. */
export class ClaimParameterError extends Error {
  override readonly name = 'ClaimParameterError';
  readonly code = 'spec-invalid';
  readonly hint: string;
  readonly field: string;

  constructor(message: string, hint: string, field: string) {
    super(message);
    this.hint = hint;
    this.field = field;
  }
}

/**
 * The claim of a template.
 * @param replaced formulas to test in place of the template's own
 */
export function claimOf<Formulas extends object>(template: ClaimTemplate<Formulas>, replaced: Partial<Formulas> = {}): ClaimDefinition {
  const { id, title, source, formula, parameters } = template;
  const formulas = { ...template.formulas, ...replaced };
  return {
    id,
    title,
    source,
    formula,
    parameters,
    run(given, control) {
      const began = control.now();
      stopIfCancelled(control);
      const { rows, explanation, rightFormula } = template.settle(formulas, parametersOf(template, given), control);
      const verdict = verdictOf(rows);
      const { measured, expected, standardError, z } = headline(rows);
      return {
        id,
        title,
        source,
        verdict,
        measured,
        expected,
        standardError,
        z,
        falseAlarmRate: falseAlarmRate(rows),
        seconds: control.now() - began,
        explanation,
        rightFormula: verdict === 'fails-as-printed' ? (rightFormula ?? null) : null,
        details: rows,
      };
    },
  };
}

/** @throws ClaimCancelled where the run was asked to stop */
export function stopIfCancelled(control: ClaimControl): void {
  if (control.cancelled?.() === true) throw new ClaimCancelled('The claim was stopped before it was settled.');
}

function parametersOf(
  claim: { readonly id: string; readonly parameters: readonly ClaimParameter[] }, given: Readonly<Record<string, number>>,
): ClaimParameterOf {
  const names = claim.parameters.map(({ name }) => name);
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) {
      throw new ClaimParameterError(
        `${claim.id} has no parameter “${name}”.`, names.length === 0 ? 'It has none at all.' : `Its parameters are ${names.join(', ')}.`,
        name,
      );
    }
  }
  const values = new Map<string, number>();
  for (const { name, min, max, integer, default: usual } of claim.parameters) {
    const value = Object.hasOwn(given, name) ? (given[name] ?? Number.NaN) : usual;
    if (!(value >= min && value <= max) || (integer && !Number.isInteger(value))) {
      const kind = `${integer ? 'an integer' : 'a number'} from ${String(min)} to ${String(max)}`;
      throw new ClaimParameterError(`${name} = ${String(value)} is not ${kind}.`, `Choose ${kind}.`, name);
    }
    values.set(name, value);
  }
  return (name) => {
    const value = values.get(name);
    if (value === undefined) throw new RangeError(`${claim.id} reads a parameter ${name} that it does not declare`);
    return value;
  };
}
