/**
 * Settings as the texts of a draft, and back, by their records. A field that means nothing under what is chosen
 * complains of nothing; a setting that equals its default is left out where a spec may leave it out, so that what was
 * made without it stays the same spec.
 *
 * A vector has a `source`: one value for all, typed values, a run, none, or as it came with a spec. Where a vector is one
 * variant of a setting, the other variants are sources beside these.
 */
import { JOB_KINDS } from '../../../src-contract/job-kinds.ts';
import type { JobKind } from '../../../src-contract/job-kinds.ts';
import { plainText } from '../../../src-science/settings/setting.ts';
import type {
  CountsSetting, DataSetting, Setting, Settings, SpecSettings, TrainingInstances, Values,
} from '../../../src-science/settings/setting.ts';
import { NO_MODEL } from '../../../src-science/network/predict-settings.ts';
import { isWithin, limitsInWords } from '../../../src-science/settings/number-limits.ts';
import { appliesWhere, defaultOf, givenVariant, settingsOfCase, settingsWithin } from '../../../src-science/settings/walk.ts';
import { parseNumber } from '../../form/parse-number.ts';
import { BEST } from '../../parts/use-start-solution.ts';
import type { Draft, DraftReader, Texts } from './form-draft.ts';
import { firstProgramSet, programSetOf, textsOfProgramSet } from './program-set-texts.ts';

/** How many values are still shown as text when a spec is edited; longer vectors are kept as they are. */
const MOST_TYPED = 64;

const FROM_RUN: Texts = { typed: '', run: '', at: 'end' };
/** What fields begin with that may take something from a run. */
const FIRST: Readonly<Record<'marginals' | 'zero-one' | 'points', Texts>> = {
  marginals: { source: 'constant', value: '0.5', ...FROM_RUN },
  'zero-one': { source: 'none', run: '', solution: BEST },
  points: { source: 'run', run: '', most: '40' },
};

const textOf = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : plainText(value));
const under = (path: string, texts: Texts): Texts => (
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${path}.${name}`, text]))
);
const joined = (all: readonly Texts[]): Texts => Object.assign({}, ...all) as Texts;

/** A setting with its name in the spec and the path of its field. */
export interface Placed {
  readonly name: string;
  readonly path: string;
  readonly setting: Setting;
}

const placed = (settings: Settings, path: string): Placed[] => Object.entries(settings).map(
  ([name, setting]) => ({ name, path: `${path}.${name}`, setting }),
);

/**
 * The settings of a kind in the case that is chosen. A setting that an earlier case has under the same name as something
 * else has a field of its own: a text that is right for one is not for the other.
 */
export function askedOf(kind: JobKind, chosen: (tag: string) => string): readonly (Placed & { readonly section: string | null })[] {
  const asks: SpecSettings = JOB_KINDS[kind].asks;
  const cases = 'cases' in asks ? Object.values(asks.cases) : [];
  const ofCase = 'cases' in asks ? `${chosen(asks.tag)}.` : '';
  return Object.entries(settingsOfCase(asks, chosen)).map(([name, setting]) => {
    const first = cases.find((settings) => name in settings)?.[name] ?? setting;
    return { name, setting, section: setting.section, path: `${kind}.${first.kind === setting.kind ? '' : ofCase}${name}` };
  });
}

function dataTexts(data: DataSetting['data'], path: string): Texts {
  if (data === 'points') return under(path, FIRST.points);
  if (data === 'instances') return firstProgramSet(path);
  return data === 'model' ? { [path]: '' } : {};
}

/** The texts that a form begins with, of every variant. */
export function defaultTexts(settings: readonly Placed[]): Texts {
  return joined(settings.map(({ setting, path: at }) => {
    switch (setting.kind) {
      case 'vector':
        return under(at, FIRST[setting.entries]);
      case 'data':
        return dataTexts(setting.data, at);
      case 'group':
      case 'variant': {
        const inside = defaultTexts(placed(settingsWithin(setting, null), at));
        const own = textsOfSetting(setting, defaultOf(setting), at, false).texts;
        return givenVariant(setting) === null ? { ...inside, ...own } : { ...inside, ...under(at, FROM_RUN), ...own };
      }
      default:
        return textsOfSetting(setting, defaultOf(setting), at, false).texts;
    }
  }));
}

/**
 * The texts of some settings of a spec; what is left out has its default's, so that what another spec said does not stay.
 * @param asItCame vectors came from a run, and stay what they are
 */
export function textsOfSettings(settings: readonly Placed[], values: Values, asItCame: boolean): Draft {
  const all = settings.map(({ name, path, setting }) => textsOfSetting(setting, values[name] ?? defaultOf(setting), path, asItCame));
  return { texts: joined(all.map(({ texts }) => texts)), kept: Object.assign({}, ...all.map(({ kept }) => kept)) as Draft['kept'] };
}

function textsOfSetting(setting: Setting, value: unknown, path: string, asItCame: boolean): Draft {
  const texts = (of: Texts): Draft => ({ texts: of, kept: {} });
  const keep: Draft = { texts: { [`${path}.source`]: 'kept' }, kept: { [path]: value } };
  switch (setting.kind) {
    case 'number':
    case 'choice':
    case 'flag':
    case 'counts':
      return texts({ [path]: textOf(value) });
    case 'names':
      return texts({ [path]: Array.isArray(value) ? value.join(',') : '' });
    case 'vector':
      if (!Array.isArray(value)) return texts({ [`${path}.source`]: 'none' });
      return setting.entries === 'zero-one' || asItCame ? keep : marginalsTexts(value.map(Number), path, true);
    case 'data':
      if (setting.data === 'points') return keep;
      if (setting.data === 'model') return texts({ [path]: value === NO_MODEL ? '' : plainText(value) });
      // One that is left out changes nothing.
      if (setting.data === 'instances') return texts(value === null ? {} : textsOfProgramSet(value as TrainingInstances, path));
      return { texts: {}, kept: { [path]: value } };
    case 'group':
      return textsOfSettings(placed(setting.settings, path), (value ?? {}) as Values, asItCame);
    case 'variant': {
      const values = value as Values;
      const name = textOf(values[setting.tag]);
      const given = givenVariant(setting);
      if (given?.variant === name) {
        const xHat = values[given.vector] as readonly number[];
        return asItCame ? { ...keep, kept: { [path]: xHat } } : marginalsTexts(xHat, path, false);
      }
      const inside = textsOfSettings(placed(settingsWithin(setting, name), path), values, asItCame);
      return { ...inside, texts: { [`${path}.${given === null ? setting.tag : 'source'}`]: name, ...inside.texts } };
    }
  }
}

/** @param constant one value for all is a source of its own */
function marginalsTexts(xHat: readonly number[], path: string, constant: boolean): Draft {
  const first = xHat[0];
  if (constant && first !== undefined && xHat.every((value) => value === first)) {
    return { texts: under(path, { source: 'constant', value: String(first) }), kept: {} };
  }
  return xHat.length <= MOST_TYPED && xHat.length > 1
    ? { texts: under(path, { source: 'typed', typed: xHat.join(', ') }), kept: {} }
    : { texts: { [`${path}.source`]: 'kept' }, kept: { [path]: xHat } };
}

/** The entries of a field's text, as conditions ask for them. @param kind the run's, which paths of conditions leave out */
export function textsAt(kind: string, text: (path: string) => string): (path: string) => readonly string[] {
  return (path) => text(`${kind}.${path}`).split(',');
}

type Own = Readonly<Record<string, () => unknown>>;

/**
 * The settings that the fields say; checked by the schema afterwards.
 * @param at what conditions are judged by
 * @param own settings that have fields of their own kind, by path; undefined leaves one out
 */
export function valuesOf(
  settings: readonly Placed[], reader: DraftReader, at: (path: string) => readonly string[], own: Own,
): Values {
  const entries = settings.map(({ name, path, setting }): [string, unknown] => {
    const special = own[path];
    return [name, special === undefined ? valueOf(setting, path, reader, at, own) : special()];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function valueOf(setting: Setting, path: string, reader: DraftReader, at: (path: string) => readonly string[], own: Own): unknown {
  const applies = appliesWhere(setting.where, at);
  if (setting.optional === true && !applies) return undefined;
  const value = plainValue(setting, path, reader, applies, at, own);
  return setting.optional === true && JSON.stringify(value) === JSON.stringify(defaultOf(setting)) ? undefined : value;
}

function plainValue(
  setting: Setting, path: string, reader: DraftReader, applies: boolean, at: (path: string) => readonly string[], own: Own,
): unknown {
  const text = reader.text(path);
  switch (setting.kind) {
    case 'number':
      if (text.trim() === '' && (
        setting.none !== undefined || setting.optional === true
      )) return setting.none === undefined ? setting.default : null;
      return applies ? reader.number(path) : (reader.numberOrNull(path) ?? setting.default);
    case 'choice':
      return text;
    case 'flag':
      return text === 'true';
    case 'names': {
      const names = text.split(',').filter((name) => name !== '');
      if (names.length < setting.least) reader.complain(path, `Choose at least one ${setting.one}`);
      return names;
    }
    case 'counts':
      return countsOf(setting, path, reader);
    case 'group':
      return valuesOf(placed(setting.settings, path), reader, at, own);
    case 'variant': {
      const given = givenVariant(setting);
      const name = reader.text(`${path}.${given === null ? setting.tag : 'source'}`);
      if (given !== null && (name === given.variant || !(name in setting.variants))) {
        return { [setting.tag]: given.variant, [given.vector]: reader.marginals(path) };
      }
      return { [setting.tag]: name, ...valuesOf(placed(settingsWithin(setting, name), path), reader, at, own) };
    }
    case 'vector':
      return setting.entries === 'marginals' ? reader.marginals(path) : reader.solution(path);
    case 'data':
      if (setting.data === 'points') return reader.points(path);
      if (setting.data === 'model') return reader.model(path);
      return setting.data === 'instances' ? programSetOf(path, reader) : undefined;
  }
}

function countsOf(setting: CountsSetting, path: string, { text, complain }: DraftReader): number[] {
  const words = text(path).split(/[\s,;]+/).filter((word) => word !== '');
  const counts = words.map((word) => parseNumber(word) ?? Number.NaN);
  const odd = words.find((_word, n) => !isWithin(counts[n] ?? Number.NaN, setting.limits));
  if (words.length === 0) complain(path, `Give at least one ${setting.one}`);
  else if (odd !== undefined) complain(path, `“${odd}” is no ${setting.one}: ${limitsInWords(setting.limits)} each, ascending`);
  else if (counts.some((count, n) => n > 0 && count <= (counts[n - 1] ?? 0))) complain(path, `${setting.subject} must ascend, each once`);
  return counts;
}
