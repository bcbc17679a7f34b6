/**
 * What a run is known by besides its number: its settings without the seed, the preset they come nearest
 * to, what they change of it, and the run or the file that gave its vector. Taken from the spec when a run is made and
 * kept beside it, so that a long list costs no reading of specs; made anew where it was written in another
 * form than this version's.
 */
import { DEFAULTS_DIGEST, settingsKey, settingsOf } from '../../../src-contract/configuration.ts';
import { SettingValue } from '../../../src-contract/setting-value.ts';
import type { RunSettings } from '../../../src-contract/configuration.ts';
import { Origin } from '../../../src-contract/job-spec.ts';
import type { JobSpec } from '../../../src-contract/job-spec.ts';
import type { RunConfiguration } from '../../../src-contract/session.ts';
import { differingSettings, settingWords } from '../../../src-contract/setting-words.ts';
import { z } from '../../../src-contract/zod.ts';
import type { DescentSpec } from '../../../src-science/descent/descent-spec.ts';
import { DESCENT_PRESETS, defaultDescentSpec } from '../../../src-science/descent/presets.ts';
import { PRESET_METHODS } from '../../../src-science/descent/preset-methods.ts';
import type { NormalForm } from '../../../src-science/program/normal-form.ts';
import { defaultSpecs, originOfSpec } from '../kinds/kinds.ts';

/** The number is to be counted up when names change; the digest changes with the settings that a spec may leave out. */
const VERSION = `3 ${DEFAULTS_DIGEST}`;

const Stored = z.object({
  version: z.string(),
  /** A preset's own name for what the run does; null: that of its scheme, solver or decoder. */
  method: z.string().nullable(),
  changed: z.array(z.string()).nullable(),
  settings: z.record(z.string(), SettingValue),
});

/** Settings that decide what is kept of a descent and not what it does. */
const KEEPING: ReadonlySet<string> = new Set(['recordEvery', 'snapshotEvery', 'checkpointEvery']);
/** Named beside the method already: what it is called after, and vectors. */
const NAMED: ReadonlySet<string> =
  new Set(['kind', 'scheme', 'solver', 'decoder', 'quantity', 'shape', 'schemes', 'xHat', 'points', 'iteration', 'model']);
/** A preset changed in more than this many settings is no longer called by its name. */
const MOST_CHANGED = 2;

/**
 * The identity of a spec as it is stored. Numbers of another version of the numerics are another group: the same spec and
 * seed need not give the same bits there.
 * @param form of its program; null where that cannot be had, then no preset is recognized
 * @param numerics of the program that made the run; null where that is not known
 */
export function identityText(spec: JobSpec, form: NormalForm | null, numerics: number | null): string {
  const settings = settingsOf(spec);
  return JSON.stringify({
    version: VERSION, ...nearest(spec, settings, form), settings: { ...settings, ...(numerics === null ? {} : { numerics }) },
  });
}

/** With which numerics a run was made; null where that is not known. */
export function numericsOfRow(
  { id, kind, method, identity }: {
    readonly id: number; readonly kind: string; readonly method: string; readonly identity: string | null;
  },
): RunSettings[string] {
  return identityOf(id, kind, method, identity).configuration.settings['numerics'] ?? null;
}

/** What a program's own settings are; made once a program, since a thousand seeds are named one by one. */
const usualOf = new WeakMap<NormalForm, UsualSettings>();

interface UsualSettings {
  readonly ofKind: ReadonlyMap<string, RunSettings>;
  /** The recommended descent along each scheme that was asked for. */
  readonly ofScheme: Map<string, RunSettings>;
  readonly presets: readonly { readonly method: string; readonly settings: RunSettings }[];
}

const ofDescent = (descent: DescentSpec): RunSettings => settingsOf({ version: 1, kind: 'descent', descent });

function usualSettings(form: NormalForm): UsualSettings {
  let usual = usualOf.get(form);
  if (usual === undefined) {
    const presets = DESCENT_PRESETS.flatMap(({ name, specFor }) => {
      const method = PRESET_METHODS[name];
      return method === null ? [] : [{ method, settings: ofDescent(specFor(form)) }];
    });
    usual = { ofKind: new Map(defaultSpecs(form).map((spec) => [spec.kind, settingsOf(spec)])), ofScheme: new Map(), presets };
    usualOf.set(form, usual);
  }
  return usual;
}

function recommended(form: NormalForm, { descent: { scheme } }: Extract<JobSpec, { kind: 'descent' }>): RunSettings {
  const { ofScheme } = usualSettings(form);
  const settings = ofScheme.get(scheme) ?? ofDescent({ ...defaultDescentSpec(form), scheme });
  ofScheme.set(scheme, settings);
  return settings;
}

function nearest(
  spec: JobSpec, settings: RunSettings, form: NormalForm | null,
): { readonly method: string | null; readonly changed: readonly string[] | null } {
  if (form === null) return { method: null, changed: null };
  const changes = (base: RunSettings): string[] =>
    differingSettings([base, settings]).filter((path) => !KEEPING.has(path) && !NAMED.has(path) && !path.startsWith('tuning.'));
  if (spec.kind !== 'descent') return { method: null, changed: changes(baseOf(settings, form)) };
  const usual = changes(recommended(form, spec));
  const presets = usualSettings(form)
    .presets.filter((preset) => preset.settings.scheme === spec.descent.scheme)
    .map(({ method, settings: ofPreset }) => ({ method, changed: changes(ofPreset) }));
  const best = presets.toSorted((a, b) => a.changed.length - b.changed.length)[0];
  return best !== undefined && best.changed.length <= MOST_CHANGED && best.changed.length < usual.length
    ? best
    : { method: null, changed: usual };
}

/** What the form proposes for the kind; settings that it does not speak of are as they are. */
function baseOf(settings: RunSettings, form: NormalForm): RunSettings {
  const usual = usualSettings(form).ofKind.get(String(settings.kind));
  return usual === undefined
    ? settings
    : { ...settings, ...usual, ...(settings.shape === 'path' ? { samples: settings.samples ?? null } : {}) };
}

export interface RunIdentity {
  readonly configuration: RunConfiguration;
  readonly methodName: string;
}

interface ReadIdentity {
  readonly configuration: RunConfiguration;
  readonly method: string | null;
  /** Names by the short name of the method: few, since the settings have the scheme, the solver or the decoder. */
  readonly names: Map<string, string>;
}

/** Configurations as they were read, each once: runs of one group share it and its name, in memory and in messages. */
const read = new Map<string, ReadIdentity>();

/** True where a stored identity is of this version. */
export function isCurrentIdentity(text: string | null): text is string {
  if (text === null) return false;
  return text.startsWith(`{"version":"${VERSION}",`);
}

/**
 * @param text as stored; null where a spec could not be read
 * @param plain short method name of the spec alone
 * @throws ZodError where the text is not what may be stored
 */
export function identityOf(id: number, kind: string, plain: string, text: string | null): RunIdentity {
  if (text === null) return { configuration: { key: `run ${id}`, settings: { kind }, changed: null }, methodName: plain };
  let known = read.get(text);
  if (known === undefined) {
    const { settings, changed, method } = Stored.parse(JSON.parse(text));
    known = { configuration: { key: settingsKey(settings), settings, changed }, method, names: new Map() };
    read.set(text, known);
  }
  let name = known.names.get(plain);
  if (name === undefined) known.names.set(plain, name = methodName(known.configuration, known.method, plain));
  return { configuration: known.configuration, methodName: name };
}

/** `Annealed mean field`, `true-penalty, recommended`, `true-penalty, step 0.5, 500 iterations`, `HiGHS, at most 10 s`. */
function methodName({ settings, changed }: RunConfiguration, method: string | null, plain: string): string {
  if (changed === null) return plain;
  const words = settingWords(settings, changed);
  if (words.length === 0) return method ?? (settings.kind === 'descent' ? `${plain}, recommended` : plain);
  return [method ?? plain, ...words].join(', ');
}

/** The run or the file that gave the vector of a spec, as it is stored; null where none is known. */
export function originText(spec: JobSpec): string | null {
  const origin = originOfSpec(spec);
  return origin === null ? null : JSON.stringify(origin);
}

/** @throws ZodError where the text is not what may be stored */
export function originOf(text: string | null): Origin | null {
  return text === null ? null : Origin.parse(JSON.parse(text));
}
