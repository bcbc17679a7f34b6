/**
 * Settings as the texts of a draft, and back, by their records. A field that means nothing under what is chosen
 * complains of nothing; a setting that equals its default is left out where a spec may leave it out, so that what was
 * made without it stays the same spec.
 */
import { plainText } from '../../src-science/settings/setting.ts';
import type { Setting, Settings, Values } from '../../src-science/settings/setting.ts';
import { appliesWhere, defaultOf, settingsWithin } from '../../src-science/settings/walk.ts';

const textOf = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : plainText(value));

/** The texts that a form begins with, of every variant. @param path of the settings in the draft */
export function defaultTexts(settings: Settings, path: string): Record<string, string> {
  return Object.assign({}, ...Object.entries(settings).map(([name, setting]) => {
    const at = `${path}.${name}`;
    const inside = setting.kind === 'variant' || setting.kind === 'group' ? defaultTexts(settingsWithin(setting, null), at) : {};
    return { ...inside, ...textsOfSetting(setting, defaultOf(setting), at) };
  })) as Record<string, string>;
}

/**
 * The texts of some settings of a spec; what is left out has its default's, so that what another spec said does not
 * stay. Vectors have none.
 */
export function textsOfSettings(settings: Settings, values: Values, path: string): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(settings).map(([name, setting]) => textsOfSetting(setting, values[name] ?? defaultOf(setting), `${path}.${name}`)),
  ) as Record<string, string>;
}

function textsOfSetting(setting: Setting, value: unknown, path: string): Record<string, string> {
  switch (setting.kind) {
    case 'number':
    case 'choice':
    case 'flag':
    case 'counts':
      return { [path]: textOf(value) };
    case 'names':
      return { [path]: Array.isArray(value) ? value.join(',') : '' };
    case 'vector':
    case 'data':
      return {};
    case 'group':
      return textsOfSettings(setting.settings, (value ?? {}) as Values, path);
    case 'variant': {
      const values = value as Values;
      const name = textOf(values[setting.tag]);
      return { [`${path}.${setting.tag}`]: name, ...textsOfSettings(settingsWithin(setting, name), values, path) };
    }
  }
}

/** How fields are read. */
export interface FieldReader {
  readonly text: (path: string) => string;
  /** The number of a field, which complains where it is none. */
  readonly number: (path: string) => number;
  /** The number of a field, or null where it is none. */
  readonly numberOrNull: (path: string) => number | null;
}

/** The entries of a field's text, as conditions ask for them. @param kind the run's, which paths of conditions leave out */
export function textsAt(kind: string, text: (path: string) => string): (path: string) => readonly string[] {
  return (path) => text(`${kind}.${path}`).split(',');
}

/**
 * The settings that the fields say; checked by the schema afterwards.
 * @param at what conditions are judged by
 * @param own settings that have fields of their own kind, by path; undefined leaves one out
 */
export function valuesOf(
  settings: Settings,
  path: string,
  reader: FieldReader,
  at: (path: string) => readonly string[],
  own: Readonly<Record<string,
  () => unknown>> = {},
): Values {
  const entries = Object.entries(settings).map(([name, setting]): [string, unknown] => {
    const where = `${path}.${name}`;
    const special = own[where];
    return [name, special === undefined ? valueOf(setting, where, reader, at, own) : special()];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function valueOf(
  setting: Setting,
  path: string,
  reader: FieldReader,
  at: (path: string) => readonly string[],
  own: Readonly<Record<string,
  () => unknown>>,
): unknown {
  const applies = appliesWhere(setting.where, at);
  if (setting.optional === true && !applies) return undefined;
  const value = plainValue(setting, path, reader, applies, at, own);
  return setting.optional === true && JSON.stringify(value) === JSON.stringify(defaultOf(setting)) ? undefined : value;
}

function plainValue(
  setting: Setting,
  path: string,
  reader: FieldReader,
  applies: boolean,
  at: (path: string) => readonly string[],
  own: Readonly<Record<string,
  () => unknown>>,
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
    case 'names':
      return text.split(',').filter((name) => name !== '');
    case 'group':
      return valuesOf(setting.settings, path, reader, at, own);
    case 'variant': {
      const name = reader.text(`${path}.${setting.tag}`);
      return { [setting.tag]: name, ...valuesOf(settingsWithin(setting, name), path, reader, at, own) };
    }
    case 'counts':
    case 'vector':
    case 'data':
      return undefined;
  }
}
