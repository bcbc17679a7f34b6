/**
 * What a run was asked to do, apart from its seed: the whole spec, flat, with everything that may be left
 * out filled in, so that specs of the same meaning are the same settings whenever they were written. It is
 * derived from the spec itself: a setting that is new to a spec is part of it without being named here.
 *
 * Not part of it is what changes no number: where a vector came from (`origin`, and the run that gradient
 * quality was measured along), and the version of the spec's form.
 */
import { DEFAULT_DIFFERENCE_STEP, DEFAULT_SOFT, DEFAULT_TEMPERATURE, TUNED_SCHEMES } from '../src-science/gradients/scheme-tuning.ts';
import { bodyOf } from './job-body.ts';
import type { JobKind } from './job-kinds.ts';
import type { JobSpec } from './job-spec.ts';
import { z } from './zod.ts';

export const SettingValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type SettingValue = z.infer<typeof SettingValue>;
/** Path in the spec's body, as `mu.from`, to its value; `kind` is the run's. A long vector is stood for by its digest. */
export type RunSettings = Readonly<Record<string, SettingValue>>;

/** What a setting that is left out means, where it does not depend on others. */
const LEFT_OUT: Readonly<Record<JobKind, Readonly<Record<string, unknown>>>> = {
  exact: { ball: null, check: false, feasibilityTolerance: null },
  descent: { loss: 'plain', restarts: 1, restartSpread: 1, searchWork: null },
  estimate: {},
  decode: { searchWork: null },
  quality: {},
};
/** Settings that change no number and do not set runs apart. */
const NO_SETTINGS: ReadonlySet<string> = new Set(['seed', 'runId']);
/** Vectors of up to so many entries are written out. */
const MOST_WRITTEN = 24;

/** The settings of a spec, in a fixed order of paths. Cost: O(size of the spec). */
export function settingsOf(spec: JobSpec): RunSettings {
  const flat: [string, SettingValue][] = [];
  flatten(completed(spec), '', flat);
  flat.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return { kind: spec.kind, ...Object.fromEntries(flat) };
}

/** The same text for the same settings: what makes runs of one problem one group. */
export function settingsKey(settings: RunSettings): string {
  return digestOf(JSON.stringify(Object.entries(settings).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))));
}

function completed(spec: JobSpec): object {
  const body = { ...LEFT_OUT[spec.kind], ...withoutUndefined(bodyOf(spec)) };
  switch (spec.kind) {
    case 'descent':
      return {
        ...body, mu: spec.descent.mu.kind === 'ramp' ? { hold: 0, ...withoutUndefined(spec.descent.mu) } : spec.descent.mu,
        tuning: tuningOf([spec.descent.scheme], spec.descent.tuning),
      };
    case 'estimate':
      return spec.estimate.quantity === 'gradient' ? { ...body, tuning: tuningOf([spec.estimate.scheme], spec.estimate.tuning) } : body;
    case 'quality':
      return {
        ...(spec.quality.shape === 'point' ? { iteration: 0 } : {}), ...body, tuning: tuningOf(spec.quality.schemes, spec.quality.tuning),
      };
    case 'exact':
    case 'decode':
      return body;
  }
}

/** The tuning as it is read: the defaults of the schemes that read one, and whatever is given. */
function tuningOf(schemes: readonly string[], given: object | undefined): object {
  return {
    ...(schemes.includes(TUNED_SCHEMES.temperature) ? { temperature: DEFAULT_TEMPERATURE } : {}),
    ...(schemes.includes(TUNED_SCHEMES.differenceStep) ? { differenceStep: DEFAULT_DIFFERENCE_STEP } : {}),
    ...(schemes.includes(TUNED_SCHEMES.soft) ? { soft: DEFAULT_SOFT } : {}),
    ...withoutUndefined(given ?? {}),
  };
}

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
}

function flatten(value: unknown, path: string, into: [string, SettingValue][]): void {
  if (value === undefined) return;
  if (Array.isArray(value)) into.push([path, listWords(value)]);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(value)) if (path !== '' || !NO_SETTINGS.has(key)) {
      flatten(entry, path === '' ? key : `${path}.${key}`, into);
    }
  } else if (typeof value === 'number') into.push([path, value + 0]);
  else if (typeof value === 'string' || typeof value === 'boolean' || value === null) into.push([path, value]);
}

/** `0.5 × 33`; `1, 2, 4`; `33 values #0f3a…`; `40 points #0f3a…`. */
function listWords(list: readonly unknown[]): string {
  const first: unknown = list[0];
  if (list.length === 0) return 'none';
  if (list.some((entry) => typeof entry === 'object')) return `${list.length} points #${digestOf(canonicalText(list))}`;
  if (list.length > 1 && typeof first === 'number' && list.every((entry) => entry === first)) return `${first + 0} × ${list.length}`;
  const text = list.map(String).join(', ');
  return list.length <= MOST_WRITTEN ? text : `${list.length} values #${digestOf(text)}`;
}

function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return `{${entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([key, entry]) => `${JSON.stringify(key)}:${canonicalText(entry)}`).join()}}`;
}

/** 64 bits of a text in hexadecimal: two lanes of multiplications and xors, mixed at the end as in A. Appleby’s MurmurHash3. */
function digestOf(text: string): string {
  let a = 0x9747b28c;
  let b = 0x1b873593;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x85ebca6b);
    b = Math.imul(b ^ unit, 0xc2b2ae35);
    a ^= a >>> 15;
    b ^= b >>> 13;
  }
  const mixed = (lane: number, other: number): string => {
    let h = lane ^ Math.imul(other ^ text.length, 0x27d4eb2f);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return ((h ^ (h >>> 16)) >>> 0).toString(16).padStart(8, '0');
  };
  return mixed(a, b) + mixed(b, a);
}
