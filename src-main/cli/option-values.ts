/**
 * Option values from their text. Each parser refuses what it does not understand with a sentence that
 * commander puts after the option's name; `NaN` and infinities are never numbers here.
 */
import { InvalidArgumentError } from 'commander';
import type { DescentStart } from '../../src-science/descent/descent-spec.ts';
import type { TemperatureSchedule } from '../../src-science/gradients/scheme-tuning.ts';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A finite decimal number, as written in a file: no hexadecimal, no separators, no words. */
export function parseNumber(text: string): number {
  const value = NUMBER.test(text.trim()) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) throw new InvalidArgumentError('It must be a finite number.');
  return value;
}

export function parsePositive(text: string): number {
  const value = parseNumber(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

export function parseNonNegative(text: string): number {
  const value = parseNumber(text);
  if (value < 0) throw new InvalidArgumentError('It must be a number of at least 0.');
  return value;
}

export function parseShare(text: string): number {
  const value = parseNumber(text);
  if (value < 0 || value > 1) throw new InvalidArgumentError('It must be a number from 0 to 1.');
  return value;
}

/** @returns a parser of whole numbers in [least, most] */
export function parseCount(least: number, most: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = parseNumber(text);
    if (!Number.isSafeInteger(value) || value < least || value > most) {
      const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
      throw new InvalidArgumentError(`It must be a whole number ${range}.`);
    }
    return value;
  };
}

/** Seeds are the whole numbers that a double holds exactly. */
export const parseSeed = parseCount(0);

/** `FROM:TO[:linear|geometric[:UNTIL[:HOLD]]]` */
export function parseRamp(text: string): { from: number; to: number; shape: 'linear' | 'geometric'; until: number; hold?: number } {
  const [from, to, shape = 'geometric', until = '1', hold, ...rest] = text.split(':');
  if (from === undefined || to === undefined || rest.length > 0) {
    throw new InvalidArgumentError('Write it as FROM:TO[:linear|geometric[:UNTIL[:HOLD]]].');
  }
  if (shape !== 'linear' && shape !== 'geometric') throw new InvalidArgumentError('The shape of the ramp is linear or geometric.');
  const share = parseShare(until);
  if (share === 0) throw new InvalidArgumentError('The ramp must end at a share of the run above 0.');
  const ramp = { from: parseNonNegative(from), to: parseNonNegative(to), shape, until: share } as const;
  if (hold === undefined) return ramp;
  const held = parseShare(hold);
  if (held >= share) throw new InvalidArgumentError('The first μ can be held for a share of the run below that at which the ramp ends.');
  return { ...ramp, hold: held };
}

/** `FROM:TO`, temperatures above 0. */
export function parseAnneal(text: string): { temperature: number; finalTemperature: number } {
  const [from, to, ...rest] = text.split(':');
  if (from === undefined || to === undefined || rest.length > 0) throw new InvalidArgumentError('Write it as FROM:TO.');
  return { temperature: parsePositive(from), finalTemperature: parsePositive(to) };
}

/** `START,FINAL,HALFLIFE` */
export function parseTemperature(text: string): TemperatureSchedule {
  const [start, final, halfLife, ...rest] = text.split(',');
  if (start === undefined || final === undefined || halfLife === undefined || rest.length > 0) {
    throw new InvalidArgumentError('Write it as START,FINAL,HALFLIFE.');
  }
  return { start: parsePositive(start), final: parsePositive(final), halfLife: parsePositive(halfLife) };
}

/** A finite-difference step, in (0, ½]. */
export function parseDifferenceStep(text: string): number {
  const value = parseNumber(text);
  if (!(value > 0 && value <= 0.5)) throw new InvalidArgumentError('It must be a number above 0 and at most 0.5.');
  return value;
}

/** `START:MIN:MAX:STEP` */
export function parseAdaptiveMu(text: string): { start: number; min: number; max: number; step: number } {
  const [start, min, max, step, ...rest] = text.split(':');
  if (start === undefined || min === undefined || max === undefined || step === undefined || rest.length > 0) {
    throw new InvalidArgumentError('Write it as START:MIN:MAX:STEP.');
  }
  return { start: parseNonNegative(start), min: parseNonNegative(min), max: parseNonNegative(max), step: parseNonNegative(step) };
}

/** `constant`, `cosine[:FINAL]` or `inverse:HALFLIFE` */
export function parseStepSchedule(
  text: string,
): { kind: 'constant' } | { kind: 'cosine'; final: number } | { kind: 'inverse'; halfLife: number } {
  const [kind, value, ...rest] = text.split(':');
  if (rest.length === 0) {
    if (kind === 'constant' && value === undefined) return { kind };
    if (kind === 'cosine') return { kind, final: value === undefined ? 0 : parseShare(value) };
    if (kind === 'inverse' && value !== undefined) return { kind, halfLife: parsePositive(value) };
  }
  throw new InvalidArgumentError('It must be constant, cosine[:FINAL] or inverse:HALFLIFE.');
}

/** How far a start at the linear relaxation is drawn in where nothing is said. */
const RELAXATION_MARGIN = 0.1;

/** `uniform[:VALUE]`, `random[:CENTER:SPREAD]` or `lp[:MARGIN[:OTHERWISE]]` */
export function parseStart(text: string): Exclude<DescentStart, { kind: 'given' }> {
  const [kind, first, second, ...rest] = text.split(':');
  if (rest.length === 0) {
    if (kind === 'uniform' && second === undefined) return { kind, value: first === undefined ? 0.5 : parseShare(first) };
    if (kind === 'lp') {
      const margin = first === undefined ? RELAXATION_MARGIN : parseShare(first);
      if (margin >= 0.5) throw new InvalidArgumentError('The margin of a start at the linear relaxation is below 0.5.');
      return { kind: 'lp-relaxation', margin, ...(second === undefined ? {} : { otherwise: parseShare(second) }) };
    }
    if (kind === 'random' && first === undefined) return { kind, center: 0.5, spread: 0.25 };
    if (kind === 'random' && first !== undefined && second !== undefined) {
      const spread = parseShare(second);
      if (spread > 0.5) throw new InvalidArgumentError('The spread of a random start is at most 0.5.');
      return { kind, center: parseShare(first), spread };
    }
  }
  throw new InvalidArgumentError('It must be uniform[:VALUE], random[:CENTER:SPREAD] or lp[:MARGIN].');
}

/** `10,100,1000`: seconds above 0, ascending. */
export function parseLimits(text: string): readonly number[] {
  const limits = text.split(',').map(parsePositive);
  if (limits.some((limit, k) => k > 0 && limit <= (limits[k - 1] ?? 0))) throw new InvalidArgumentError('The times must ascend.');
  return limits;
}

/** Names separated by commas, each one of `choices`. */
export function parseNames<T extends string>(choices: readonly T[]): (text: string) => readonly T[] {
  return (text) =>
    text.split(',').map((name) => {
      const chosen = choices.find((choice) => choice === name.trim());
      if (chosen === undefined) throw new InvalidArgumentError(`Write names separated by commas; allowed are ${choices.join(', ')}.`);
      return chosen;
    });
}

/** Whole numbers separated by commas, each in [least, most]. */
export function parseCounts(least: number, most: number): (text: string) => readonly number[] {
  const parse = parseCount(least, most);
  return (text) => text.split(',').map(parse);
}

/** Commander's parser for an option that may be given several times. */
export function collect<T extends string>(choices: readonly T[]): (text: string, previous: readonly T[] | undefined) => readonly T[] {
  return (text, previous = []) => {
    const chosen = choices.find((choice) => choice === text);
    if (chosen === undefined) throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
    return [...previous, chosen];
  };
}
