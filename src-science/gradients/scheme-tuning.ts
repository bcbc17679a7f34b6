/** A spec’s scheme as settings: which it may have, who reads which, what is wrong with them, how a tuned scheme is called. */
import { recordComplaints } from '../settings/complaints.ts';
import type { SettingComplaint } from '../settings/complaints.ts';
import type { Say, Setting, Values } from '../settings/setting.ts';
import { EVALUATIONS, SCHEME_NAMES, SCHEMES } from './scheme.ts';
import type { EvaluationName, SchemeName } from './scheme.ts';
import { SCHEME_SETTINGS } from './scheme-settings.ts';
import type { SchemeTuning } from './scheme-settings.ts';

const SETTING_NAMES = Object.keys(SCHEME_SETTINGS) as readonly (keyof SchemeTuning)[];

/** The schemes whose record names the setting. */
export function schemesWith(setting: keyof SchemeTuning): readonly SchemeName[] {
  return SCHEME_NAMES.filter((name) => (SCHEMES[name].settings as readonly string[]).includes(setting));
}

/** Those of the settings that a scheme reads. */
export function ownTuning(scheme: SchemeName, tuning: SchemeTuning | undefined): SchemeTuning {
  const own: readonly string[] = SCHEMES[scheme].settings;
  return Object.fromEntries(Object.entries(tuning ?? {}).filter(([setting, value]) => value !== undefined && own.includes(setting)));
}

/**
 * What is wrong with the settings of a scheme: what their records refuse, and settings that it does not read.
 * Fields are paths into the tuning.
 */
export function tuningComplaints(scheme: SchemeName, tuning: SchemeTuning): SettingComplaint[] {
  const own: readonly string[] = SCHEMES[scheme].settings;
  return SETTING_NAMES.flatMap((setting) => {
    if (tuning[setting] === undefined) return [];
    const foreign = own.includes(setting) ? [] : [{ field: setting, message: `The scheme ${scheme} has no setting “${SCHEME_SETTINGS[setting].label}”; only ${schemesWith(setting).join(' and ')} has it.` }];
    return [...foreign, ...recordComplaints({ [setting]: SCHEME_SETTINGS[setting] }, tuning)];
  });
}

/** `concrete (τ 0.5 → 0.05, half-life 100)`; the scheme's bare name where its defaults hold. */
export function tunedSchemeName(scheme: SchemeName, tuning: SchemeTuning | undefined): string {
  const { temperature, differenceStep, soft } = ownTuning(scheme, tuning);
  if (temperature !== undefined) return `${scheme} (τ ${temperature.start} → ${temperature.final}, half-life ${temperature.halfLife})`;
  if (differenceStep !== undefined) return `${scheme} (h ${differenceStep})`;
  return soft === 'averaged' ? `${scheme} (∂s averaged)` : scheme;
}

/** The record of a spec's scheme. */
export const schemeSetting = <Section extends string>(section: Section, help: string) => ({
  kind: 'choice',
  section,
  look: 'names',
  choices: SCHEMES,
  default: 'true-penalty',
  subject: 'The scheme',
  label: 'Scheme',
  help,
  option: { flags: '--scheme <name>', help: 'gradient scheme' },
} as const);

/** The record of how a scheme is evaluated. */
export const evaluationSetting = <Section extends string, Default extends EvaluationName>(
  section: Section, first: Default, help: string,
) => ({
  kind: 'choice',
  section,
  look: 'buttons',
  choices: EVALUATIONS,
  default: first,
  subject: 'The evaluation',
  label: 'Evaluation',
  column: 'Evaluation asked',
  help,
  option: { flags: '--evaluation <name>', help: 'sampled, exact, or auto: exact where that is cheap' },
} as const);

/**
 * The record of a spec's tuning: the settings of all schemes, each where a scheme that reads it is chosen.
 * @param chosen the field that names the scheme or schemes; beside several there is no choice of an evaluation
 * @param atStart where nothing but iteration 0 is asked for: of a temperature only its start is read
 */
export function tuningSetting<Section extends string>(chosen: 'scheme' | 'schemes', section: Section, atStart = false) {
  const placed = <S extends Setting>(name: keyof SchemeTuning, setting: S): S => (
    { ...setting, where: { [chosen]: { is: schemesWith(name) }, ...('where' in setting && chosen === 'scheme' ? setting.where : {}) } }
  );
  const { temperature, differenceStep, soft } = SCHEME_SETTINGS;
  const { start, final, halfLife } = temperature.settings;
  // Under no scheme.
  const unread = { where: { [chosen]: { is: [] } } };
  const ofStart = {
    ...temperature,
    settings: { start, final: { ...final, ...unread }, halfLife: { ...halfLife, ...unread } },
    row: (values: Values, say: Say) => say.amount(values.start),
  };
  return {
    kind: 'group',
    label: 'Settings of the scheme',
    help: 'What single schemes read; a setting that is left out takes its default, and one of another scheme is refused.',
    optional: true,
    option: { none: 'each of them has an option of its own' },
    settings: {
      temperature: placed('temperature', atStart ? ofStart : temperature),
      differenceStep: placed('differenceStep', differenceStep),
      soft: placed('soft', soft),
    },
    section,
  } as const;
}
