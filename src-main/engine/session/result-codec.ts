/**
 * Results as they are stored: JSON, with Float64 arrays and 0/1 vectors lifted out into blobs so that
 * no bit is lost and no text holds a million numbers. −0, which JSON writes as 0, is marked. A
 * checkpoint is left out: it is stored where checkpoints are. The reverse trusts nothing: every reference
 * is checked, and the whole is parsed by the contract's schema.
 */
import type { DescentCheckpoint } from '../../../src-science/descent/descent-control.ts';
import { JobResult } from '../../../src-contract/job-event.ts';
import { bytesToFloats, packBits, unpackBits } from './bits.ts';

export interface StoredResult {
  readonly json: string;
  /** `$float64` of the JSON is an index into this. */
  readonly arrays: readonly Float64Array[];
  /** `$bits` of the JSON is an index into this. */
  readonly solutions: readonly { readonly variables: number; readonly bits: Uint8Array }[];
}

/** @throws TypeError on a value a result cannot hold (a NaN, a function) */
export function encodeResult(result: JobResult): StoredResult {
  const arrays: Float64Array[] = [];
  const solutions: { variables: number; bits: Uint8Array }[] = [];
  const lift = (value: unknown): unknown => {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) throw new TypeError(`a result cannot hold ${value}`);
      return Object.is(value, -0) ? { $number: '-0' } : value;
    }
    if (value instanceof Float64Array) return { $float64: arrays.push(value) - 1 };
    if (value instanceof Uint8Array) return { $bits: solutions.push({ variables: value.length, bits: packBits(value) }) - 1 };
    if (Array.isArray(value)) return value.map(lift);
    if (typeof value === 'object') {
      const entries = Object.entries(value).filter(([, item]) => item !== undefined);
      return Object.fromEntries(entries.map(([key, item]) => [key, lift(item)]));
    }
    throw new TypeError(`a result cannot hold a ${typeof value}`);
  };
  const { checkpoint: _checkpoint, ...rest } = { checkpoint: null, ...result };
  return { json: JSON.stringify(lift(rest)), arrays, solutions };
}

/** What a stored result is put together from. */
export interface StoredParts {
  /** @throws if there is no such row */
  readonly array: (position: number) => Uint8Array;
  /** @throws if there is no such row */
  readonly solution: (position: number) => { readonly variables: number; readonly bits: Uint8Array };
  readonly checkpoint: () => DescentCheckpoint | null;
}

/** @throws if the JSON, a reference or a value is not what a result may be */
export function decodeResult(json: string, parts: StoredParts): JobResult {
  const restore = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(restore);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const only = entries.length === 1 ? entries[0] : undefined;
    if (only !== undefined && only[0].startsWith('$')) return restoreMarked(only[0], only[1], parts);
    return Object.fromEntries(entries.map(([key, item]) => [key, restore(item)]));
  };
  const restored = restore(JSON.parse(json));
  // The schemas of kinds without checkpoints leave it out.
  return JobResult.parse(typeof restored === 'object' && restored !== null ? { ...restored, checkpoint: parts.checkpoint() } : restored);
}

function restoreMarked(mark: string, value: unknown, parts: StoredParts): unknown {
  if (mark === '$number' && value === '-0') return -0;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new TypeError(`a stored result refers to ${JSON.stringify(value)}`);
  }
  if (mark === '$float64') return bytesToFloats(parts.array(value));
  if (mark === '$bits') {
    const { variables, bits } = parts.solution(value);
    return unpackBits(bits, variables);
  }
  throw new TypeError(`a stored result holds an unknown mark ${JSON.stringify(mark)}`);
}
