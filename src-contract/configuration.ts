/**
 * What a run was asked to do, apart from its seed: the whole spec, flat, with everything that may be left
 * out filled in, so that specs of the same meaning are the same settings whenever they were written. It is
 * derived from the spec itself: a setting that is new to a spec is part of it without being named here.
 *
 * Not part of it is what changes no number: where a vector came from (`origin`, and the run that gradient
 * quality was measured along), and the version of the spec's form.
 */
import { SCHEME_NAMES, SCHEMES } from '../src-science/gradients/scheme.ts';
import { SCHEME_SETTINGS } from '../src-science/gradients/scheme-settings.ts';
import type { Settings, Values } from '../src-science/settings/setting.ts';
import { defaultOf, everySetting, settingsOfCase, settingsWithin } from '../src-science/settings/walk.ts';
import { casesOf, JOB_KIND_NAMES, JOB_KINDS } from './job-kinds.ts';
import { bodyOf } from './job-body.ts';
import type { JobSpec } from './job-spec.ts';

export type SettingValue = string | number | boolean | null;
/** Path in the spec's body, as `mu.from`, to its value; `kind` is the run's. A long vector is stood for by its digest. */
export type RunSettings = Readonly<Record<string, SettingValue>>;

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

/**
 * Changes where `settingsOf` would give other settings for a spec that was there before: with what may be left out,
 * and what that means.
 */
export const DEFAULTS_DIGEST: string = digestOf(
  JSON.stringify([
    JOB_KIND_NAMES.map(
      (kind) => casesOf(kind).map(
        (records) => everySetting(records).flatMap(({ path, setting }) => (setting.optional === true ? [[path, defaultOf(setting)]] : [])),
      ),
    ),
    SCHEME_NAMES.map((name) => SCHEMES[name].settings),
  ]),
);

/** The same text for the same settings: what makes runs of one problem one group. */
export function settingsKey(settings: RunSettings): string {
  return digestOf(JSON.stringify(Object.entries(settings).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))));
}

/** What a spec asks of its kind, by the names of its settings. */
export function valuesOf(spec: JobSpec): Values {
  return bodyOf(spec);
}

/** The records of a spec's settings, in its case. */
export function recordsOf(spec: JobSpec): Settings {
  return settingsOfCase(JOB_KINDS[spec.kind].asks, (tag) => String(valuesOf(spec)[tag]));
}

function completed(spec: JobSpec): object {
  const body = valuesOf(spec);
  const whole = filled(recordsOf(spec), body);
  const tuning = tuningOf([body.scheme, body.schemes].flat(), body.tuning);
  return tuning === null ? whole : { ...whole, tuning };
}

/** What is given, and the defaults of what is left out. */
function filled(settings: Settings, values: Values): Values {
  const entries = Object.entries(settings).flatMap(([name, setting]): [string, unknown][] => {
    const value = values[name];
    if (value === undefined) return setting.optional === true && (
      setting.kind !== 'group' || setting.none !== undefined
    ) ? [[name, defaultOf(setting)]] : [];
    return [
      [name, setting.kind === 'variant' && isObject(value) ? filled(settingsWithin(setting, String(value[setting.tag])), value) : value],
    ];
  });
  return { ...withoutUndefined(values), ...Object.fromEntries(entries) };
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The tuning as it is read: the defaults of the schemes that read one, and whatever is given; null where there is none. */
function tuningOf(chosen: readonly unknown[], given: unknown): object | null {
  const read = SCHEME_NAMES.filter((name) => chosen.includes(name)).flatMap(
    (name): readonly (keyof typeof SCHEME_SETTINGS)[] => SCHEMES[name].settings,
  );
  if (read.length === 0 && given === undefined) return null;
  return {
    ...Object.fromEntries(read.map((name) => [name, defaultOf(SCHEME_SETTINGS[name])])),
    ...withoutUndefined(isObject(given) ? given : {}),
  };
}

function withoutUndefined(value: object): Values {
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
