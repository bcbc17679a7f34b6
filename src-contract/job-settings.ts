/** The settings of each kind of run: the one list that schemas, options, forms, words and pages go over. */
import { DECODE } from '../src-science/decoding/decode-settings.ts';
import { DESCENT } from '../src-science/descent/descent-settings.ts';
import { ESTIMATE } from '../src-science/estimation/estimate-settings.ts';
import { EXACT } from '../src-science/exact/exact-settings.ts';
import { QUALITY } from '../src-science/quality/quality-settings.ts';
import type { Settings, SpecSettings } from '../src-science/settings/setting.ts';
import { settingsOfCase } from '../src-science/settings/walk.ts';
import type { JobKind } from './job-kinds.ts';

export const JOB_SETTINGS = {
  exact: EXACT,
  descent: DESCENT,
  estimate: ESTIMATE,
  decode: DECODE,
  quality: QUALITY,
} as const satisfies Readonly<Record<JobKind, SpecSettings>>;

/** The records of a kind, in every case it has. */
export function casesOf(kind: JobKind): readonly Settings[] {
  const all = JOB_SETTINGS[kind];
  return 'cases' in all ? Object.keys(all.cases).map((name) => settingsOfCase(all, () => name)) : [all.settings];
}
