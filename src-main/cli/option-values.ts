/**
 * Option values from their text. Each parser refuses what it does not understand with a sentence that
 * commander puts after the option's name; `NaN` and infinities are never numbers here. Options that are
 * settings have theirs from their records (`setting-options.ts`).
 */
import { InvalidArgumentError } from 'commander';
import { MOST_SHARDS, readShard } from '../../src-contract/study-shards.ts';
import type { Shard } from '../../src-contract/study-shards.ts';
import { COUNT, isWithin, limitsInWords, POSITIVE } from '../../src-science/settings/number-limits.ts';
import type { Limits } from '../../src-science/settings/number-limits.ts';

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A finite decimal number, as written in a file: no hexadecimal, no separators, no words. */
export function parseNumber(text: string): number {
  const value = NUMBER.test(text.trim()) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) throw new InvalidArgumentError('It must be a finite number.');
  return value;
}

/** A parser of numbers within limits. */
export function numberParser(limits: Limits): (text: string) => number {
  return (text) => {
    const value = parseNumber(text);
    if (!isWithin(value, limits)) throw new InvalidArgumentError(`It must be ${limitsInWords(limits)}.`);
    return value;
  };
}

/** `3/16`: the third part of sixteen. */
export function parseShard(text: string): Shard {
  const shard = readShard(text.trim());
  if (shard === null) throw new InvalidArgumentError(`It must be i/n, part i of n, with 1 ≤ i ≤ n ≤ ${MOST_SHARDS}.`);
  return shard;
}

const seconds = numberParser(POSITIVE);

/** `10,100,1000`: seconds above 0, ascending. */
export function parseLimits(text: string): readonly number[] {
  const limits = text.split(',').map(seconds);
  if (limits.some((limit, k) => k > 0 && limit <= (limits[k - 1] ?? 0))) throw new InvalidArgumentError('The times must ascend.');
  return limits;
}

const runNumber = numberParser(COUNT);

/** `1,2,5`: runs by their numbers. */
export function parseRunNumbers(text: string): readonly number[] {
  return text.split(',').map(runNumber);
}

/** Commander's parser for an option that may be given several times. */
export function collect<T extends string>(choices: readonly T[]): (text: string, previous: readonly T[] | undefined) => readonly T[] {
  return (text, previous = []) => {
    const chosen = choices.find((choice) => choice === text);
    if (chosen === undefined) throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
    return [...previous, chosen];
  };
}
