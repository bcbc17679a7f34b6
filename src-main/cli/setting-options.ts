/**
 * The options of the command line that settings have, made from their records: names and help, what is refused, and a
 * spec from what was given over the one that it begins with.
 */
import { InvalidArgumentError, Option } from 'commander';
import { isWithin, limitsInWords } from '../../src-science/settings/number-limits.ts';
import { namesOf } from '../../src-science/settings/setting.ts';
import type { CommandOption, Setting, Settings, Values, Variant, VariantSetting } from '../../src-science/settings/setting.ts';
import { defaultOf } from '../../src-science/settings/walk.ts';
import { EngineError } from '../engine/error-value.ts';
import { collect, numberParser, parseNumber } from './option-values.ts';

/** What commander gives a command. */
export type GivenOptions = Readonly<Record<string, unknown>>;

const listed = (names: readonly string[], last: string): string => (
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1)}`
);

/** `--stop-at-gradient-norm` */
const longName = ({ flags }: CommandOption): string => flags.split(' ')[0] ?? flags;
/** As commander names its value: `stopAtGradientNorm`. */
const keyOf = (option: CommandOption): string => longName(option).slice(2).replace(
  /-(\w)/gu,
  (_all, letter: string) => letter.toUpperCase(),
);

/** The option of a setting itself; null where it has none. */
function ownOption(setting: Setting | Variant): CommandOption | null {
  return setting.option !== undefined && 'flags' in setting.option ? setting.option : null;
}

/** Every option of some settings, in their order. */
export function settingOptions(settings: Settings): Option[] {
  return Object.values(settings).flatMap((setting) => {
    const option = ownOption(setting);
    const own = option === null ? [] : [optionOf(setting, option)];
    if (setting.kind === 'group' && option === null) return settingOptions(setting.settings);
    if (setting.kind !== 'variant') return own;
    const inside = Object.values(setting.variants).flatMap((variant) => {
      const joint = ownOption(variant);
      return [
        ...(joint === null ? [] : [jointOption(joint, variant.settings, ':', variant.saidParts ?? 0)]),
        ...settingOptions(variant.settings),
      ];
    });
    return [...own, ...inside];
  });
}

/** The option of one setting. @throws Error where its record has none */
export function settingOption(setting: Setting): Option {
  const option = ownOption(setting);
  if (option === null) throw new Error(`“${setting.label}” has no option`);
  return optionOf(setting, option);
}

function optionOf(setting: Setting, { flags, help }: CommandOption): Option {
  switch (setting.kind) {
    case 'number':
      return new Option(flags, help).argParser(numberParser(setting.limits));
    case 'choice':
      return new Option(flags, help).choices(namesOf(setting.choices));
    case 'names':
      return new Option(flags, `${help}: ${namesOf(setting.choices).join(', ')}`).argParser(
        setting.written === 'repeated' ? collect(namesOf(setting.choices)) : parseNames(namesOf(setting.choices)),
      );
    case 'counts':
      return new Option(flags, help).argParser((text: string) => text.split(',').map(numberParser(setting.limits)));
    case 'flag':
    case 'vector':
    case 'data':
      return new Option(flags, help);
    case 'group':
      return jointOption({ flags, help }, setting.settings, setting.separator ?? ':', Object.keys(setting.settings).length);
    case 'variant':
      return setting.written === 'name' ? new Option(flags, help).choices(namesOf(setting.variants)) : new Option(
        flags,
        `${help}: ${writtenForms(setting)}`,
      ).argParser(
        (text: string) => parseVariant(setting, text),
      );
  }
}

/** Names separated by commas, each one of `choices`. */
function parseNames(choices: readonly string[]): (text: string) => readonly string[] {
  return (text) =>
    text.split(',').map((name) => {
      const chosen = choices.find((choice) => choice === name.trim());
      if (chosen === undefined) throw new InvalidArgumentError(`Write names separated by commas; allowed are ${choices.join(', ')}.`);
      return chosen;
    });
}

/** `FROM:TO[:SHAPE[:UNTIL]]` @param said parts that must be there */
function partsForm(settings: Settings, separator: string, said: number, leading = ''): string {
  const names = Object.values(settings).map(({ option }) => ('part' in option ? option.part.toUpperCase() : ''));
  return names.map((name, k) => `${k < said ? '' : '['}${k === 0 ? leading : separator}${name}`).join('') + ']'.repeat(Math.max(0, names.length - said));
}

function jointOption({ flags, help }: CommandOption, settings: Settings, separator: string, said: number): Option {
  const form = partsForm(settings, separator, said);
  return new Option(`${flags} <${form.toLowerCase()}>`, help).argParser((text: string) => {
    const parts = text.split(separator);
    if (parts.length < said || parts.length > Object.keys(settings).length) throw new InvalidArgumentError(`Write it as ${form}.`);
    return partsOf(settings, parts);
  });
}

/** The settings from their parts; those left out take their defaults, or stay left out where a spec may leave them out. */
function partsOf(settings: Settings, parts: readonly string[]): Values {
  const entries = Object.entries(settings).map(([name, setting], k): [string, unknown] => {
    const text = parts[k];
    if (text === undefined) return [name, setting.optional === true ? undefined : defaultOf(setting)];
    return [name, partOf(setting, text)];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function partOf(setting: Setting, text: string): unknown {
  if (setting.kind === 'number') {
    const value = parseNumber(text);
    if (!isWithin(value, setting.limits)) throw new InvalidArgumentError(`${setting.subject} must be ${limitsInWords(setting.limits)}.`);
    return value;
  }
  if (setting.kind === 'choice' && text in setting.choices) return text;
  throw new InvalidArgumentError(setting.kind === 'choice' ? `${setting.subject} is ${listed(namesOf(setting.choices), 'or')}.` : `${setting.label} is no part of an option.`);
}

/** The variants that an option can write: a vector has an option of its own. */
function written({ variants }: VariantSetting): readonly { readonly name: string; readonly word: string; readonly variant: Variant }[] {
  return Object.entries(variants).flatMap(
    ([name, variant]) => (
      Object.values(variant.settings).some(({ kind }) => kind === 'vector' || kind === 'data')
        ? []
        : [{ name, word: variant.word ?? name, variant }]
    ),
  );
}

/** `constant, cosine[:FINAL] or inverse:HALFLIFE` */
function writtenForms(setting: VariantSetting): string {
  return listed(written(setting).map(({ word, variant }) => `${word}${partsForm(variant.settings, ':', variant.saidParts ?? 0, ':')}`), 'or');
}

function parseVariant(setting: VariantSetting, text: string): Values {
  const [word, ...parts] = text.split(':');
  const chosen = written(setting).find((each) => each.word === word);
  const most = Object.keys(chosen?.variant.settings ?? {}).length;
  if (chosen === undefined || parts.length < (chosen.variant.saidParts ?? 0) || parts.length > most) {
    throw new InvalidArgumentError(`It must be ${writtenForms(setting)}.`);
  }
  return { [setting.tag]: chosen.name, ...partsOf(chosen.variant.settings, parts) };
}

/**
 * A spec from the options given, over another one.
 * @param base a whole spec; what no option changes stays as it is there
 * @throws EngineError `usage` where options exclude each other or mean nothing to what was chosen
 */
export function fromOptions<Spec extends object>(settings: Settings, base: Spec, given: GivenOptions): Spec {
  const values = base as Values;
  const changed = Object.entries(settings).map(([name, setting]) => [name, valueFrom(setting, values[name], given)]);
  return { ...base, ...(Object.fromEntries(changed) as Partial<Spec>) };
}

function valueFrom(setting: Setting, base: unknown, given: GivenOptions): unknown {
  const option = ownOption(setting);
  if (setting.kind === 'variant') return variantFrom(setting, base, given);
  if (option !== null) return given[keyOf(option)] ?? base;
  if (setting.kind === 'group') {
    const inside = Object.entries(setting.settings).map(
      ([name, each]) => [name, valueFrom(each, undefined, given)] as const,
    ).filter(([, value]) => value !== undefined);
    return inside.length === 0 ? base : Object.fromEntries(inside);
  }
  return 'none' in setting.option && setting.option.value !== undefined ? setting.option.value : base;
}

function variantFrom(setting: VariantSetting, base: unknown, given: GivenOptions): unknown {
  const option = ownOption(setting);
  const asked = option === null ? undefined : given[keyOf(option)];
  const joint = Object.entries(setting.variants).flatMap(([name, variant]) => {
    const own = ownOption(variant);
    return own === null || given[keyOf(own)] === undefined ? [] : [{ name, own, values: given[keyOf(own)] as Values }];
  });
  if (setting.written !== 'name') {
    if (joint.length > 1) {
      const all = Object.values(setting.variants).flatMap((variant) => ownOption(variant) ?? []);
      throw usage(`${listed(all.map(longName), 'and')} exclude each other`, 'Give one of them.');
    }
    const [one] = joint;
    return one === undefined ? (asked ?? base) : { [setting.tag]: one.name, ...one.values };
  }
  const before = base as Values;
  const name = String(asked ?? before[setting.tag]);
  const chosen = setting.variants[name];
  const means = (each: CommandOption): string => `${longName(each)} means nothing to the ${setting.label.toLowerCase()} ${name}`;
  for (const other of Object.values(setting.variants)) {
    if (other === chosen) continue;
    for (const each of [ownOption(other), ...Object.values(other.settings).map(ownOption)]) {
      if (each !== null && given[keyOf(each)] !== undefined) throw usage(means(each), `Leave it out, or choose another ${option === null ? setting.label : longName(option)}.`);
    }
  }
  if (chosen === undefined) return base;
  const [own] = joint;
  if (own !== undefined) return { [setting.tag]: name, ...own.values };
  const alike = before[setting.tag] === name;
  const together = ownOption(chosen);
  if (together !== null && !alike) {
    throw usage(`The ${setting.label.toLowerCase()} ${name} needs its settings`, `Give them with ${longName(together)} ${partsForm(chosen.settings, ':', chosen.saidParts ?? 0)}, or begin with a preset that has them.`);
  }
  return {
    [setting.tag]: name,
    ...Object.fromEntries(
      Object.entries(chosen.settings).map(([part, each]) => [part, valueFrom(each, alike ? before[part] : defaultOf(each), given)]),
    ),
  };
}

function usage(message: string, hint: string): EngineError {
  return new EngineError('usage', `${message}.`, hint);
}
