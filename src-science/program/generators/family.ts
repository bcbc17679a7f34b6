/**
 * What a generator's family is: its parameters, from which the form and the command line are built, and
 * the function that makes a program of them. The registry is `generate.ts`.
 */
import type { Program } from '../program.ts';
import { ProblemError } from '../problem-error.ts';
import type { Draws } from './draws.ts';

export interface FamilyParameter {
  readonly name: string;
  readonly label: string;
  /** One line. */
  readonly help: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

export interface ProblemFamily {
  readonly name: string;
  readonly label: string;
  /** One line. */
  readonly help: string;
  readonly parameters: readonly FamilyParameter[];
}

/** Reads a parameter by name; it is there, in its range, and an integer where it must be. */
export type ParameterOf = (name: string) => number;

export interface FamilyGenerator extends ProblemFamily {
  /** @throws ProblemError where the parameters do not go together */
  readonly make: (parameter: ParameterOf, draws: Draws, name: string) => Program;
}

export function integerParameter(name: string, label: string, help: string, value: number, min: number, max: number): FamilyParameter {
  return { name, label, help, default: value, min, max, integer: true };
}

export function realParameter(name: string, label: string, help: string, value: number, min: number, max: number): FamilyParameter {
  return { name, label, help, default: value, min, max, integer: false };
}

/** Parameters that are fine each by itself but not together. */
export function mismatch(what: string, hint: string, field: string): ProblemError {
  return new ProblemError('problem-parameter', what, hint, { field });
}
