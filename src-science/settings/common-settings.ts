/** Records of settings that several kinds of runs have. */
import { WHOLE } from './number-limits.ts';

/** Of what a run draws. It has no section: it stands beside the button that starts. */
export const seedSetting = (help: string) => ({
  kind: 'number',
  section: null,
  limits: WHOLE,
  default: 1,
  subject: 'The seed',
  label: 'Seed',
  brief: 'seed',
  arrows: 1,
  help,
  option: { flags: '--seed <n>', help: 'seed of the random numbers' },
} as const);

/** The x̂ at which something is made. */
export const pointSetting = <Section extends string>(section: Section, label: string, help: string) => ({
  kind: 'vector',
  section,
  entries: 'marginals',
  subject: 'the point x̂',
  label,
  column: 'x̂',
  brief: 'x̂',
  help,
  option: { none: '--at takes it' },
} as const);
